import { readFile } from 'node:fs/promises'
import { CefrigError } from '../errors.js'
import type { Addon, NativeRequest, NativeResponse } from './addon.js'
import type { HostPage } from './page.js'
import { answer, findFile, type ServedSource } from './serve.js'

/** net::ERR_INTERNET_DISCONNECTED: the protocol's own emulation does not see what is served. */
const disconnected: NativeResponse = {
  status: 0,
  statusText: '',
  mimeType: '',
  headers: {},
  body: new Uint8Array(),
  error: -106,
}

/** Which URL prefixes of which page are served from where. */
export class Served {
  readonly #addon: Addon
  readonly #pages = new Map<number, HostPage>()
  readonly #sources = new Map<number, Map<string, ServedSource>>()

  constructor(addon: Addon) {
    this.#addon = addon
  }

  add(page: HostPage, prefix: string, source: ServedSource): void {
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]+\//i.test(prefix)) {
      const message = `page.serve() failed: ${JSON.stringify(prefix)} is not a URL prefix. Give a whole origin with a path, as https://cefrig.test/.`
      throw new CefrigError('BAD_ARGUMENT', message, { facts: { prefix } })
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

  #forget(page: HostPage): void {
    for (const prefix of this.#sources.get(page.id)?.keys() ?? [])
      this.#addon.unserve(page.contextId, page.id, prefix)
    this.#sources.delete(page.id)
    this.#pages.delete(page.id)
  }

  /** A page that another one opened is served as that one is. */
  inherit(opener: HostPage, popup: HostPage): void {
    for (const [prefix, source] of this.#sources.get(opener.id) ?? []) this.add(popup, prefix, source)
  }

  async onRequest(request: NativeRequest & { page: number }): Promise<void> {
    const source = this.#sources.get(request.page)?.get(request.prefix)
    if (this.#pages.get(request.page)?.emulation.isOffline)
      return void this.#addon.respond(request.request, disconnected)
    const gone = { ask: () => Promise.resolve({ status: 404, body: 'No longer served.' }) }
    this.#addon.respond(request.request, await answer(request.prefix, source ?? gone, request))
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
    const { status = 200, body = '' } = await source.ask({ url, method: 'GET', headers: {}, body: null })
    if (status !== 200) return null
    return typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  }

  #find(page: HostPage, url: string): [prefix?: string, source?: ServedSource] {
    const matching = [...(this.#sources.get(page.id) ?? [])].filter(([prefix]) => url.startsWith(prefix))
    return matching.sort(([a], [b]) => b.length - a.length)[0] ?? []
  }
}
