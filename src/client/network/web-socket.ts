import type { NetworkEvent } from '../../protocol/network.js'
import { Events } from '../events.js'

/** One message, text or bytes. */
export interface WebSocketFrame {
  payload: string | Buffer
}

/** What a WebSocket tells, by name. */
export interface WebSocketEvents {
  framesent: [frame: WebSocketFrame]
  framereceived: [frame: WebSocketFrame]
  socketerror: [message: string]
  close: []
}

type Told = Extract<NetworkEvent, { type: 'websocketframe' | 'websocketerror' }> | { type: 'websocketclosed' }

/** A WebSocket that a page has opened. What it carries is seen, not changed. */
export class WebSocket {
  readonly #url: string
  readonly #events = new Events<WebSocketEvents>()
  #isClosed = false

  /** @internal */
  constructor(url: string) {
    this.#url = url
  }

  url(): string {
    return this.#url
  }

  isClosed(): boolean {
    return this.#isClosed
  }

  on<Name extends keyof WebSocketEvents>(
    event: Name,
    listener: (...args: WebSocketEvents[Name]) => unknown,
  ): this {
    this.#events.on(event, listener)
    return this
  }

  once<Name extends keyof WebSocketEvents>(
    event: Name,
    listener: (...args: WebSocketEvents[Name]) => unknown,
  ): this {
    this.#events.once(event, listener)
    return this
  }

  off<Name extends keyof WebSocketEvents>(
    event: Name,
    listener: (...args: WebSocketEvents[Name]) => unknown,
  ): this {
    this.#events.off(event, listener)
    return this
  }

  /** @internal */
  heard(told: Told): void {
    if (told.type === 'websocketframe') {
      const payload = told.text ?? Buffer.from(told.bytes ?? [])
      this.#events.emit(told.sent ? 'framesent' : 'framereceived', { payload })
    } else if (told.type === 'websocketerror') {
      this.#events.emit('socketerror', told.message)
    } else if (!this.#isClosed) {
      this.#isClosed = true
      this.#events.emit('close')
    }
  }
}
