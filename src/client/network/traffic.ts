import type { NetworkEvent, RequestEvent, ResponseEvent } from '../../protocol/network.js'
import type { FrameId } from '../../protocol/page.js'
import type { Events } from '../events.js'
import type { Frame } from '../frame.js'
import { Response } from '../response.js'
import type { Deadline } from '../timers.js'
import { Request } from './http-request.js'
import { WebSocket } from './web-socket.js'

/** Events of a page about the network. */
export interface TrafficEvents {
  request: [request: Request]
  response: [response: Response]
  requestfinished: [request: Request]
  requestfailed: [request: Request]
  websocket: [socket: WebSocket]
}

const names: ReadonlySet<string> = new Set<keyof TrafficEvents>([
  'request',
  'response',
  'requestfinished',
  'requestfailed',
  'websocket',
])

/** Whether an event of a page is about the network. */
export function isOfTraffic(name: string): name is keyof TrafficEvents {
  return names.has(name)
}

/** What the requests of a page need of it. */
interface TrafficOwner {
  readonly events: Events<TrafficEvents>
  frameOf(id: FrameId | null): Frame | null
  deadline(): Deadline
  body(key: string): Promise<Uint8Array>
}

/** The requests of a page, as the Host tells of them. */
export class Traffic {
  readonly #owner: TrafficOwner
  /** Under way. */
  readonly #requests = new Map<string, Request>()
  /** Ended by a redirection, whose request is told next. */
  readonly #redirected = new Map<string, Request>()
  readonly #sockets = new Map<string, WebSocket>()

  constructor(owner: TrafficOwner) {
    this.#owner = owner
  }

  /** False when the event is of something else. */
  heard(event: NetworkEvent | { type: string }): event is NetworkEvent {
    const told = event as NetworkEvent
    switch (told.type) {
      case 'request':
        this.#sent(told)
        return true
      case 'response':
        this.#answered(told)
        return true
      case 'requestfinished':
        this.#finished(told)
        return true
      case 'requestfailed':
        this.#failed(told)
        return true
      case 'websocket': {
        const socket = new WebSocket(told.url)
        this.#sockets.set(told.key, socket)
        this.#owner.events.emit('websocket', socket)
        return true
      }
      case 'websocketframe':
      case 'websocketerror':
      case 'websocketclosed':
        this.#sockets.get(told.key)?.heard(told)
        if (told.type === 'websocketclosed') this.#sockets.delete(told.key)
        return true
      default:
        return false
    }
  }

  /** The page is closed: nothing that is under way ends any more. */
  end(): void {
    for (const request of this.#requests.values()) request.finish(-1, 'net::ERR_ABORTED')
    this.#requests.clear()
    for (const socket of this.#sockets.values()) socket.heard({ type: 'websocketclosed' })
    this.#sockets.clear()
  }

  #sent(event: RequestEvent): void {
    const from = event.redirectedFrom === null ? null : (this.#redirected.get(event.redirectedFrom) ?? null)
    if (event.redirectedFrom !== null) this.#redirected.delete(event.redirectedFrom)
    const request = new Request(event, this.#owner.frameOf(event.frameId), from)
    this.#requests.set(event.key, request)
    this.#owner.events.emit('request', request)
  }

  #answered(event: ResponseEvent): void {
    const request = this.#requests.get(event.key)
    if (!request) return
    const response = new Response(event, {
      request,
      deadline: () => this.#owner.deadline(),
      body: async () => {
        await request.ended
        return this.#owner.body(event.key)
      },
    })
    request.answered(response, event)
    this.#owner.events.emit('response', response)
  }

  #finished({ key, duration, isRedirected }: NetworkEvent & { type: 'requestfinished' }): void {
    const request = this.#take(key)
    if (!request) return
    if (isRedirected) this.#redirected.set(key, request)
    request.finish(duration, null)
    this.#owner.events.emit('requestfinished', request)
  }

  #failed({ key, duration, errorText }: NetworkEvent & { type: 'requestfailed' }): void {
    const request = this.#take(key)
    if (!request) return
    request.finish(duration, errorText)
    this.#owner.events.emit('requestfailed', request)
  }

  #take(key: string): Request | undefined {
    const request = this.#requests.get(key)
    this.#requests.delete(key)
    return request
  }
}
