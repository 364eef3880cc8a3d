import { CefrigError } from '../errors.js'
import type { PageEvent } from '../protocol/events.js'
import type { MadePageOptions, PageOptions, Viewport } from '../protocol/options.js'
import type { NavigationOptions, ResponseInfo } from '../protocol/page.js'
import type { Addon, NativeEvent } from './addon.js'
import { BeginFrames, beginFrameSource } from './begin-frames.js'
import type { RendererServer } from './bindings/renderer-server.js'
import { browserOptions } from './browser-options.js'
import { crashedError, ending } from './crash.js'
import { DevTools, type Session } from './devtools.js'
import { Clock } from './emulation/clock.js'
import { Emulation } from './emulation/emulation.js'
import { Fence } from './fence.js'
import { Frames } from './frames.js'
import { Input } from './input/input.js'
import { Loading } from './loading.js'
import { Navigation } from './navigation.js'
import { Traffic } from './network/traffic.js'
import { makeParts, type PageParts } from './page-parts.js'
import { Prompts } from './prompts/prompts.js'
import { Queue } from './queue.js'
import { Size } from './size.js'
import { Targets } from './targets.js'
import { Coverage } from './tools/coverage.js'
import { Tracing } from './tools/tracing.js'

export interface PageSetup {
  id: number
  contextId: number
  options: MadePageOptions
  framesDirectory: string
  renderers: RendererServer
}

/** The Host's side of one page: a browser, its DevTools connection, and what is built on them. */
export class HostPage {
  readonly id: number
  readonly contextId: number
  readonly options: MadePageOptions
  readonly framesDirectory: string
  readonly renderers: RendererServer
  readonly devtools: DevTools
  readonly frames: Frames
  readonly input: Input
  readonly fence: Fence
  readonly loading: Loading
  readonly emulation: Emulation = new Emulation(this)
  readonly clock: Clock = new Clock(this)
  readonly coverage: Coverage
  readonly tracing: Tracing = new Tracing(this)
  readonly prompts: Prompts
  readonly traffic: Traffic = new Traffic((event) => this.emit(event))
  readonly size: Size
  readonly #parts: PageParts
  readonly #navigation: Navigation
  readonly #targets: Targets
  readonly #beginFrames: BeginFrames
  readonly #addon: Addon
  /** Who gets the page's events; none while it is a spare. */
  listener: ((event: PageEvent) => void) | undefined
  /** Who takes the pages that this one opens. */
  onPopup: ((popup: HostPage) => void) | undefined
  rendering: 'auto' | 'manual'
  #created!: () => void
  #gone!: () => void
  readonly #whenCreated = new Promise<void>((resolve) => (this.#created = resolve))
  readonly closed = new Promise<void>((resolve) => (this.#gone = resolve))
  /** Paints when the DevTools message was sent that is being handled. */
  #paintsAtMessage = 0
  /** How many navigations of its client are under way. */
  navigations = 0
  readonly #queue = new Queue()
  readonly #sizes = new Queue()

  constructor(addon: Addon, { id, contextId, options, framesDirectory, renderers }: PageSetup) {
    this.#addon = addon
    this.id = id
    this.contextId = contextId
    this.options = options
    this.framesDirectory = framesDirectory
    this.renderers = renderers
    this.rendering = options.rendering ?? 'auto'
    this.devtools = new DevTools((text) => addon.send(id, text))
    this.frames = new Frames(this.devtools, (event) => this.emit(event))
    this.loading = new Loading(this.frames)
    this.coverage = new Coverage(this.session)
    this.prompts = new Prompts(this, addon)
    this.#parts = makeParts(this)
    this.#targets = new Targets(this.devtools, this.frames, (session, origin) =>
      this.#parts.follow(session, origin),
    )
    this.#beginFrames = new BeginFrames(beginFrameSource(addon, id), () => this.frames.main)
    this.size = new Size(options.viewport ?? { width: 1280, height: 720 }, options.deviceScaleFactor ?? 1, {
      beginFrames: this.#beginFrames,
      main: () => this.frames.main,
      tell: ({ width, height }, scale) => addon.resize(id, width, height, scale),
      painted: () => this.paintState(),
    })
    this.#navigation = new Navigation(this.devtools.root, this.frames)
    this.input = new Input(this, addon)
    const paints = {
      state: () => this.paintState(),
      countAtMessage: () => this.#paintsAtMessage,
      expected: () => this.size.expected,
      revivals: () => this.#beginFrames.revivals,
      asking: () => this.prompts.dialog,
      areTicking: () => this.#beginFrames.isTicking(),
    }
    this.fence = new Fence(this.frames, paints, this.loading)
  }

  /** Tells the page's owner. */
  emit(event: PageEvent): void {
    this.listener?.(event)
  }

  get session(): Session {
    return this.devtools.root
  }

  /** For the parts of the page. */
  get addon(): Addon {
    return this.#addon
  }

  /** Resolves when the page shows about:blank and everything that can happen in it is seen. */
  async open(): Promise<void> {
    this.#addon.createBrowser(browserOptions(this))
    await this.#follow()
  }

  /** The same for one that another page opens. False when it is closed before. */
  async adopt(): Promise<boolean> {
    const following = this.#follow().then(() => this.leased(this.options))
    following.catch(() => {})
    await Promise.race([following, this.closed])
    if (this.devtools.ended) return false
    await following
    this.frames.announce()
    this.fence.renew()
    return true
  }

  async #follow(): Promise<void> {
    await this.#whenCreated
    await Promise.all([
      this.frames.follow(this.session),
      this.#parts.follow(this.session, 'page'),
      this.#targets.follow(this.session),
      this.#parts.opened(),
    ])
  }

