import { CefrigError } from '../errors.js'
import type { MadePageOptions, PageOptions } from '../protocol/options.js'
import type { Addon, NativeEvent } from './addon.js'
import type { RendererServer } from './bindings/renderer-server.js'
import { before } from './deadline.js'
import { HostPage } from './page.js'
import { forgetOrigins } from './storage/local-storage.js'

/** Pages kept ready per set of options. */
const spareCount = 2

/** Milliseconds after which a browser that does not open is given up: far more than a loaded machine needs. */
const openDeadline = 30_000

function neverOpened(): CefrigError {
  const message = `cef.newPage() failed: CEF opened no browser within ${openDeadline} ms. Look at the Host's log, and run \`npx cefrig doctor\`.`
  return new CefrigError('HOST_FAILED', message, { facts: { deadline: openDeadline } })
}

/** Options that a browser is made with; all others can be given to a finished page. */
function spareKey({
  viewport,
  deviceScaleFactor,
  frameRate,
  javaScriptEnabled,
  images,
  backgroundColor,
  fontSettings,
}: PageOptions): string {
  return JSON.stringify([
    viewport,
    deviceScaleFactor,
    frameRate,
    javaScriptEnabled,
    images,
    backgroundColor,
    fontSettings,
  ])
}

/** All pages and contexts of a Host, those in use and the spares. */
export class Pages {
  readonly #addon: Addon
  readonly #framesDirectory: string
  readonly #renderers: RendererServer
  readonly #pages = new Map<number, HostPage>()
  readonly #contexts = new Map<number, Set<HostPage>>()
  /** Contexts that end with their last page. */
  readonly #owned = new Set<number>()
  /** Spares of the set of options that was asked for last. */
  #spares: Promise<HostPage>[] = []
  #spareKey = ''
  /** Pages whose renderer died: no test shall begin with one. */
  readonly #crashed = new WeakSet<HostPage>()
  #lastId = 0
  #closing = false
  /** When pages can be made: of browsers made at once before the first has painted, all but one never get an animation frame (CEF 146). */
  readonly ready: Promise<void>

  constructor(addon: Addon, framesDirectory: string, renderers: RendererServer) {
    this.#addon = addon
    this.#renderers = renderers
    this.#framesDirectory = framesDirectory
    this.ready = this.#paintFirst()
  }

