import { readFile } from 'node:fs/promises'
import { CefrigError } from '../errors.js'
import type { Addon, NativeRequest } from './addon.js'
import { Kept } from './kept.js'
import { failure, type Requests } from './network/requests.js'
import type { HostPage } from './page.js'
import { answer, answerFromClient, findFile, type ServedSource } from './serve.js'

/** net::ERR_INTERNET_DISCONNECTED: the protocol's own emulation does not see what is served. */
const disconnected = -106

/** For {@link Served.text}, which no request of the page asks for. */
const noRequest = 0

/** Which URL prefixes of which page are served from where. */
export class Served {
  readonly #addon: Addon
  readonly #requests: Requests
  readonly #schemes: ReadonlySet<string>
  readonly #pages = new Map<number, HostPage>()
  readonly #kept = new Kept()
  readonly #sources = new Map<number, Map<string, ServedSource>>()

  constructor(addon: Addon, requests: Requests, schemes: readonly string[]) {
    this.#addon = addon
    this.#requests = requests
    this.#schemes = new Set(['http', 'https', ...schemes])
  }

  add(page: HostPage, prefix: string, source: ServedSource): void {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/[^/]+\//i.exec(prefix)?.[1]?.toLowerCase()
    if (scheme === undefined) {
      const message = `page.serve() failed: ${JSON.stringify(prefix)} is not a URL prefix. Give a whole origin with a path, as https://cefrig.test/.`
      throw new CefrigError('BAD_ARGUMENT', message, { facts: { prefix } })
    }
    if (!this.#schemes.has(scheme)) {
      const message = `page.serve() failed: CEF was not booted with the scheme "${scheme}". Give \`schemes: { ${JSON.stringify(scheme)}: {} }\` to launch() or the plugin.`
      throw new CefrigError('BAD_ARGUMENT', message, { facts: { prefix, scheme } })
    }
    let sources = this.#sources.get(page.id)
    if (!sources) {
      sources = new Map()
      this.#sources.set(page.id, sources)
      this.#pages.set(page.id, page)
      void page.closed.then(() => this.#forget(page))
    }
    if (!sources.has(prefix)) this.#addon.serve(page.contextId, page.id, prefix)
    sources.set(prefix, source)
  }

  remove(page: HostPage, prefix: string): void {
    if (this.#sources.get(page.id)?.delete(prefix)) this.#addon.unserve(page.contextId, page.id, prefix)
  }

  clear(page: HostPage): void {
    for (const prefix of [...(this.#sources.get(page.id)?.keys() ?? [])]) this.remove(page, prefix)
  }

  #forget(page: HostPage): void {
    this.clear(page)
    this.#sources.delete(page.id)
    this.#pages.delete(page.id)
  }

  /** A page that another one opened is served as that one is. */
  inherit(opener: HostPage, popup: HostPage): void {
    for (const [prefix, source] of this.#sources.get(opener.id) ?? []) this.add(popup, prefix, source)
  }

  async onRequest(request: NativeRequest & { page: number }): Promise<void> {
    const { request: id, prefix } = request
    const page = this.#pages.get(request.page)
    if (!page || page.emulation.isOffline) return void this.#addon.respond(id, failure(disconnected))
    const source = this.#sources.get(page.id)?.get(prefix)
    if (source && 'answerer' in source) {
      const kept = this.#kept.get(source, request)
      if (kept) return this.#requests.respond(page, id, kept)
      const ask = async () => this.#kept.keep(source, request, await answerFromClient(source, id, request))
      return this.#requests.serve(page, id, source.answerer, ask)
    }
    await this.#requests.respond(page, id, await answer(prefix, source, request))
  }

  /** The file that a URL is served from; undefined for all others. */
  async file(page: HostPage, url: string): Promise<string | undefined> {
    const [prefix, source] = this.#find(page, url)
    return prefix !== undefined && source && 'directory' in source
      ? findFile(prefix, source.directory, url)
      : undefined
  }

  /** The text of a URL that is served; null for all others. */
  async text(page: HostPage, url: string): Promise<string | null> {
    const [prefix, source] = this.#find(page, url)
    if (prefix === undefined || !source) return null
    if ('directory' in source) {
      const file = await findFile(prefix, source.directory, url)
      return file === undefined ? null : readFile(file, 'utf8')
    }
    if ('html' in source) return source.html
    const request = { url, method: 'GET', headers: {}, body: null }
    const { status, body } = await source.answerer.serve(source.routeId, noRequest, request)
    if (body === 'stream') source.answerer.drop(noRequest)
    return status === 200 && body !== 'stream' ? Buffer.from(body).toString('utf8') : null
  }

  #find(page: HostPage, url: string): [prefix?: string, source?: ServedSource] {
    const matching = [...(this.#sources.get(page.id) ?? [])].filter(([prefix]) => url.startsWith(prefix))
    return matching.sort(([a], [b]) => b.length - a.length)[0] ?? []
  }
}
