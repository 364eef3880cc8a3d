import { writeTo } from '../../file-failure.js'
import { run } from '../failure.js'
import { type OptionRule, type OptionSchema, oneOf } from '../option-rules.js'
import type { PageDocuments } from '../page/documents.js'
import type { Response } from '../response.js'
import type { Har, HarEntry, HarPair } from './har.js'
import type { Request } from './http-request.js'
import { isRegExp, type UrlMatch, urlMatcher } from './url-match.js'

/** What is recorded. */
export interface RecordHarOptions {
  /** `embed` (default): with the bodies of the answers. `omit`: without. */
  content?: 'embed' | 'omit'
  /** Only requests of this URL. Default: all. */
  url?: UrlMatch
}

/** What may be given as a URL. */
export const urlRule: OptionRule = {
  give: 'a string, a regular expression or a function',
  accepts: (value) => typeof value === 'string' || typeof value === 'function' || isRegExp(value),
}

export const recordHarSchema: OptionSchema<RecordHarOptions> = {
  content: oneOf('embed', 'omit'),
  url: urlRule,
}

/** Requests of a page that are being recorded. */
export class HarRecording {
  readonly #page: PageDocuments
  readonly #path: string
  readonly #hasContent: boolean
  readonly #matches: (url: string) => boolean
  /** In the order in which they were begun; each when the request has ended. */
  readonly #begun: { request: Request; entry: Promise<HarEntry> }[] = []
  #stopping: Promise<void> | undefined

  /** @internal */
  constructor(page: PageDocuments, path: string, { content = 'embed', url = '**' }: RecordHarOptions) {
    this.#page = page
    this.#path = path
    this.#hasContent = content === 'embed'
    this.#matches = urlMatcher((relative) => page.absolute(relative), url)
    page.on('request', this.#note)
  }

  /**
   * Waits for requests that are under way, at most the page's `timeout`, and writes the file; again is no error.
   * @throws FILE_FAILED
   */
  stop(): Promise<void> {
    this.#page.off('request', this.#note)
    this.#stopping ??= run('recording.stop', () => this.#write())
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  readonly #note = (request: Request): void => {
    if (this.#matches(request.url())) this.#begun.push({ request, entry: this.#entryOf(request) })
  }

  async #entryOf(request: Request): Promise<HarEntry> {
    const response = await request.response()
    // At once, before the page goes elsewhere. What cannot be had is left out.
    const body = this.#hasContent ? await response?.body().catch(() => undefined) : undefined
    await request.ended
    return entryOf(request, response, body)
  }

  async #write(): Promise<void> {
    const deadline = this.#page.deadline()
    const entries = await Promise.all(
      this.#begun.map(({ request, entry }) => deadline.guard(entry, () => entryOf(request, null, undefined))),
    )
    const creator = { name: 'cefrig', version: '1' }
    const har: Har = { log: { version: '1.2', creator, pages: [], entries } }
    await writeTo(this.#path, `${JSON.stringify(har, null, 2)}\n`)
  }
}

function entryOf(request: Request, response: Response | null, body: Buffer | undefined): HarEntry {
  const { startTime, responseStart, responseEnd } = request.timing()
  const [wait, end] = [Math.max(0, responseStart), Math.max(0, responseEnd)]
  const postData = request.postDataBuffer()
  const failure = request.failure()
  return {
    startedDateTime: new Date(startTime).toISOString(),
    time: end,
    request: {
      method: request.method(),
      url: request.url(),
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers()),
      queryString: [...new URL(request.url()).searchParams].map(([name, value]) => ({ name, value })),
      ...(postData
        ? {
            postData: {
              mimeType: request.headers()['content-type'] ?? '',
              text: postData.toString('utf8'),
              params: [] as [],
            },
          }
        : {}),
      headersSize: -1,
      bodySize: postData?.length ?? 0,
    },
    response: {
      status: response?.status() ?? -1,
      statusText: response?.statusText() ?? '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(response?.headers() ?? {}),
      content: content(response?.mimeType() ?? '', body),
      redirectURL: request.redirectedTo()?.url() ?? '',
      headersSize: -1,
      bodySize: -1,
      ...(failure ? { _failureText: failure.errorText } : {}),
    },
    cache: {},
    timings: { send: 0, wait, receive: Math.max(0, end - wait) },
  }
}

function pairs(headers: Record<string, string>): HarPair[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    // DevTools put several of one name into lines.
    value.split('\n').map((line) => ({ name, value: line })),
  )
}

function content(mimeType: string, body: Buffer | undefined): HarEntry['response']['content'] {
  if (!body) return { size: -1, mimeType }
  const text = body.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(body)
  return {
    size: body.length,
    mimeType,
    ...(isText ? { text } : { text: body.toString('base64'), encoding: 'base64' as const }),
  }
}