  async #paintFirst(): Promise<void> {
    const options = { viewport: { width: 64, height: 64 } }
    const page = this.#add(options, this.createContext(), true)
    await before(page.open(), openDeadline, neverOpened)
    await page.paint()
    await this.close(page)
  }

  get(id: number): HostPage {
    const page = this.#pages.get(id)
    if (page) return page
    throw new CefrigError('PAGE_CLOSED', `The page ${id} is closed. Open a new one with cef.newPage().`, {
      facts: { pageId: id },
    })
  }

  find(id: number): HostPage | undefined {
    return this.#pages.get(id)
  }

  onNative(event: NativeEvent): void {
    if (event.type === 'opened') this.#adopt(event)
    const page = this.#pages.get(event.page)
    // Its opener was gone before it came.
    if (!page && event.type === 'created') this.#addon.closeBrowser(event.page)
    if (page && event.type === 'crashed') this.#crashed.add(page)
    page?.onNative(event)
  }

  /** The living pages of a context. */
  openIn(contextId: number): HostPage[] {
    return [...(this.#contexts.get(contextId) ?? [])].filter(({ devtools }) => !devtools.ended)
  }

  createContext(): number {
    const id = ++this.#lastId
    this.#addon.createContext(id, '')
    this.#contexts.set(id, new Set())
    return id
  }

  async closeContext(id: number): Promise<void> {
    const pages = this.#contexts.get(id)
    if (!pages) return
    this.#contexts.delete(id)
    this.#owned.delete(id)
    forgetOrigins(id)
    await Promise.all([...pages].map((page) => this.close(page)))
    this.#addon.closeContext(id)
  }

  /** A page in a context of its own, from the spares where there is one, or in the context given. */
  async lease(options: MadePageOptions, contextId?: number): Promise<{ page: HostPage; spare: boolean }> {
    if (this.#closing)
      throw new CefrigError('CEF_CLOSED', 'cef.newPage() failed: CEF is closing. Launch it again.')
    if (contextId !== undefined) {
      if (!this.#contexts.has(contextId)) {
        throw new CefrigError(
          'CONTEXT_CLOSED',
          `context.newPage() failed: the context ${contextId} is closed. Make a new one with cef.newContext().`,
        )
      }
      const page = await this.#open(options, contextId)
      await page.leased(options)
      return { page, spare: false }
    }
    const key = spareKey(options)
    if (key !== this.#spareKey) this.#dropSpares()
    this.#spareKey = key
    const ready = await this.#takeSpare()
    const page = ready ?? (await this.#openIsolated(options))
    await page.leased(options)
    return { page, spare: ready !== undefined }
  }

  /** The next spare that still lives. */
  async #takeSpare(): Promise<HostPage | undefined> {
    for (let next = this.#spares.shift(); next; next = this.#spares.shift()) {
      const page = await next.catch(() => undefined)
      if (page && this.#pages.has(page.id) && !this.#crashed.has(page)) return page
      if (page) void this.close(page)
    }
    return undefined
  }

  /** Makes spares for the set of options that was asked for last, one after another. */
  async refill(options: PageOptions): Promise<void> {
    if (this.#closing || spareKey(options) !== this.#spareKey || this.#spares.length >= spareCount) return
    // Not painted ahead: what a test does first is to show something else, and the picture of nothing costs as much as another.
    const spare = this.#openIsolated({ ...options })
    spare.catch(() => {})
    this.#spares.push(spare)
    await spare.catch(() => {})
    return this.refill(options)
  }

  #dropSpares(): void {
    for (const spare of this.#spares.splice(0)) void spare.then((page) => this.close(page)).catch(() => {})
  }

  #openIsolated(options: PageOptions): Promise<HostPage> {
    return this.#open(options, this.createContext(), true)
  }

  /** A page that another one opens: its context, its owner, and what it was made with are the opener's. */
  #adopt({ page: id, opener: openerId, width, height }: NativeEvent & { type: 'opened' }): void {
    const opener = this.#pages.get(openerId)
    if (!opener || this.#closing) return
    this.#renderers.of(id, openerId)
    const options = { ...opener.options, viewport: { width, height }, deviceScaleFactor: opener.size.scale }
    const page = this.#add(options, opener.contextId, false, id)
    opener.onPopup?.(page)
  }

  async #open(options: MadePageOptions, contextId: number, ownsContext = false): Promise<HostPage> {
    await this.ready
    const page = this.#add(options, contextId, ownsContext)
    await before(page.open(), openDeadline, neverOpened)
    return page
  }

  #add(options: MadePageOptions, contextId: number, ownsContext: boolean, id = ++this.#lastId): HostPage {
    if (ownsContext) this.#owned.add(contextId)
    const setup = {
      id,
      contextId,
      options,
      framesDirectory: this.#framesDirectory,
      renderers: this.#renderers,
    }
    const page = new HostPage(this.#addon, setup)
    this.#pages.set(page.id, page)
    this.#contexts.get(contextId)?.add(page)
    void page.closed.then(() => {
      this.#pages.delete(page.id)
      const others = this.#contexts.get(contextId)
      others?.delete(page)
      if (this.#owned.has(contextId) && others?.size === 0) void this.closeContext(contextId)
    })
    return page
  }

  async close(page: HostPage): Promise<void> {
    if (this.#pages.has(page.id)) await page.close()
  }

  async closeAll(): Promise<void> {
    this.#closing = true
    this.#spares = []
    await Promise.all([...this.#pages.values()].map((page) => this.close(page)))
    for (const id of [...this.#contexts.keys()]) await this.closeContext(id)
  }
}
