import { CefrigError } from '../errors.js'
import type { GoldenEnvironment } from '../golden/environment.js'
import type { HostFunctions } from '../protocol/host.js'
import type { FailOn, PageOptions, Viewport } from '../protocol/options.js'
import type { Capture, FrameId, PageLease, ResponseInfo } from '../protocol/page.js'
import {
  type CaptureOptions,
  captureKey,
  capturePage,
  type Pixels,
  screenshotOf,
  takePixels,
} from './capture.js'
import { CdpConnection, makeCdp, type PageCdp } from './cdp.js'
import type { Connection } from './connection.js'
import type { ConsoleMessage } from './console-message.js'
import type { BrowserContext } from './context.js'
import type { PageFunction } from './evaluation.js'
import { badArgument, kindOf, requireString, run, runNow } from './failure.js'
import { Finder } from './finder.js'
import type { Frame } from './frame.js'
import type { ElementHandle, JSHandle } from './handle.js'
import { Keyboard } from './keyboard.js'
import { type Left, Leftovers, nothingLeft } from './leftovers.js'
import { Locator } from './locator.js'
import {
  type GotoOptions,
  gotoSchema,
  navigationOptions,
  type PageScreenshotOptions,
  type PixelsOptions,
  pageScreenshotSchema,
  pixelsSchema,
} from './method-options.js'
import { Mouse } from './mouse.js'
import { checkOptions, viewportRule } from './options.js'
import type { PageError } from './page-error.js'
import type { PageFailure } from './page-failures.js'
import { type PageEvents, PageStory } from './page-story.js'
import { injectScript, injectStyle, type TagOptions } from './page-tags.js'
import { waitForLoadState, waitForURL } from './page-waits.js'
import { pausePage } from './pause.js'
import { Rendering } from './rendering.js'
import { Response } from './response.js'
import type { Query } from './selector.js'
import { type ServeHandler, Serving } from './serving.js'
import { Deadline } from './timers.js'

const DEFAULT_BASE_URL = 'https://cefrig.test/'
const DEFAULT_TIMEOUT_MS = 10_000

/** What goldens find on a page: in which environment its pixels are made. */
const environmentKey = Symbol.for('cefrig.environment')

/** Calls on the Host that are about a page. */
type PageCall = {
  [Name in keyof HostFunctions]: Parameters<HostFunctions[Name]> extends [number, ...infer Rest]
    ? (...args: Rest) => ReturnType<HostFunctions[Name]>
    : never
}

/**
 * One page: a browser of its own, with its frames, console, input and pictures.
 *
 * There is no `waitForTimeout()`: a pause is too short on a busy machine and too long on every other. Wait for what the test
 * needs: `locator.waitFor()`, `waitForFunction()`, `waitForURL()`, or frames by `rendering.step()`.
 */
export class Page extends Finder {
  readonly mouse: Mouse = new Mouse(this)
  readonly keyboard: Keyboard = new Keyboard(this)
  readonly rendering: Rendering = new Rendering(this)
  /** A `chrome-remote-interface` client of this page, connected when first used. */
  readonly cdp: PageCdp
  readonly [environmentKey]: GoldenEnvironment
  readonly #connection: Connection
  readonly #context: BrowserContext
  readonly #lease: PageLease
  readonly #options: PageOptions
  readonly #story: PageStory
  readonly #serving: Serving
  readonly #cdpConnection: CdpConnection
  readonly #asked = new Set<keyof PageCall>()
  readonly #leftovers: Leftovers
  #viewport: Viewport
  #isClosed = false
  #reportsPaints = false
  #closing: Promise<void> | undefined

