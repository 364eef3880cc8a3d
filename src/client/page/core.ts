import { CefrigError } from '../../errors.js'
import type { PageEvent } from '../../protocol/events.js'
import type { HostFunctions } from '../../protocol/host.js'
import type { FailOn, PageOptions, Viewport } from '../../protocol/options.js'
import type { PageLease } from '../../protocol/page.js'
import type { Connection, PageAnswers } from '../connection.js'
import type { ConsoleMessage } from '../console-message.js'
import type { BrowserContext } from '../context.js'
import { run, runNow } from '../failure.js'
import { Finder } from '../finder.js'
import { type Left, Leftovers, nothingLeft } from '../leftovers.js'
import { navigationOptions } from '../method-options.js'
import type { Page } from '../page.js'
import type { PageError } from '../page-error.js'
import { requireListener } from '../page-event-names.js'
import type { PageFailure } from '../page-failures.js'
import { type PageEvents, PageStory } from '../page-story.js'
import { type EventOptions, type EventPredicate, waitForEvent } from '../page-waits.js'
import { Deadline } from '../timers.js'

const DEFAULT_TIMEOUT_MS = 10_000

/** Calls on the Host that are about a page. */
type PageCall = {
  [Name in keyof HostFunctions]: Parameters<HostFunctions[Name]> extends [number, ...infer Rest]
    ? (...args: Rest) => ReturnType<HostFunctions[Name]>
    : never
}

/** What every page is made of: its lease of the Host's page, what has happened to it, and its end. */
export abstract class PageCore extends Finder {
  readonly #connection: Connection
  readonly #context: BrowserContext
  readonly #lease: PageLease
  readonly #options: PageOptions
  readonly #story: PageStory
  readonly #asked = new Set<keyof PageCall>()
  readonly #leftovers: Leftovers
  #viewport: Viewport
  #isClosed = false
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
    this.#story = new PageStory(this.#whole, lease.mainFrameId)
    const blank = navigationOptions({}, this.timeout)
    this.#leftovers = new Leftovers(
      left,
      () => connection.call('page.goto', this.id, 'about:blank', blank),
      () => connection.call('page.resize', this.id, lease.viewport),
    )
  }

  // For the layers. Accessors, because whoever prints a page would print fields too.

  /** @internal */
  protected get connection(): Connection {
    return this.#connection
  }

  /** @internal */
  protected get lease(): PageLease {
    return this.#lease
  }

  /** @internal */
  protected get options(): PageOptions {
    return this.#options
  }

  /** @internal */
  protected get story(): PageStory {
    return this.#story
  }

  /** @internal Whether the test has closed the page, or is about to. */
  protected get isClosing(): boolean {
    return this.#closing !== undefined
  }

  /** @internal The Host has given the page another size. */
  protected resized(viewport: Viewport): void {
    this.#viewport = viewport
  }

  /** Every page is of the last class of the chain. */
  get #whole(): Page {
    return this as unknown as Page
  }

  /** @internal Hears of the page from now on; and of what has happened already, so every layer must be made. */
  protected listen(): void {
    this.#connection.listen(this.id, {
      onEvent: (event) => {
        if (!this.#leftovers.concerns(event)) return this.ignored(event)
        if (event.type === 'closed') this.#end()
        else this.heard(event)
      },
      answers: this.answers(),
    })
  }

  /** @internal Layers take the events that are theirs. */
  protected heard(event: PageEvent): void {
    this.#story.tell(event)
  }

  /** @internal It is about a document that an earlier owner left; for layers that must answer all the same. */
  protected ignored(_event: PageEvent): void {}

  /** @internal How the page answers what the Host asks; layers add theirs. */
  protected answers(): Partial<PageAnswers> {
    return {}
  }

  /** @internal Somebody listens to an event; for layers that tell the Host of it. */
  protected listens(_event: keyof PageEvents): void {}

  /** @internal The test closes the page; for layers that end something before. */
  protected async closing(): Promise<void> {
    await this.beforeClosing?.()
  }

  /** @internal The same for whoever made the page; not enumerable. */
  declare beforeClosing?: () => Promise<void>

  /** @internal The page is closed, by whomever; for layers that end something. Called once. */
  protected ended(): void {}

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
    runNow('page.on', () => requireListener(event, listener))
    this.listens(event)
    this.#story.events.on(event, listener)
    return this
  }

  once<Name extends keyof PageEvents>(event: Name, listener: (...args: PageEvents[Name]) => unknown): this {
    runNow('page.once', () => requireListener(event, listener))
    this.listens(event)
    this.#story.events.once(event, listener)
    return this
  }

  off<Name extends keyof PageEvents>(event: Name, listener: (...args: PageEvents[Name]) => unknown): this {
    this.#story.events.off(event, listener)
    return this
  }

  /**
   * Waits for the next event of that name, or for the next one that satisfies, and answers with what its listeners get. Ask before
   * doing what leads to the event:
   *
   *     const loaded = page.waitForEvent('load')
   *     await page.getByText('Next').click()
   *     await loaded
   *
   * @throws TIMEOUT; PAGE_CLOSED or RENDERER_CRASHED when the page ends before
   */
  waitForEvent<Name extends keyof PageEvents>(
    event: Name,
    options?: EventOptions<PageEvents[Name]> | EventPredicate<PageEvents[Name]>,
  ): Promise<PageEvents[Name][0]> {
    return run('page.waitForEvent', () => waitForEvent(this, event, options))
  }

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

  /** Closes the page; again is no error. */
  close(): Promise<void> {
    this.#closing ??= run('page.close', async () => {
      await this.closing()
      if (this.closed) return
      await this.call('page.close')
      this.#end()
    })
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
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
    this.#end()
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

  #closedError(): CefrigError {
    const message = `The page ${this.id} is closed. Open another one with cef.newPage().`
    return new CefrigError('PAGE_CLOSED', message, { facts: { pageId: this.id } })
  }

  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.ended()
    this.#connection.forget(this.id)
    this.#context.removed(this.#whole)
    this.#story.end()
  }
}
