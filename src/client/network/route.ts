import { readFile } from 'node:fs/promises'
import { lookup } from 'mrmime'
import { CefrigError } from '../../errors.js'
import { refusal } from '../../file-failure.js'
import type {
  Answer,
  BodyStream,
  RequestChanges,
  ResourceType,
  RouteDecision,
} from '../../protocol/network.js'
import { badArgument, run } from '../failure.js'
import { milliseconds, type OptionRule, text, wholeNumber } from '../option-rules.js'
import { checkOptions, type OptionSchema } from '../options.js'
import { bytesOf, headerPairs, makeAnswer } from './answer.js'
import type { Bodies } from './bodies.js'
import { type NetErrorName, netErrors } from './net-errors.js'
import type { RoutedRequest } from './request.js'

/** What a route answers with. */
export interface FulfillOptions {
  /** Default 200. */
  status?: number
  /** Several values of one name as an array, as of `set-cookie`. */
  headers?: Record<string, string | readonly string[]>
  /** Default: by the file's name, `application/json` for `json`, otherwise what the page asks for, or `text/plain`. */
  contentType?: string
  body?: string | Uint8Array
  /** A value that is sent as JSON. */
  json?: unknown
  /** A file that is sent. */
  path?: string
  /** An async iterable, a `ReadableStream` or a Node stream, sent as it comes. */
  stream?: BodyStream
  /** Milliseconds before the answer is sent. Default 0. */
  delay?: number
}

/** What is changed of a request before it goes on. Headers replace all of them. */
export interface ContinueOptions {
  url?: string
  method?: string
  headers?: Record<string, string>
  /** Objects are sent as JSON. */
  postData?: string | Uint8Array | object
}

const anything: OptionRule = { give: 'anything', accepts: () => true }
const headersRule: OptionRule = {
  give: 'an object of names and values',
  accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}