  /** @internal */
  constructor(
    connection: Connection,
    context: BrowserContext,
    lease: PageLease,
    options: PageOptions,
    left: Left = nothingLeft,
  ) {
    super()
    this.#connection = connection
    this.#context = context
    this.#lease = lease
    this.#options = options
    this.#viewport = { ...lease.viewport }
    this[environmentKey] = { ...connection.info.fingerprint, scale: lease.deviceScaleFactor }
    this.#story = new PageStory(this, lease.mainFrameId)
    this.#serving = new Serving(this, (error, request) =>
      this.#story.failures.record({ kind: 'handler', error, request, url: this.url() }),
    )
    this.#cdpConnection = new CdpConnection(this)
    this.cdp = makeCdp(this.#cdpConnection)
    const blank = navigationOptions({}, this.timeout)
    this.#leftovers = new Leftovers(
      left,
      () => connection.call('page.goto', this.id, 'about:blank', blank),
      () => connection.call('page.resize', this.id, lease.viewport),
    )
    connection.listen(lease.pageId, {
      onEvent: (event) => {
        if (!this.#leftovers.concerns(event)) return
        if (event.type === 'closed') this.#ended()
        else this.#story.tell(event)
      },
      onRequest: (routeId, request) => this.#serving.answer(routeId, request),
    })
  }

  /** Unique among the pages of a Host. */
  get id(): number {
    return this.#lease.pageId
  }

  /** Whether the page was closed, by the test or otherwise. */
  get closed(): boolean {
    return this.#isClosed || this.#connection.isClosed
  }

  get context(): BrowserContext {
    return this.#context
  }

