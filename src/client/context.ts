import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import type { MadePageOptions, PageOptions, WindowOptions } from '../protocol/options.js'
import type { PageLease } from '../protocol/page.js'
import type { Cookie, CookieFilter, NewCookie, StorageState } from '../protocol/storage.js'
import type { Cef } from './cef.js'
import type { Connection } from './connection.js'
import { badArgument, run } from './failure.js'
import type { Left } from './leftovers.js'
import { isDirectory } from './method-options.js'
import { type RouteHandler, RouteList, type RouteOptions } from './network/routes.js'
import { absoluteUrl, type UrlMatch } from './network/url-match.js'
import { checkOptions, pageSchema, text } from './options.js'
import type { Opened } from './page/prompts.js'
import { Page } from './page.js'
import { filterSchema, given, requireCookies, urlsOf } from './storage/cookies.js'
import { Preferences } from './storage/preferences.js'
import { writeState } from './storage/state.js'

/** What a context is made with. */
export interface ContextOptions {
  /** Cookies and `localStorage`, as `context.storageState()` gave them, or the file that it wrote. Default: nothing. */
  storageState?: StorageState | string
}

/** Pages that share cookies, storage and cache, and nothing with the pages of other contexts. Kept in memory. */
export class BrowserContext {
  readonly #cef: Cef
  readonly #connection: Connection
  readonly #id: number | undefined
  readonly #defaults: PageOptions
  readonly #pages = new Set<Page>()
  /** @internal Of all its pages. */
  readonly routes: RouteList
  #isClosed = false

  /** @internal Without an id the context is that of one page, made and closed with it. */
  constructor(cef: Cef, connection: Connection, id: number | undefined, defaults: PageOptions) {
    this.#cef = cef
    this.#connection = connection
    this.#id = id
    this.#defaults = defaults
    this.routes = new RouteList((url) => absoluteUrl(url, defaults.baseURL))
  }

  get cef(): Cef {
    return this.#cef
  }

