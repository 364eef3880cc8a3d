import type { Protocol } from 'devtools-protocol'
import { CefrigError } from '../../errors.js'
import type { NetworkEvent, RequestTiming } from '../../protocol/network.js'
import type { Session } from '../devtools.js'
import type { PagePart } from '../page-parts.js'
import type { TargetOrigin } from '../targets.js'
import { typeOfEvent } from './resource-type.js'
import { followSockets } from './sockets.js'

/** What the browser keeps of bodies, in bytes. */
const enable = { maxTotalBufferSize: 256 * 1024 * 1024, maxResourceBufferSize: 128 * 1024 * 1024 } as const

/** How many requests' bodies can be asked for. */
const mostEnded = 10_000

interface Request {
  key: string
  session: Session
  requestId: string
  /** Seconds of the browser's clock. */
  start: number
}

/** Requests of a page, its iframes and workers, and what became of them: told when somebody asks for it. */
export class Traffic implements PagePart {
  readonly #emit: (event: NetworkEvent) => void
  /** Of the page and its iframes first, since these tell of the network anyway. */
  readonly #sessions = new Map<Session, TargetOrigin>()
  /** Under way, by the browser's number: within a session, but for documents, which may change it. */
  readonly #requests = new Map<string, Request>()
  /** Where the bodies are. */
  readonly #ended = new Map<string, Request>()
  #isReporting = false
  #count = 0

  constructor(emit: (event: NetworkEvent) => void) {
    this.#emit = emit
  }

  async follow(session: Session, origin: TargetOrigin): Promise<void> {
    this.#sessions.set(session, origin)
    session.on('Network.requestWillBeSent', (event) => this.#isReporting && this.#sent(session, event))
    session.on('Network.responseReceived', (event) => this.#isReporting && this.#answered(session, event))
    session.on('Network.loadingFinished', ({ requestId, timestamp }) =>
      this.#finished(session, requestId, timestamp),
    )
    session.on('Network.loadingFailed', (event) => this.#failed(session, event))
    followSockets(session, (event) => this.#isReporting && this.#emit(event))
    if (this.#isReporting) await session.send('Network.enable', enable)
  }

  /** From now on. */
  async report(): Promise<void> {
    if (this.#isReporting) return
    this.#isReporting = true
    await Promise.all(
      [...this.#sessions.keys()].map((session) =>
        // It may have ended.
        session.send('Network.enable', enable).catch(() => this.#sessions.delete(session)),
      ),
    )
  }

  /** @throws BAD_ARGUMENT when the browser has it no more. */
  async body(key: string): Promise<Uint8Array> {
    const request = this.#ended.get(key)
    const root = [...this.#sessions.keys()][0]!
    const [session, requestId] = request ? [request.session, request.requestId] : [root, key]
    try {
      const { body, base64Encoded } = await session.send('Network.getResponseBody', { requestId })
      return Buffer.from(body, base64Encoded ? 'base64' : 'utf8')
    } catch (error) {
      const message = `The browser has no body of this response any more: ${(error as Error).message} Ask for it before the page goes elsewhere.`
      throw new CefrigError('BODY_GONE', message, { cause: error })
    }
  }

  #sent(session: Session, event: Protocol.Network.RequestWillBeSentEvent): void {
    const { requestId, request, redirectResponse, timestamp, wallTime, type, frameId } = event
    // Browsers ask for it unasked, at no certain time.
    if (type === 'Other' && request.url.endsWith('/favicon.ico')) return
    const number = numberOf(session, requestId, type)
    const before = this.#requests.get(number)
    if (before && redirectResponse) {
      this.#tellResponse(before.key, redirectResponse)
      const duration = since(before, timestamp)
      this.#end(number, { type: 'requestfinished', key: before.key, duration, isRedirected: true })
    } else if (before) return
    const key = `${++this.#count}`
    this.#requests.set(number, { key, session, requestId, start: timestamp })
    this.#emit({
      type: 'request',
      key,
      url: request.url + (request.urlFragment ?? ''),
      method: request.method,
      headers: lowerCased(request.headers),
      postData: postData(request),
      resourceType: typeOfEvent(type),
      frameId: frameId ?? null,
      isNavigation: type === 'Document' && requestId === event.loaderId,
      redirectedFrom: redirectResponse && before ? before.key : null,
      time: wallTime * 1000,
    })
  }

  #answered(session: Session, { requestId, response, type }: Protocol.Network.ResponseReceivedEvent): void {
    const request = this.#requests.get(numberOf(session, requestId, type))
    if (!request) return
    // A document's body is where it arrived.
    request.session = session
    this.#tellResponse(request.key, response)
  }

  #tellResponse(key: string, response: Protocol.Network.Response): void {
    this.#emit({
      type: 'response',
      key,
      url: response.url,
      status: response.status,
      statusText: response.statusText,
      headers: lowerCased(response.headers),
      mimeType: response.mimeType,
      fromServiceWorker: response.fromServiceWorker ?? false,
      timing: timingOf(response.timing),
    })
  }

  #finished(session: Session, requestId: string, timestamp: number): void {
    const found = this.#find(session, requestId)
    if (!found) return
    const [number, request] = found
    const duration = since(request, timestamp)
    this.#end(number, { type: 'requestfinished', key: request.key, duration, isRedirected: false })
  }

