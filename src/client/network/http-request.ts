import type { RequestEvent, RequestTiming, ResourceType, ResponseEvent } from '../../protocol/network.js'
import type { Frame } from '../frame.js'
import type { Response } from '../response.js'
import { AnyRequest } from './request.js'

/** A request that a page has made, and what became of it. */
export class Request extends AnyRequest {
  readonly #event: RequestEvent
  readonly #frame: Frame | null
  readonly #redirectedFrom: Request | null
  #redirectedTo: Request | null = null
  #response: Response | null = null
  #timing: ResponseEvent['timing'] | undefined
  #failure: string | null = null
  #duration = -1
  #end!: () => void
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve))

  /** @internal */
  constructor(event: RequestEvent, frame: Frame | null, redirectedFrom: Request | null) {
    super()
    this.#event = event
    this.#frame = frame
    this.#redirectedFrom = redirectedFrom
    if (redirectedFrom) redirectedFrom.#redirectedTo = this
  }

  url(): string {
    return this.#event.url
  }

  method(): string {
    return this.#event.method
  }

  headers(): Record<string, string> {
    return { ...this.#event.headers }
  }

  postDataBuffer(): Buffer | null {
    const { postData } = this.#event
    return postData && Buffer.from(postData)
  }

  resourceType(): ResourceType {
    return this.#event.resourceType
  }

  isNavigationRequest(): boolean {
    return this.#event.isNavigation
  }

  /** Whose document asked; null for a worker's and of a frame that is gone. */
  frame(): Frame | null {
    return this.#frame
  }

  /** The request whose answer sent the page here. */
  redirectedFrom(): Request | null {
    return this.#redirectedFrom
  }

  redirectedTo(): Request | null {
    return this.#redirectedTo
  }

  /** Why it failed, as `{ errorText: 'net::ERR_FAILED' }`; null when it has not. */
  failure(): { errorText: string } | null {
    return this.#failure === null ? null : { errorText: this.#failure }
  }

  timing(): RequestTiming {
    const unknown = {
      domainLookupStart: -1,
      domainLookupEnd: -1,
      connectStart: -1,
      secureConnectionStart: -1,
    }
    return {
      startTime: this.#event.time,
      ...unknown,
      connectEnd: -1,
      requestStart: -1,
      responseStart: -1,
      ...this.#timing,
      responseEnd: this.#duration,
    }
  }

  /** What was answered, when it has come; null when the request fails. */
  async response(): Promise<Response | null> {
    if (!this.#response) await this.#ended
    return this.#response
  }

  /** @internal */
  get ended(): Promise<void> {
    return this.#ended
  }

  /** @internal */
  answered(response: Response, { timing }: ResponseEvent): void {
    this.#response = response
    this.#timing = timing
  }

  /** @internal It is over, well or badly. */
  finish(duration: number, errorText: string | null): void {
    this.#duration = duration
    this.#failure = errorText
    this.#end()
  }
}