const fulfillSchema: OptionSchema<FulfillOptions> = {
  status: wholeNumber(200, 599),
  headers: headersRule,
  contentType: text,
  body: {
    give: 'a string or bytes',
    accepts: (value) => typeof value === 'string' || ArrayBuffer.isView(value),
  },
  json: anything,
  path: text,
  stream: {
    give: 'an async iterable, a ReadableStream or a Node stream',
    accepts: (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
  },
  delay: milliseconds,
}
const continueSchema: OptionSchema<ContinueOptions> = {
  url: text,
  method: {
    give: 'a method as "POST"',
    accepts: (value) => typeof value === 'string' && /^[\w-]+$/.test(value),
  },
  headers: headersRule,
  postData: {
    give: 'a string, bytes, or an object that is sent as JSON',
    accepts: (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
  },
}
const bodies = ['body', 'json', 'path', 'stream'] as const

/** What is sent as unless it is said. */
const typeOfKind: Partial<Record<ResourceType, string>> = {
  document: 'text/html',
  script: 'text/javascript',
  stylesheet: 'text/css',
}

/** Where a routed request stands: with a handler, decided, or handed on to the next handler. */
export type RouteOutcome = RouteDecision | { kind: 'fallback' }

/** A request that waits for its test: exactly one method says what becomes of it. */
export class Route {
  readonly #request: RoutedRequest
  readonly #bodies: Bodies
  readonly #decide: (outcome: RouteOutcome) => void
  #taken = ''

  /** @internal */
  constructor(request: RoutedRequest, bodies: Bodies, decide: (outcome: RouteOutcome) => void) {
    this.#request = request
    this.#bodies = bodies
    this.#decide = decide
  }

  request(): RoutedRequest {
    return this.#request
  }

  /**
   * Answers the request. Without headers that say otherwise, documents of every origin may read the answer.
   * @throws ROUTE_HANDLED, BAD_ARGUMENT, UNKNOWN_OPTION
   */
  fulfill(options: FulfillOptions = {}): Promise<void> {
    return run('route.fulfill', async () => {
      checkOptions('route.fulfill()', fulfillSchema, options)
      const given = bodies.filter((name) => options[name] !== undefined)
      if (given.length > 1)
        throw badArgument(`both "${given[0]}" and "${given[1]}" are given`, 'Give one of them')
      headerPairs('the call', options.headers ?? {})
      await this.#take('fulfill', async () => ({ kind: 'fulfill', answer: await this.#answer(options) }))
    })
  }

  /**
   * Lets the request go on, changed where that is asked for: to `page.serve()`, `root`, or the network.
   * Another `url` is a redirection that the page can see. @throws ROUTE_HANDLED, BAD_ARGUMENT, UNKNOWN_OPTION
   */
  continue(options: ContinueOptions = {}): Promise<void> {
    return run('route.continue', async () => {
      const changes = changesOf('route.continue()', options)
      await this.#take('continue', async () => ({
        kind: 'continue',
        changes: { ...this.#request.changes, ...changes },
      }))
    })
  }

  /** Hands the request on to the handler that was there before this one; after the last one it goes on as with {@link continue}. */
  fallback(options: ContinueOptions = {}): Promise<void> {
    return run('route.fallback', async () => {
      const changes = changesOf('route.fallback()', options)
      await this.#take('fallback', async () => {
        this.#request.change(changes)
        return { kind: 'fallback' }
      })
    })
  }

  /** Lets the request fail. Default `failed`. @throws ROUTE_HANDLED, BAD_ARGUMENT */
  abort(errorName: NetErrorName = 'failed'): Promise<void> {
    return run('route.abort', async () => {
      if (!Object.hasOwn(netErrors, errorName))
        throw badArgument(
          `there is no net error ${JSON.stringify(errorName)}`,
          `Give one of ${Object.keys(netErrors).join(', ')}`,
        )
      await this.#take('abort', async () => ({ kind: 'abort', error: netErrors[errorName] }))
    })
  }

  /** @internal Whether a method was called. */
  get isDeciding(): boolean {
    return this.#taken !== ''
  }

  /** @internal Nothing can be decided any more. */
  close(): void {
    this.#taken ||= 'over'
  }

  async #take(method: string, make: () => Promise<RouteOutcome>): Promise<void> {
    // It was dropped, or took too long: there is nobody to tell.
    if (this.#taken === 'over') return
    if (this.#taken !== '') {
      const url = this.#request.url()
      const message = `The route of ${url} was handled by route.${this.#taken}() already. Call one of its methods, once.`
      throw new CefrigError('ROUTE_HANDLED', message, { facts: { url, handledBy: this.#taken } })
    }
    this.#taken = method
    try {
      this.#decide(await make())
    } catch (error) {
      this.#taken = ''
      throw error
    }
  }

  async #answer(options: FulfillOptions): Promise<Answer> {
    const { status, json, path, stream, delay } = options
    const body =
      path !== undefined
        ? await fileOf(path)
        : json !== undefined
          ? JSON.stringify(json)
          : (stream ?? options.body)
    const headers = this.#headers(options)
    return makeAnswer('route.fulfill()', { status, headers, body, delay }, this.#request.id, this.#bodies)
  }

  #headers({
    headers = {},
    contentType,
    json,
    path,
  }: FulfillOptions): Record<string, string | readonly string[]> {
    const all = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const byFile = path === undefined ? undefined : (lookup(path) ?? 'application/octet-stream')
    const ofKind = typeOfKind[this.#request.resourceType()] ?? 'text/plain'
    const type =
      contentType ?? all['content-type'] ?? byFile ?? (json === undefined ? ofKind : 'application/json')
    return { ...this.#crossOrigin(all), ...all, 'content-type': withCharset(type) }
  }

  /** What lets another origin's document read the answer. */
  #crossOrigin(headers: object): Record<string, string> {
    const { origin } = this.#request.headers()
    if (origin === undefined || 'access-control-allow-origin' in headers) return {}
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    }
  }
}

function changesOf(where: string, options: ContinueOptions): RequestChanges {
  checkOptions(where, continueSchema, options)
  const { url, method, headers, postData } = options
  if (url !== undefined && !URL.canParse(url)) throw badArgument(`"${url}" is no URL`, 'Give an absolute URL')
  return {
    ...(url === undefined ? {} : { url: new URL(url).href }),
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(headers === undefined ? {} : { headers: headerPairs(where, headers) }),
    ...(postData === undefined ? {} : { body: postBytes(postData) }),
  }
}

function postBytes(postData: string | Uint8Array | object): Uint8Array {
  if (typeof postData === 'string' || ArrayBuffer.isView(postData)) return bytesOf(postData)
  return bytesOf(JSON.stringify(postData))
}

async function fileOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: Error) => {
    throw badArgument(`${path} cannot be read: ${refusal(error).reason}`, 'Check the path')
  })
}

/** Chromium reads text without one as windows-1252. */
function withCharset(type: string | readonly string[]): string {
  const text = String(type)
  if (/charset/i.test(text) || !/^text\/|javascript|xml/.test(text)) return text
  return `${text}; charset=utf-8`
}