  #failed(session: Session, event: Protocol.Network.LoadingFailedEvent): void {
    const found = this.#find(session, event.requestId)
    if (!found) return
    const [number, request] = found
    const { errorText, blockedReason, corsErrorStatus } = event
    const reason = corsErrorStatus?.corsError ?? blockedReason
    this.#end(number, {
      type: 'requestfailed',
      key: request.key,
      errorText: reason ? `${errorText} (${reason})` : errorText,
      duration: since(request, event.timestamp),
    })
  }

  #find(session: Session, requestId: string): [number: string, request: Request] | undefined {
    for (const number of [numberOf(session, requestId), requestId]) {
      const request = this.#requests.get(number)
      if (request) return [number, request]
    }
    return undefined
  }

  #end(number: string, event: NetworkEvent & { key: string }): void {
    const request = this.#requests.get(number)!
    this.#requests.delete(number)
    if (event.type === 'requestfinished') this.#ended.set(event.key, request)
    if (this.#ended.size > mostEnded) this.#ended.delete(this.#ended.keys().next().value!)
    this.#emit(event)
  }
}

/** Numbers of requests are given out in each process; those of documents by the browser. */
function numberOf(session: Session, requestId: string, type?: Protocol.Network.ResourceType): string {
  return type === 'Document' ? requestId : `${session.id ?? ''} ${requestId}`
}

function since({ start }: Request, timestamp: number): number {
  return Math.max(0, (timestamp - start) * 1000)
}

function lowerCased(headers: Protocol.Network.Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function postData({ postData, postDataEntries, hasPostData }: Protocol.Network.Request): Uint8Array | null {
  if (!hasPostData) return null
  const parts = postDataEntries ?? []
  if (parts.length > 0 && parts.every(({ bytes }) => bytes !== undefined))
    return Buffer.concat(parts.map(({ bytes }) => Buffer.from(bytes!, 'base64')))
  return postData === undefined ? null : Buffer.from(postData)
}

const unknown = -1

function timingOf(
  timing: Protocol.Network.ResourceTiming | undefined,
): Omit<RequestTiming, 'startTime' | 'responseEnd'> {
  return {
    domainLookupStart: timing?.dnsStart ?? unknown,
    domainLookupEnd: timing?.dnsEnd ?? unknown,
    connectStart: timing?.connectStart ?? unknown,
    secureConnectionStart: timing?.sslStart ?? unknown,
    connectEnd: timing?.connectEnd ?? unknown,
    requestStart: timing?.sendStart ?? unknown,
    responseStart: timing?.receiveHeadersEnd ?? unknown,
  }
}
