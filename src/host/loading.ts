import type { Protocol } from 'devtools-protocol'
import type { Pending } from '../protocol/ready.js'
import type { Session } from './devtools.js'
import type { Frames } from './frames.js'

/** What the look of a page depends on, by the names of readiness; scripts and their data are the page's own affair. */
const visible = {
  images: 'Image',
  fonts: 'Font',
  stylesheets: 'Stylesheet',
  frames: 'Document',
} satisfies Partial<Record<Pending, Protocol.Network.ResourceType>>

export type Kind = keyof typeof visible
export const kinds = Object.keys(visible) as Kind[]

/** What may be under way for as long as the page lives, and what nobody waits for. */
const endless: ReadonlySet<Protocol.Network.ResourceType> = new Set([
  'Media',
  'EventSource',
  'WebSocket',
  'Ping',
  'CSPViolationReport',
])

const seen: ReadonlySet<string> = new Set(Object.values(visible))

/** Milliseconds. */
const lookAgain = 20

interface Request {
  url: string
  type: Protocol.Network.ResourceType
  frameId: string
  loaderId: string
  /** The loader of the frame's document when it was asked for. */
  from: string
}

/** Bytes of what a request posts that its event carries: a large body as JSON would hold the page's browser up for seconds. */
const MOST_POST_DATA = 64 * 1024

/** What a page has asked for and not got yet, whoever asked for it. */
export class Loading {
  readonly #frames: Frames
  /** By session and request: numbers of requests are given out in each process. */
  readonly #requests = new Map<string, Request>()
  #ended = 0
  /** When a request last began or ended. */
  #active = performance.now()
  #changed: (() => void)[] = []

  constructor(frames: Frames) {
    this.#frames = frames
  }

  /** How many that can be seen have ended so far, well or badly. */
  get ended(): number {
    return this.#ended
  }

  /** URLs of those of the kinds that are under way. */
  pending(kinds: readonly Kind[]): string[] {
    const types = kinds.map((kind): string => visible[kind])
    return this.#underWay.filter(({ type }) => types.includes(type)).map(({ url }) => url)
  }

  /** URLs of all that are under way, and for how many milliseconds none has begun or ended. */
  get traffic(): { urls: string[]; quietFor: number } {
    const urls = this.#underWay.map(({ url }) => url)
    return { urls, quietFor: performance.now() - this.#active }
  }

  get #underWay(): Request[] {
    for (const [key, request] of this.#requests) if (this.#isOver(request)) this.#end(key)
    return [...this.#requests.values()]
  }

  /** Resolves when none of the kinds is under way. */
  async idle(kinds: readonly Kind[]): Promise<void> {
    while (this.pending(kinds).length > 0) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#changed.push(resolve)
        // Documents are left, and iframes move to processes of their own, without an event here.
        timer = setTimeout(resolve, lookAgain)
      })
      clearTimeout(timer)
    }
  }

  /** Sees the requests of one session from now on. */
  async follow(session: Session): Promise<void> {
    const key = (requestId: string) => `${session.id ?? ''} ${requestId}`
    session.on('Network.requestWillBeSent', ({ requestId, request, type, frameId = '', loaderId }) => {
      if (!type || endless.has(type)) return
      this.#active = performance.now()
      // A navigation of the page itself is waited for by whoever started it.
      if (type === 'Document' && frameId === this.#frames.main.id) return
      // A navigation that another overtakes ends without an event where it moves to another process.
      if (type === 'Document') this.#endDocuments(frameId)
      const from = this.#frames.find(frameId)?.loaderId ?? ''
      this.#requests.set(key(requestId), { url: request.url, type, frameId, loaderId, from })
    })
    session.on('Network.loadingFinished', ({ requestId }) => this.#end(key(requestId)))
    session.on('Network.loadingFailed', ({ requestId }) => this.#end(key(requestId)))
    await session.send('Network.enable', { maxPostDataSize: MOST_POST_DATA })
  }

  /** Whether the answer is not for the present document, or is the document and has begun to come: that it is complete is asked of it. */
  #isOver({ type, frameId, loaderId, from }: Request): boolean {
    const frame = this.#frames.find(frameId)
    if (!frame) return true
    if (type !== 'Document') return frame.loaderId !== loaderId
    return frame.loaderId === loaderId || (from !== '' && frame.loaderId !== from)
  }

  #endDocuments(frameId: string): void {
    for (const [key, request] of this.#requests) {
      if (request.type === 'Document' && request.frameId === frameId) this.#end(key)
    }
  }

  #end(key: string): void {
    const request = this.#requests.get(key)
    if (!request) return
    this.#requests.delete(key)
    this.#active = performance.now()
    if (seen.has(request.type)) this.#ended++
    for (const tell of this.#changed.splice(0)) tell()
  }
}