  /** The open pages. */
  get pages(): Page[] {
    return [...this.#pages]
  }

  get closed(): boolean {
    return this.#isClosed || this.#connection.isClosed
  }

  /** A page in this context, ready when it resolves. */
  newPage(options?: PageOptions): Promise<Page> {
    return run('context.newPage', () => this.newPageNow('context.newPage()', options))
  }

  /** Routes requests of every page of the context, those that come too, where {@link Page.route} of the page does not. */
  route(url: UrlMatch, handler: RouteHandler, options?: RouteOptions): Promise<void> {
    return run('context.route', async () => {
      if (this.#isClosed) throw contextClosed()
      this.routes.add('context.route()', url, handler, options)
      await this.#syncRoutes()
    })
  }

  /** Takes back what {@link route} was given for this URL: that handler, or all. */
  unroute(url: UrlMatch, handler?: RouteHandler): Promise<void> {
    return run('context.unroute', async () => {
      this.routes.remove(url, handler)
      await this.#syncRoutes()
    })
  }

  /**
   * The cookies that would be sent to one of the URLs; without URLs all, `httpOnly` ones too.
   * @throws CONTEXT_CLOSED
   */
  cookies(urls?: string | readonly string[]): Promise<Cookie[]> {
    return run('context.cookies', async () => {
      const asked = urls === undefined ? undefined : urlsOf(urls)
      return this.#connection.call('context.cookies', await this.#ownId(), asked)
    })
  }

  /** Sets cookies, each for a `url`, or for a `domain` and a `path`. @throws CONTEXT_CLOSED; CDP_FAILED when Chromium refuses one */
  addCookies(cookies: readonly NewCookie[]): Promise<void> {
    return run('context.addCookies', async () => {
      requireCookies(cookies)
      await this.#connection.call('context.addCookies', await this.#ownId(), [...cookies])
    })
  }

  /** Removes all cookies, or those that have the name, domain and path given. @throws CONTEXT_CLOSED */
  clearCookies(filter: CookieFilter = {}): Promise<void> {
    return run('context.clearCookies', async () => {
      checkOptions('context.clearCookies()', filterSchema, filter)
      await this.#connection.call('context.clearCookies', await this.#ownId(), given(filter))
    })
  }

  /** Chromium's preferences in this context. */
  get preferences(): Preferences {
    return new Preferences(this.#connection, () => this.#ownId())
  }

  /**
   * All cookies, and the `localStorage` of every http or https origin that was shown in this context; written to a file as JSON
   * where a `path` is given. `cef.newContext({ storageState })` takes it.
   * @throws CONTEXT_CLOSED
   */
  storageState(options: { path?: string } = {}): Promise<StorageState> {
    return run('context.storageState', async () => {
      checkOptions('context.storageState()', { path: text }, options)
      const state = await this.#connection.call('context.storageState', await this.#ownId())
      if (options.path !== undefined) await writeState(options.path, state)
      return state
    })
  }

  /** Closes the context and its pages; again is no error. */
  close(): Promise<void> {
    return run('context.close', async () => {
      if (this.closed) return
      this.#isClosed = true
      await Promise.all(this.pages.map((page) => page.close()))
      if (this.#id !== undefined) await this.#connection.call('context.close', this.#id)
      this.#cef.removed(this)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** @internal What `cef.newContext()` was told. */
  async restore(storageState: StorageState): Promise<void> {
    await this.#connection.call('context.restore', await this.#ownId(), storageState)
  }

  /** A context of one page has the page's; asking for it makes the page one that no other test gets. */
  async #ownId(): Promise<number> {
    const [page] = this.#pages
    if (!this.#isClosed) {
      if (this.#id !== undefined) return this.#id
      if (page) return page.call('page.context')
    }
    throw contextClosed()
  }

  /** @internal */
  async newPageNow(where: string, options: PageOptions | undefined): Promise<Page> {
    checkOptions(where, pageSchema, options)
    if (this.#isClosed) throw contextClosed()
    const merged = await withDirectories(merge(this.#defaults, options))
    return this.#create(merged)
  }

  /** @internal A page in a window of the display, for a person: nothing captures it. */
  async newWindow(options: PageOptions, window: WindowOptions): Promise<Page> {
    return this.#create({ ...merge(this.#defaults, options), rendering: 'manual', window })
  }

  async #create(options: MadePageOptions): Promise<Page> {
    const lease = await this.#connection.call('page.create', options, this.#id)
    const page = this.adopt(lease, options)
    await page.syncRoutes()
    return page
  }

  /** @internal The page of a lease as an object of this context, with what an earlier owner has left in it, or who opened it. */
  adopt(lease: PageLease, options: PageOptions, left?: Left, opened?: Opened): Page {
    const page = new Page(this.#connection, this, lease, options, left, opened)
    this.#pages.add(page)
    this.#cef.created(page)
    return page
  }

  async #syncRoutes(): Promise<void> {
    await Promise.all(this.pages.map((page) => page.syncRoutes()))
  }

  /** @internal */
  removed(page: Page): void {
    this.#pages.delete(page)
    if (this.#id === undefined && this.#pages.size === 0) this.#cef.removed(this)
  }

  /** @internal */
  crashed(page: Page): void {
    this.#cef.crashed(page)
  }
}

function contextClosed(): CefrigError {
  return new CefrigError('CONTEXT_CLOSED', 'The context is closed. Make another one with cef.newContext().')
}

/** Options that are undefined do not hide the defaults. */
function merge(defaults: PageOptions, options: PageOptions = {}): PageOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}

/** With absolute paths, as the Host's working directory is another. A misspelt one would answer every request with 404. @throws BAD_ARGUMENT */
async function withDirectories(options: PageOptions): Promise<PageOptions> {
  const { root, serve } = options
  const given = Object.entries(serve ?? {}).map(
    ([prefix, directory]) => [prefix, resolve(directory)] as const,
  )
  const all: [fact: string, directory: string][] = given.map(([prefix, directory]) => [
    `"serve" gives ${prefix} ${directory}`,
    directory,
  ])
  if (root !== undefined) all.push([`"root" is ${resolve(root)}`, resolve(root)])
  for (const [fact, directory] of all) {
    if (!(await isDirectory(directory)))
      throw badArgument(`option ${fact}, which is no directory`, 'Give one that exists')
  }
  return {
    ...options,
    ...(root === undefined ? {} : { root: resolve(root) }),
    ...(serve === undefined ? {} : { serve: Object.fromEntries(given) }),
  }
}
