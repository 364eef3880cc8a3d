import { CefrigError } from '../errors.js'
import type { ResponseInfo } from '../protocol/page.js'
import { run } from './failure.js'
import type { Request } from './network/http-request.js'
import type { Deadline } from './timers.js'

/** Where the body of a response comes from. */
export interface BodySource {
  /** Null: nobody listened to requests. */
  readonly request: Request | null
  deadline(): Deadline
  /** When all of it has come. */
  body(): Promise<Uint8Array>
}

/** What a server answered. */
export class Response {
  readonly #info: Omit<ResponseInfo, 'loaderId'>
  readonly #source: BodySource

  /** @internal */
  constructor(info: Omit<ResponseInfo, 'loaderId'>, source: BodySource) {
    this.#info = info
    this.#source = source
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

  /** What was asked for; null of a navigation's response when nobody listened to requests. */
  request(): Request | null {
    return this.#source.request
  }

  /** @throws BODY_GONE when the page has gone elsewhere; TIMEOUT when the body does not end; PAGE_CLOSED */
  body(): Promise<Buffer> {
    return run('response.body', () => this.#body())
  }

  /** The body as UTF-8. @throws as {@link body} */
  text(): Promise<string> {
    return run('response.text', async () => (await this.#body()).toString('utf8'))
  }

  /** The body as JSON. @throws as {@link body}, SyntaxError */
  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds
  json(): Promise<any> {
    return run('response.json', async () => JSON.parse((await this.#body()).toString('utf8')))
  }

  async #body(): Promise<Buffer> {
    const deadline = this.#source.deadline()
    const late = () => {
      const message = `the body of ${this.url()} did not end within ${deadline.timeout} ms. Check who answers it, or raise the page's \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { url: this.url(), timeout: deadline.timeout } })
    }
    return Buffer.from(await deadline.guard(this.#source.body(), late))
  }
}