  /** Size of the viewport in CSS pixels. */
  get viewport(): Viewport {
    return { ...this.#viewport }
  }

  /** Default deadline of this page's methods, in milliseconds; 0: none. */
  get timeout(): number {
    return this.#options.timeout ?? DEFAULT_TIMEOUT_MS
  }

  /** All console messages so far. */
  get console(): readonly ConsoleMessage[] {
    return this.#story.console
  }

  /** All uncaught errors and unhandled rejections so far. */
  get errors(): readonly PageError[] {
    return this.#story.errors
  }

  on<Name extends keyof PageEvents>(event: Name, listener: (...args: PageEvents[Name]) => unknown): this {
    this.#listens(event)
    this.#story.events.on(event, listener)
    return this
  }

  once<Name extends keyof PageEvents>(event: Name, listener: (...args: PageEvents[Name]) => unknown): this {
    this.#listens(event)
    this.#story.events.once(event, listener)
    return this
  }

  off<Name extends keyof PageEvents>(event: Name, listener: (...args: PageEvents[Name]) => unknown): this {
    this.#story.events.off(event, listener)
    return this
  }

  // --- Navigation

  /**
   * Loads a URL, relative to `baseURL`, and answers with the server's response; null for about:blank and within a document.
   * @throws NAVIGATION_FAILED when the address cannot be reached, TIMEOUT, RENDERER_CRASHED
   */
  goto(url: string, options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goto', options, () => {
      requireString('the URL', url)
      return this.call('page.goto', this.absolute(url), navigationOptions(options, this.timeout))
    })
  }

  /** Replaces the document by this HTML, at the present URL. */
  setContent(html: string, options?: Omit<GotoOptions, 'referer'>): Promise<void> {
    return run('page.setContent', async () => {
      checkOptions('page.setContent()', gotoSchema, options)
      requireString('the HTML', html)
      await this.call('page.setContent', html, navigationOptions(options, this.timeout))
    })
  }

  reload(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('reload', options, () =>
      this.call('page.reload', navigationOptions(options, this.timeout)),
    )
  }

  /** Null when there is no page to go back to. */
  goBack(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goBack', options, () =>
      this.call('page.history', -1, navigationOptions(options, this.timeout)),
    )
  }

  goForward(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goForward', options, () =>
      this.call('page.history', 1, navigationOptions(options, this.timeout)),
    )
  }

  /** Waits until the main frame's URL is this one, matches, or satisfies. Relative URLs count from `baseURL`. */
  waitForURL(url: string | RegExp | ((url: URL) => boolean), options?: GotoOptions): Promise<void> {
    return run('page.waitForURL', () => waitForURL(this, url, options))
  }

  /** Waits until the document has come so far. Default `load`. */
  waitForLoadState(state?: 'load' | 'domcontentloaded', options?: { timeout?: number }): Promise<void> {
    return run('page.waitForLoadState', () => waitForLoadState(this, state, options))
  }

  /** URL of the main frame. */
  url(): string {
    return this.mainFrame().url()
  }

  title(): Promise<string> {
    return run('page.title', () => this.mainFrame().evaluateNow<string>('document.title', []))
  }

  /** The main frame's document as HTML. */
  content(): Promise<string> {
    return run('page.content', () => this.mainFrame().contentNow())
  }

  mainFrame(): Frame {
    return this.#story.mainFrame
  }

  /** All frames, the main one first. */
  frames(): Frame[] {
    return this.#story.frames
  }

  // --- Code in the page

  /** Runs a function, or an expression, in the page and copies its result. Promises are waited for. */
  evaluate<Result, Arg = undefined>(fn: PageFunction<Arg, Result>, arg?: Arg): Promise<Result> {
    return run('page.evaluate', () => this.mainFrame().evaluateNow<Result>(fn, [arg]))
  }

  /** Like {@link evaluate}, but leaves the result in the page. */
  evaluateHandle<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
  ): Promise<JSHandle<Result>> {
    return run('page.evaluateHandle', () => this.mainFrame().evaluateHandleNow<Result>(fn, [arg]))
  }

  /** Evaluates until the result is truthy, over navigations too. @throws TIMEOUT */
  waitForFunction<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
    options?: { timeout?: number },
  ): Promise<JSHandle<Result>> {
    return run('page.waitForFunction', () => this.mainFrame().waitForFunctionNow<Result>(fn, arg, options))
  }

  /** Runs before the first script of every document of every frame from now on. */
  addInitScript<Arg = undefined>(
    script: PageFunction<Arg, unknown> | { content: string } | { path: string },
    arg?: Arg,
  ): Promise<void> {
    return run('page.addInitScript', async () => {
      const { initScriptSource } = await import('./init-script.js')
      await this.call('page.addInitScript', await initScriptSource(script, arg))
    })
  }

  /** Adds a `<style>` or a style sheet to the main frame. */
  addStyleTag(options: TagOptions): Promise<ElementHandle> {
    return run('page.addStyleTag', () => injectStyle(this.mainFrame(), options))
  }

  /** Adds a `<script>` to the main frame and waits until it has run, but for a module given as `content`. */
  addScriptTag(options: TagOptions): Promise<ElementHandle> {
    return run('page.addScriptTag', () => injectScript(this.mainFrame(), options))
  }

  // --- Pictures

  /** The present state of the page as pixels. @throws CAPTURE_TIMEOUT */
  pixels(options?: PixelsOptions): Promise<Pixels> {
    return run('page.pixels', async () => {
      checkOptions('page.pixels()', pixelsSchema, options)
      return takePixels(await capturePage(this, { ...options, store: true }))
    })
  }

  /** The present state of the page as a PNG. @throws CAPTURE_TIMEOUT */
  screenshot(options?: PageScreenshotOptions): Promise<Buffer> {
    return run('page.screenshot', () => {
      checkOptions('page.screenshot()', pageScreenshotSchema, options)
      return screenshotOf((capture) => capturePage(this, capture), options)
    })
  }

  /** Another size of the viewport, in CSS pixels. */
  resize(viewport: Viewport): Promise<void> {
    return run('page.resize', async () => {
      if (!viewportRule.accepts(viewport))
        throw badArgument(
          `the viewport is ${kindOf(viewport)} that does not fit`,
          `Give ${viewportRule.give}`,
        )
      const { width, height } = viewport
      await this.call('page.resize', { width, height })
      this.#viewport = { width, height }
    })
  }

  /** @internal */
  [captureKey](options: CaptureOptions): Promise<Capture> {
    return run('page.capture', () => capturePage(this, options))
  }

  // --- Serving

  /** Answers every URL that starts with `prefix` (the longest wins) from a directory, or by a function of the test. */
  serve(prefix: string, source: string | ServeHandler): Promise<void> {
    return this.#serving.serve(prefix, source)
  }

  unserve(prefix: string): Promise<void> {
    return this.#serving.unserve(prefix)
  }

  // --- Trouble

  /**
   * Says that the page may have errors whose text contains this, or matches it: uncaught ones, `console.error`, crashes; before or
   * after this call. Others still fail the test.
   */
  expectError(pattern: string | RegExp): void {
    runNow('page.expectError', () => this.#story.failures.expect(pattern))
  }

  /** @internal Trouble that was not expected; see `pageFailures()`. */
  failures(failOn: FailOn): PageFailure[] {
    return this.#story.failures.unexpected(failOn)
  }

  // --- End

  /** Closes the page; again is no error. */
  close(): Promise<void> {
    this.#closing ??= run('page.close', async () => {
      await this.#cdpConnection.close()
      if (this.closed) return
      await this.call('page.close')
      this.#ended()
    })
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  // --- For the other parts of the client

  /** @internal */
  protected override find(method: string, query: () => Query): Locator {
    return new Locator(this.mainFrame(), runNow(`page.${method}`, query))
  }

  /** @internal */
  async call<Name extends keyof PageCall>(
    name: Name,
    ...args: Parameters<PageCall[Name]>
  ): Promise<Awaited<ReturnType<PageCall[Name]>>> {
    this.requireOpen()
    this.#asked.add(name)
    const call = this.#connection.call as (...args: unknown[]) => Promise<never>
    return this.#leftovers.call(name, () => call(name, this.id, ...args))
  }

  /** @internal Names of what the Host was asked about this page. */
  get asked(): ReadonlySet<string> {
    return this.#asked
  }

  /** @internal Whether it is as it was made: nothing can be left in it. */
  get isUntouched(): boolean {
    return this.#asked.size === 0 && !this.#leftovers.were
  }

  /** @internal Closes this object alone: its page goes on, for another one. */
  surrender(): { lease: PageLease; left: Left } {
    this.#ended()
    const { width, height } = this.#lease.viewport
    const isResized = this.#viewport.width !== width || this.#viewport.height !== height
    const left = { document: !this.isUntouched, viewport: isResized || this.#leftovers.hasViewport }
    return { lease: this.#lease, left }
  }

  /** @internal */
  requireOpen(): void {
    // When the whole conversation is over, the reason for that says more.
    if (this.#isClosed && !this.#connection.isClosed) throw this.#closedError()
  }

  /** @internal Why nothing can be asked of this page any more. */
  async closedReason(): Promise<CefrigError> {
    return this.#connection.isClosed ? this.#connection.closed : this.#closedError()
  }

  /** @internal */
  deadline(timeout: number = this.timeout): Deadline {
    return new Deadline(timeout)
  }

  /**
   * Waits for a person: prints where the page can be inspected, and goes on when `resume()` is called in its console or the
   * page is closed. Needs `CEFRIG_DEBUG=1` in the environment, and a test without a deadline (`--test-timeout=0`).
   * @throws BAD_ARGUMENT without `CEFRIG_DEBUG`.
   */
  pause(): Promise<void> {
    return run('page.pause', () => pausePage(this, this.#connection.info.devtoolsUrl))
  }

  /** @internal Resolves a URL against `baseURL`. */
  absolute(url: string): string {
    const base = this.#options.baseURL ?? DEFAULT_BASE_URL
    if (!URL.canParse(url, base))
      throw badArgument(`"${url}" is no URL`, `Give an absolute URL, or one relative to ${base}`)
    return new URL(url, base).href
  }

  /** @internal */
  frameOf(id: FrameId): Frame | null {
    return this.#story.frameOf(id)
  }

  /** Paints are many: the Host tells of them when somebody listens. */
  #listens(event: keyof PageEvents): void {
    if (event !== 'paint' || this.#reportsPaints) return
    this.#reportsPaints = true
    this.call('page.reportPaints').catch(() => {})
  }

  #navigate(
    method: string,
    options: GotoOptions | undefined,
    work: () => Promise<ResponseInfo | null>,
  ): Promise<Response | null> {
    return run(`page.${method}`, async () => {
      checkOptions(`page.${method}()`, gotoSchema, options)
      const response = await work()
      return response && new Response(response)
    })
  }

  #closedError(): CefrigError {
    const message = `The page ${this.id} is closed. Open another one with cef.newPage().`
    return new CefrigError('PAGE_CLOSED', message, { facts: { pageId: this.id } })
  }

  #ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    void this.#cdpConnection.close()
    this.#connection.forget(this.id)
    this.#context.removed(this)
    this.#story.end()
  }
}