  /** It gets an owner, who asked for these options. */
  async leased(options: PageOptions): Promise<void> {
    Object.assign(this.options, options)
    this.rendering = options.rendering ?? 'auto'
    await this.#parts.leased(options)
  }

  /** Resolves when the page has painted. */
  async paint(): Promise<void> {
    await this.pumped(() => this.fence.pass(10_000))
  }

  /** From now on begin frames come at the page's frame rate, unless rendering is manual. */
  start(): void {
    this.#beginFrames.setRate(this.rendering === 'auto' ? (this.options.frameRate ?? 60) : 0)
  }

  onNative(event: NativeEvent): void {
    switch (event.type) {
      case 'created':
        this.#created()
        break
      case 'devtools':
        this.#paintsAtMessage = event.paints
        this.devtools.receive(event.message)
        break
      case 'drawn':
        this.#beginFrames.drawn()
        break
      case 'closed':
        this.#end(this.closedError())
        this.emit({ type: 'closed' })
        this.#gone()
        break
      case 'crashed': {
        const status = ending(event.status) ?? event.text
        this.#end(crashedError(this.frames.main?.url ?? '', status, event.exitCode))
        this.emit({ type: 'crashed', status, exitCode: event.exitCode })
      }
    }
    this.#parts.onNative(event)
  }

  #end(reason: CefrigError): void {
    this.#beginFrames.stop()
    this.devtools.end(reason)
    this.#parts.ended(reason)
  }

  async close(): Promise<void> {
    this.#parts.closing()
    this.#beginFrames.stop()
    this.#addon.closeBrowser(this.id)
    await this.closed
  }

  closedError(): CefrigError {
    const message = `The page ${this.id} is closed. Open a new one with cef.newPage().`
    return new CefrigError('PAGE_CLOSED', message, { facts: { pageId: this.id } })
  }

  badArgument(method: string, fact: string): CefrigError {
    return new CefrigError('BAD_ARGUMENT', `page.${method}() failed: ${fact}.`, {
      facts: { pageId: this.id },
    })
  }

  // Navigation

  goto(url: string, options: NavigationOptions): Promise<ResponseInfo | null> {
    return this.#settled(() => this.#navigation.goto(url, options))
  }

  reload(options: NavigationOptions): Promise<ResponseInfo | null> {
    return this.#settled(() => this.#navigation.reload(options))
  }

  history(delta: number, options: NavigationOptions): Promise<ResponseInfo | null> {
    return this.#settled(() => this.#navigation.history(delta, options))
  }

  setContent(html: string, options: NavigationOptions): Promise<void> {
    return this.#settled(() => this.#navigation.setContent(html, options))
  }

  /** With the frames of other processes and the workers that have appeared. */
  async #settled<T>(navigate: () => Promise<T>): Promise<T> {
    this.navigations++
    if (this.coverage.scripts.isStanding) await this.coverage.scripts.keep()
    const result = await navigate().finally(() => this.navigations--)
    await this.#targets.settled()
    return result
  }

  // Frames and paints

  /** Resolves when a paint of the new size has come. @throws TIMEOUT. */
  resize(viewport: Viewport, scale = this.size.scale): Promise<void> {
    return this.size.change(viewport, scale, this.options.timeout ?? 10_000)
  }

  pause(): void {
    this.rendering = 'manual'
    this.start()
  }

  resume(): void {
    this.rendering = 'auto'
    this.start()
  }

  /** Before each frame the page's clock goes on by `advance` milliseconds. */
  async step(count: number, advance = 0): Promise<void> {
    await this.exclusive(async () => {
      for (let frame = 0; frame < count; frame++) {
        if (advance > 0) await this.clock.move('run', advance)
        await this.#beginFrames.step()
      }
    })
  }

  /** Runs with begin frames as fast as they come. */
  pumped<T>(work: () => Promise<T>): Promise<T> {
    return this.#beginFrames.pumped(work)
  }

  /** Runs while no begin frame is in flight, of which one is lost when what is laid out or shown changes its size or place. */
  still(work: () => Promise<unknown>): Promise<void> {
    return this.#beginFrames.without(async () => void (await work()))
  }

  /** Runs after everything that was given before has ended. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(work)
  }

  /** The same among those who change the size of the view, for as long as they need it. */
  sized<T>(work: () => Promise<T>): Promise<T> {
    return this.#sizes.run(work)
  }

  paintState(): { count: number; width: number; height: number; popup: boolean } {
    const state = this.#addon.paintState(this.id)
    if (!state) throw this.closedError()
    return state
  }
}
