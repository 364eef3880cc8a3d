import type { PageEvent } from '../../protocol/events.js'
import type { HttpCredentials } from '../../protocol/network.js'
import type { PageAnswers } from '../connection.js'
import { badArgument, kindOf, requireString, run } from '../failure.js'
import { Bodies } from '../network/bodies.js'
import { readHar } from '../network/har.js'
import { HarRecording, type RecordHarOptions, recordHarSchema } from '../network/har-record.js'
import { type RouteFromHarOptions, replay, routeFromHarSchema } from '../network/har-replay.js'
import type { Request } from '../network/http-request.js'
import { credentialsRule } from '../network/option-rules.js'
import { type RouteHandler, RouteList, type RouteOptions, Routes } from '../network/routes.js'
import { isOfTraffic, Traffic } from '../network/traffic.js'
import type { UrlMatch } from '../network/url-match.js'
import { type Wanted, waitForTraffic } from '../network/waits.js'
import { checkOptions } from '../options.js'
import type { PageEvents } from '../page-story.js'
import type { Response } from '../response.js'
import { type ServeHandler, Serving } from '../serving.js'
import { PagePictures } from './pictures.js'

/** What a page asks the network for. */
export abstract class PageNetwork extends PagePictures {
  readonly #failed = (error: unknown, request: string) =>
    this.story.failures.record({ kind: 'handler', error, request, url: this.url() })
  readonly #bodies = new Bodies((error) => this.#failed(error, 'a streamed body'))
  readonly #serving = new Serving(this, this.#bodies, this.#failed)
  readonly #list = new RouteList((url) => this.absolute(url))
  readonly #routes = new Routes(
    [this.#list, this.context.routes],
    { deadline: () => this.deadline(), failed: this.#failed },
    this.#bodies,
  )
  readonly #traffic = new Traffic({
    events: this.story.events,
    frameOf: (id) => this.story.frameOf(id),
    deadline: () => this.deadline(),
    body: (key) => this.call('network.body', key),
  })
  #isRouted = false
  #reportsTraffic = false

  /** Answers every URL that starts with `prefix` (the longest wins) from a directory, or by a function of the test. */
  serve(prefix: string, source: string | ServeHandler): Promise<void> {
    return this.#serving.serve(prefix, source)
  }

  /** @internal The same by a function whose answers the Host keeps by that name, where they have the header for it. */
  serveKept(prefix: string, source: ServeHandler, keep: string): Promise<void> {
    return this.#serving.serve(prefix, source, keep)
  }

  unserve(prefix: string): Promise<void> {
    return this.#serving.unserve(prefix)
  }

  /**
   * Asks the handler what becomes of each request of a URL: of the page, its iframes and workers, before `page.serve()`, `root` and
   * the network. Of several that fit, the newest is asked. In a pattern `*` stands for anything within one part of the path, `**`
   * for anything, `{a,b}` for one of several; relative ones count from `baseURL`. What requests are redirected to is not asked about.
   *
   *     await page.route('**\/api/notes', (route) => route.fulfill({ json: [] }))
   *
   * A handler that throws, or decides nothing within the page's `timeout`, lets the request fail, and the test.
   * @throws BAD_ARGUMENT, UNKNOWN_OPTION
   */
  route(url: UrlMatch, handler: RouteHandler, options?: RouteOptions): Promise<void> {
    return run('page.route', async () => {
      this.requireOpen()
      this.#list.add('page.route()', url, handler, options)
      await this.syncRoutes()
    })
  }

  /** Takes back what {@link route} was given for this URL: that handler, or all. */
  unroute(url: UrlMatch, handler?: RouteHandler): Promise<void> {
    return run('page.unroute', async () => {
      this.#list.remove(url, handler)
      await this.syncRoutes()
    })
  }

  /** Takes back all routes of the page. */
  unrouteAll(): Promise<void> {
    return run('page.unrouteAll', async () => {
      this.#list.removeAll()
      await this.syncRoutes()
    })
  }

  /**
   * The next request of this URL, that matches, or satisfies. Call it before the page is made to ask.
   * @throws TIMEOUT, PAGE_CLOSED, BAD_ARGUMENT
   */
  waitForRequest(wanted: Wanted<Request>, options?: { timeout?: number }): Promise<Request> {
    return run('page.waitForRequest', () => waitForTraffic(this, 'request', wanted, options))
  }

  /** The next response, as {@link waitForRequest}. Its body may still be on the way. */
  waitForResponse(wanted: Wanted<Response>, options?: { timeout?: number }): Promise<Response> {
    return run('page.waitForResponse', () => waitForTraffic(this, 'response', wanted, options))
  }

  /**
   * Records the requests of the page from now on, and what is answered, into a HAR file, which `stop()` of the recording writes.
   * @throws BAD_ARGUMENT, UNKNOWN_OPTION
   */
  recordHar(path: string, options: RecordHarOptions = {}): Promise<HarRecording> {
    return run('page.recordHar', async () => {
      requireString('the path', path)
      checkOptions('page.recordHar()', recordHarSchema, options)
      this.requireOpen()
      return new HarRecording(this, path, options)
    })
  }

  /** A {@link route} that answers as a HAR file has it. @throws BAD_ARGUMENT, UNKNOWN_OPTION */
  routeFromHAR(path: string, options: RouteFromHarOptions = {}): Promise<void> {
    return run('page.routeFromHAR', async () => {
      requireString('the path', path)
      checkOptions('page.routeFromHAR()', routeFromHarSchema, options)
      const { log } = await readHar(path)
      await this.route(options.url ?? '**', replay(log.entries, options))
    })
  }

  /** User name and password for servers and proxies that ask for them from now on; null: none. @throws BAD_ARGUMENT */
  authenticate(credentials: HttpCredentials | null): Promise<void> {
    return run('page.authenticate', async () => {
      if (credentials !== null && !credentialsRule.accepts(credentials))
        throw badArgument(
          `the credentials are ${kindOf(credentials)}`,
          `Give ${credentialsRule.give}, or null`,
        )
      await this.call('page.authenticate', credentials)
    })
  }

  /** @internal The Host asks about requests while there are routes. */
  async syncRoutes(): Promise<void> {
    const isRouted = !this.#routes.isEmpty
    if (isRouted === this.#isRouted) return
    this.#isRouted = isRouted
    await this.call('page.route', isRouted)
  }

  /** @internal */
  protected override heard(event: PageEvent): void {
    if (!this.#traffic.heard(event)) super.heard(event)
  }

  /** @internal Requests are many: the Host tells of them when somebody listens. */
  protected override listens(event: keyof PageEvents): void {
    super.listens(event)
    if (!isOfTraffic(event) || this.#reportsTraffic) return
    this.#reportsTraffic = true
    this.call('network.report').catch(() => {})
  }

  /** @internal */
  override hush(): void {
    super.hush()
    this.#serving.hush()
  }

  /** @internal */
  protected override ended(): void {
    super.ended()
    this.#routes.end()
    this.#bodies.end()
    this.#traffic.end()
  }

  /** @internal */
  protected override answers(): Partial<PageAnswers> {
    return {
      ...super.answers(),
      'serve.request': (routeId, id, request) => this.#serving.answer(routeId, id, request),
      'route.request': (request) => this.#routes.decide(request),
      'stream.next': (id) => this.#bodies.next(id),
      'request.dropped': (id) => this.#routes.drop(id),
    }
  }
}
