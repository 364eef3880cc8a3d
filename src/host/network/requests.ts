import type {
  Answer,
  HttpCredentials,
  RouteDecision,
  RoutedRequest,
  ServedRequest,
} from '../../protocol/network.js'
import type { Addon, NativeResponse, NativeRoute } from '../addon.js'
import type { HostPage } from '../page.js'
import { resourceType } from './resource-type.js'

/** Whoever answers requests of one page: its client. */
export interface Answerer {
  serve(routeId: number, id: number, request: ServedRequest): Promise<Answer>
  decide(request: RoutedRequest): Promise<RouteDecision>
  next(id: number): Promise<Uint8Array | null>
  drop(id: number): void
}

/** Net errors. */
const aborted = -3
const failed = -2
const disconnected = -106

/** cef_resource_type_t */
const favicon = 12

/** Requests that wait for a client, or for the rest of a body that a client sends. */
export class Requests {
  readonly #addon: Addon
  readonly #routed = new Map<number, { page: HostPage; answerer: Answerer }>()
  readonly #asked = new Map<number, Answerer>()

  constructor(addon: Addon) {
    this.#addon = addon
  }

  /** From now on, or no more, every request of the page waits for what the client decides. */
  route(page: HostPage, answerer: Answerer | null): void {
    this.#addon.route(page.id, answerer !== null)
    // Requests that wait already are asked about nevertheless.
    if (!answerer || this.#routed.has(page.id)) return
    this.#routed.set(page.id, { page, answerer })
    void page.closed.then(() => this.#routed.delete(page.id))
  }

  authenticate(page: HostPage, credentials: HttpCredentials | null): void {
    this.#addon.authenticate(page.id, credentials)
  }

  async onRoute(event: NativeRoute & { page: number }): Promise<void> {
    const { request: id, url, method, headers, body } = event
    const routed = this.#routed.get(event.page)
    if (!routed) return void this.#addon.continueRouted(id, {})
    const { page, answerer } = routed
    // Browsers ask for it unasked, at no certain time.
    if (event.kind === favicon) return this.#abort(id, aborted)
    // Nothing gets through, as without routes.
    if (page.emulation.isOffline) return this.#abort(id, disconnected)
    this.#asked.set(id, answerer)
    const decision = await answerer
      .decide({
        id,
        url,
        method,
        headers,
        body: body.length > 0 ? body : null,
        resourceType: resourceType(event.kind),
        isNavigation: event.navigation,
        isMain: event.main,
      })
      .catch((): RouteDecision => ({ kind: 'abort', error: failed }))
    switch (decision.kind) {
      case 'continue':
        this.#asked.delete(id)
        this.#addon.continueRouted(id, decision.changes)
        break
      case 'abort':
        this.#asked.delete(id)
        this.#abort(id, decision.error)
        break
      case 'fulfill':
        if (this.#addon.takeRouted(id)) await this.respond(page, id, native(decision.answer), answerer)
        else answerer.drop(id)
    }
  }

  /** Asks the client about a request that it serves. */
  async serve(
    page: HostPage,
    id: number,
    answerer: Answerer,
    ask: () => Promise<NativeResponse>,
  ): Promise<void> {
    this.#asked.set(id, answerer)
    await this.respond(page, id, await ask(), answerer)
  }

  /** As slowly as the page's network is. */
  async respond(page: HostPage, id: number, response: NativeResponse, answerer?: Answerer): Promise<void> {
    const wait = page.emulation.delayOf(response.body.length)
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    if (!response.streamed) this.#asked.delete(id)
    if (!this.#addon.respond(id, response)) answerer?.drop(id)
  }

  async onWanted(id: number): Promise<void> {
    const answerer = this.#asked.get(id)
    try {
      let bytes = answerer ? await answerer.next(id) : null
      // Nothing would look like the end.
      while (answerer && bytes?.length === 0) bytes = await answerer.next(id)
      if (bytes) return void this.#addon.push(id, bytes)
      this.#end(id, 0)
    } catch {
      this.#end(id, failed)
    }
  }

  onDropped(id: number): void {
    this.#asked.get(id)?.drop(id)
    this.#asked.delete(id)
  }

  #end(id: number, error: number): void {
    this.#asked.delete(id)
    this.#addon.finish(id, error)
  }

  #abort(id: number, error: number): void {
    if (this.#addon.takeRouted(id)) this.#addon.respond(id, failure(error))
  }
}

/** A net error in place of a response. */
export function failure(error: number): NativeResponse {
  return { status: 0, statusText: '', mimeType: '', headers: [], body: new Uint8Array(), error }
}

/** What the addon makes of a client's answer. */
export function native({ status, statusText, headers, body }: Answer): NativeResponse {
  const isStream = body === 'stream'
  return {
    status,
    statusText,
    ...contentType(headers.find(([name]) => name === 'content-type')?.[1] ?? ''),
    headers,
    body: isStream ? new Uint8Array() : body,
    streamed: isStream,
  }
}

/** CEF makes the header anew of its parts. */
export function contentType(type: string): { mimeType: string; charset: string } {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(type)?.[1] ?? ''
  return { mimeType: type.split(';', 1)[0]!.trim(), charset }
}
