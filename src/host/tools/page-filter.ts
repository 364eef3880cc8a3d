import type { Protocol } from 'devtools-protocol'
import type { Message } from '../devtools.js'

/** What would reach beyond the page. */
const refused =
  /^(Browser\.(close|crash|crashGpuProcess)|Target\.(createTarget|createBrowserContext|disposeBrowserContext|attachToBrowserTarget|exposeDevToolsProtocol)|Tracing\..*|Memory\..*)$/

/** What a client may say without having an effect: it is about all pages, or CEF does not know it. */
const idle = new Set(['Browser.setDownloadBehavior', 'Target.setRemoteLocations'])

/** Numbers of the filter's own commands, out of the way of any client's. */
const firstOwnId = 1_000_000_000

interface Ends {
  toClient(message: Message): void
  toBrowser(message: Message): void
}

/** Between one client and Chromium: the browser that the client sees has one page. */
export class PageFilter {
  readonly #targetId: string
  readonly #ends: Ends
  readonly #own = new Map<number, (message: Message) => void>()
  /** Commands whose answers name targets. */
  readonly #listing = new Set<number>()
  #lastId = firstOwnId
  #attached: Promise<Message> | undefined

  constructor(targetId: string, ends: Ends) {
    this.#targetId = targetId
    this.#ends = ends
  }

  fromClient(message: Message): void {
    const { id, method = '', sessionId } = message
    const params = (message.params ?? {}) as { targetId?: string; autoAttach?: boolean; discover?: boolean }
    const answer = (result: object) => this.#ends.toClient({ id: id!, result })
    const reachesBeyond = params.targetId !== undefined && params.targetId !== this.#targetId
    if (sessionId !== undefined) this.#ends.toBrowser(message)
    else if (idle.has(method)) answer({})
    else if (refused.test(method) || reachesBeyond) {
      const error = { code: -32000, message: `${method}: this connection is for one page of CEF` }
      this.#ends.toClient({ id: id!, error })
    } else if (method === 'Target.setAutoAttach') {
      // Not passed on: Chromium would attach the client to all pages, and hold new ones.
      const done = params.autoAttach === false ? Promise.resolve() : this.#attach()
      void done.then(() => answer({}))
    } else if (method === 'Target.setDiscoverTargets') {
      answer({})
      if (params.discover) void this.#discover()
    } else {
      if (method === 'Target.getTargets') this.#listing.add(id!)
      this.#ends.toBrowser(message)
    }
  }

  fromBrowser(message: Message): void {
    const { id, method = '', params, result, sessionId } = message
    const own = id === undefined ? undefined : this.#own.get(id)
    if (own) {
      this.#own.delete(id!)
      own(message)
    } else if (id !== undefined && this.#listing.delete(id) && result) {
      const { targetInfos } = result as Protocol.Target.GetTargetsResponse
      const ours = targetInfos.filter(({ targetId }) => targetId === this.#targetId)
      this.#ends.toClient({ id, result: { targetInfos: ours } })
    } else if (id !== undefined || sessionId !== undefined || this.#isOurs(method, params)) {
      this.#ends.toClient(message)
    }
  }

  /** Whether an event of the whole browser is about the page. */
  #isOurs(method: string, params: unknown): boolean {
    if (!method.startsWith('Target.')) return true
    const { targetId, targetInfo } = params as { targetId?: string; targetInfo?: { targetId: string } }
    const named = targetInfo?.targetId ?? targetId
    return named === undefined || named === this.#targetId
  }

  #attach(): Promise<Message> {
    this.#attached ??= this.#ask('Target.attachToTarget', { targetId: this.#targetId, flatten: true })
    return this.#attached
  }

  async #discover(): Promise<void> {
    const { result } = await this.#ask('Target.getTargetInfo', { targetId: this.#targetId })
    if (result) this.#ends.toClient({ method: 'Target.targetCreated', params: result })
  }

  #ask(method: string, params: object): Promise<Message> {
    return new Promise((resolve) => {
      const id = ++this.#lastId
      this.#own.set(id, resolve)
      this.#ends.toBrowser({ id, method, params })
    })
  }
}
