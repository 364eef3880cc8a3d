import { CefrigError } from '../errors.js'
import type { HostAddress } from '../protocol/boot.js'
import type { PageOptions } from '../protocol/options.js'
import type { StorageState } from '../protocol/storage.js'
import type { Connection } from './connection.js'
import { BrowserContext, type ContextOptions } from './context.js'
import { Events } from './events.js'
import { run } from './failure.js'
import { checkOptions, pageSchema } from './options.js'
import type { Page } from './page.js'
import { readState, storageState } from './storage/state.js'

/** What {@link Cef} tells. */
export interface CefEvents {
  /** A page was made. */
  page: [page: Page]
  /** The renderer of a page died. */
  crashed: [page: Page]
  /** The Host is gone; `reason` says whether it was asked to go. */
  closed: [reason: CefrigError]
}

/** What a page with a context of its own is made with. */
export interface NewPageOptions extends PageOptions {
  /** Cookies and `localStorage`, as `context.storageState()` gave them, or the file that it wrote. Default: nothing. */
  storageState?: StorageState | string
}

/** CEF as it runs in a Host. */
export class Cef extends Events<CefEvents> {
  readonly #connection: Connection
  readonly #defaults: PageOptions
  readonly #stop: (() => Promise<void>) | undefined
  readonly #contexts = new Set<BrowserContext>()
  #closing: Promise<void> | undefined

  /** @internal `stop` ends the Host, for those who own it. */
  constructor(connection: Connection, defaults: PageOptions, stop?: () => Promise<void>) {
    super()
    this.#connection = connection
    this.#defaults = defaults
    this.#stop = stop
    void connection.closed.then((reason) => this.emit('closed', reason))
  }

  /** CEF's version, as `146.0.10`. */
  get version(): string {
    return this.#connection.info.cefVersion
  }

  get chromiumVersion(): string {
    return this.#connection.info.chromiumVersion
  }

  /** Whether pages can be made. */
  get ready(): boolean {
    return !this.#closing && !this.#connection.isClosed
  }

  /** Where DevTools and other tools find Chromium's own server, on loopback; null when it is off. */
  get devtoolsUrl(): string | null {
    return this.#connection.info.devtoolsUrl
  }

  /** The open pages of this client, of all contexts. */
  get pages(): Page[] {
    return [...this.#contexts].flatMap((context) => context.pages)
  }

  /** Where the Host is. @internal */
  get address(): HostAddress {
    return this.#connection.address
  }

  /** A page in a context of its own, ready when it resolves. @throws UNKNOWN_OPTION, BAD_ARGUMENT */
  newPage(options?: NewPageOptions): Promise<Page> {
    return run('cef.newPage', async () => {
      checkOptions<NewPageOptions>('cef.newPage()', { ...pageSchema, storageState }, options)
      const { storageState: stored, ...pageOptions } = options ?? {}
      const state = stored === undefined ? undefined : await readState(stored)
      this.#requireOpen()
      const context = new BrowserContext(this, this.#connection, undefined, this.#defaults)
      const page = await context.newPageNow('cef.newPage()', pageOptions)
      if (state) await context.restore(state).catch(closing(page))
      return page
    })
  }

  /** A context for several pages. @throws UNKNOWN_OPTION, BAD_ARGUMENT */
  newContext(options?: ContextOptions): Promise<BrowserContext> {
    return run('cef.newContext', async () => {
      checkOptions<ContextOptions>('cef.newContext()', { storageState }, options)
      const state = options?.storageState === undefined ? undefined : await readState(options.storageState)
      this.#requireOpen()
      const id = await this.#connection.call('context.create')
      const context = new BrowserContext(this, this.#connection, id, this.#defaults)
      this.#contexts.add(context)
      if (state) await context.restore(state)
      return context
    })
  }

  /** Closes all pages of this client and, where it launched CEF, CEF too; again is no error. */
  close(): Promise<void> {
    this.#closing ??= run('cef.close', async () => {
      if (!this.#connection.isClosed) {
        await Promise.allSettled(this.pages.map((page) => page.close()))
        await this.#connection.close()
      }
      await this.#stop?.()
    })
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** @internal */
  created(page: Page): void {
    this.#contexts.add(page.context)
    this.emit('page', page)
  }

  /** @internal */
  removed(context: BrowserContext): void {
    this.#contexts.delete(context)
  }

  /** @internal */
  crashed(page: Page): void {
    this.emit('crashed', page)
  }

  #requireOpen(): void {
    if (!this.#closing) return
    throw new CefrigError('CEF_CLOSED', 'CEF was closed by cef.close(). Launch it again.')
  }
}

/** Nobody gets a page that is not as it was asked for. */
function closing(page: Page): (error: unknown) => Promise<never> {
  return async (error) => {
    await page.close().catch(() => {})
    throw error
  }
}
