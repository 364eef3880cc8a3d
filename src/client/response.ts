import type { ResponseInfo } from '../protocol/page.js'

/** What a server answered to a navigation. */
export class Response {
  readonly #info: ResponseInfo

  /** @internal */
  constructor(info: ResponseInfo) {
    this.#info = info
  }

  url(): string {
    return this.#info.url
  }

  /** HTTP status code. */
  status(): number {
    return this.#info.status
  }

  statusText(): string {
    return this.#info.statusText
  }

  /** Whether the status is 200 to 299, or 0 where the protocol has no status. */
  ok(): boolean {
    const { status } = this.#info
    return status === 0 || (status >= 200 && status < 300)
  }

  /** Names in lower case. */
  headers(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#info.headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
  }

  mimeType(): string {
    return this.#info.mimeType
  }
}
