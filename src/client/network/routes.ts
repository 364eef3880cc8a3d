import { isRegExp } from 'node:util/types'
import { CefrigError } from '../../errors.js'
import type { RouteDecision, RoutedRequest as RoutedInfo } from '../../protocol/network.js'
import { badArgument, kindOf } from '../failure.js'
import { type OptionSchema, wholeNumber } from '../option-rules.js'
import { checkOptions } from '../options.js'
import type { Deadline } from '../timers.js'
import type { Bodies } from './bodies.js'
import { netErrors } from './net-errors.js'
import { RoutedRequest } from './request.js'
import { Route, type RouteOutcome } from './route.js'
import { type UrlMatch, urlMatcher, wantedUrl } from './url-match.js'

/** Decides about requests by one of the route's methods, now or later. */
export type RouteHandler = (route: Route, request: RoutedRequest) => unknown

/** How long a route lasts. */
export interface RouteOptions {
  /** How many requests it takes. Default: all. */
  times?: number
}

const schema: OptionSchema<RouteOptions> = { times: wholeNumber(1, Number.MAX_SAFE_INTEGER) }

interface Entry {
  url: UrlMatch
  handler: RouteHandler
  /** In words. */
  wanted: string
  matches: (url: string) => boolean
  left: number
}

/** Handlers of a page or of a context, the newest first. */
export class RouteList {
  readonly #absolute: (url: string) => string
  #entries: Entry[] = []

  constructor(absolute: (url: string) => string) {
    this.#absolute = absolute
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** @throws BAD_ARGUMENT, UNKNOWN_OPTION */
  add(where: string, url: UrlMatch, handler: RouteHandler, options: RouteOptions | undefined): void {
    checkOptions(where, schema, options)
    const matches = urlMatcher(this.#absolute, url)
    if (typeof handler !== 'function')
      throw badArgument(`the handler is ${kindOf(handler)}`, 'Give a function that takes the route')
    const wanted = wantedUrl(this.#absolute, url)
    const left = options?.times ?? Number.POSITIVE_INFINITY
    this.#entries = [{ url, handler, wanted, matches, left }, ...this.#entries]
  }

  /** Without a handler, all of that URL. */
  remove(url: UrlMatch, handler?: RouteHandler): void {
    this.#entries = this.#entries.filter(
      (entry) => !(same(entry.url, url) && (handler === undefined || entry.handler === handler)),
    )
  }

  removeAll(): void {
    this.#entries = []
  }

  /** Counts one use. */
  use(entry: Entry): void {
    entry.left--
    if (entry.left <= 0) this.#entries = this.#entries.filter((other) => other !== entry)
  }
}

/** What a page's routes need of it. */
export interface RouteOwner {
  /** Of each handler. */
  deadline(): Deadline
  failed(error: unknown, url: string): void
}

/** Asks a page's handlers, and then its context's, about one request after another. */
export class Routes {
  readonly #lists: readonly RouteList[]
  readonly #owner: RouteOwner
  readonly #bodies: Bodies
  /** Ends of the waits for handlers, by request. */
  readonly #waiting = new Map<number, () => void>()

  constructor(lists: readonly RouteList[], owner: RouteOwner, bodies: Bodies) {
    this.#lists = lists
    this.#owner = owner
    this.#bodies = bodies
  }

  get isEmpty(): boolean {
    return this.#lists.every((list) => list.isEmpty)
  }

  async decide(info: RoutedInfo): Promise<RouteDecision> {
    const request = new RoutedRequest(info)
    for (const list of this.#lists) {
      for (const entry of list.entries) {
        if (!list.entries.includes(entry) || !this.#isFor(entry, request)) continue
        list.use(entry)
        const outcome = await this.#ask(entry, request)
        if (outcome.kind !== 'fallback') return outcome
      }
    }
    return { kind: 'continue', changes: request.changes }
  }

  /** The page does not wait for it any more. */
  drop(id: number): void {
    this.#waiting.get(id)?.()
    this.#bodies.drop(id)
  }

  end(): void {
    for (const id of [...this.#waiting.keys()]) this.drop(id)
  }

  /** A predicate that throws has failed as a handler. */
  #isFor(entry: Entry, request: RoutedRequest): boolean {
    try {
      return entry.matches(request.url())
    } catch (error) {
      this.#owner.failed(error, request.url())
      return false
    }
  }

  async #ask(entry: Entry, request: RoutedRequest): Promise<RouteOutcome> {
    const url = request.url()
    const aborted = (error: keyof typeof netErrors): RouteOutcome => ({
      kind: 'abort',
      error: netErrors[error],
    })
    let decide!: (outcome: RouteOutcome) => void
    const decided = new Promise<RouteOutcome>((resolve) => (decide = resolve))
    const route = new Route(request, this.#bodies, decide)
    let isDropped = false
    const dropped = new Promise<RouteOutcome>((resolve) =>
      this.#waiting.set(request.id, () => {
        isDropped = true
        resolve(aborted('aborted'))
      }),
    )
    const failed = new Promise<RouteOutcome>((resolve) => {
      const fail = (error: unknown) => {
        // Also when it had decided; not when it found nobody any more.
        if (!isDropped) this.#owner.failed(error, url)
        resolve(aborted('failed'))
      }
      try {
        Promise.resolve(entry.handler(route, request)).catch(fail)
      } catch (error) {
        fail(error)
      }
    })
    const outcome = Promise.race([decided, failed, dropped])
    const deadline = this.#owner.deadline()
    const late = () => {
      // It has an answer, which is to come later.
      if (route.isDeciding) return outcome
      this.#owner.failed(tooLate(entry, url, deadline.timeout), url)
      return aborted('timedout')
    }
    try {
      return await deadline.guard(outcome, late)
    } finally {
      route.close()
      this.#waiting.delete(request.id)
    }
  }
}

function tooLate({ wanted }: Entry, url: string, timeout: number): CefrigError {
  const message = `the route ${wanted} decided nothing about ${url} within ${timeout} ms. Call fulfill(), continue(), fallback() or abort() of the route.`
  return new CefrigError('TIMEOUT', message, { facts: { url, route: wanted, timeout } })
}

/** A pattern that was given twice, perhaps as two objects. */
function same(one: UrlMatch, other: UrlMatch): boolean {
  return one === other || (isRegExp(one) && isRegExp(other) && String(one) === String(other))
}
