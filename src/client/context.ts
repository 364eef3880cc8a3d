import { CefrigError } from '../errors.js'
import type { PageOptions } from '../protocol/options.js'
import type { PageLease } from '../protocol/page.js'
import type { Cef } from './cef.js'
import type { Connection } from './connection.js'
import { run } from './failure.js'
import type { Left } from './leftovers.js'
import { checkOptions, pageSchema } from './options.js'
import { Page } from './page.js'

/** Pages that share cookies, storage and cache, and nothing with the pages of other contexts. Kept in memory. */
export class BrowserContext {
  readonly #cef: Cef
  readonly #connection: Connection
  readonly #id: number | undefined
  readonly #defaults: PageOptions
  readonly #pages = new Set<Page>()
  #isClosed = false

  /** @internal Without an id the context is that of one page, made and closed with it. */
  constructor(cef: Cef, connection: Connection, id: number | undefined, defaults: PageOptions) {
    this.#cef = cef
    this.#connection = connection
    this.#id = id
    this.#defaults = defaults
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

  /** @internal */
  async newPageNow(where: string, options: PageOptions | undefined): Promise<Page> {
    checkOptions(where, pageSchema, options)
    if (this.#isClosed) {
      throw new CefrigError(
        'CONTEXT_CLOSED',
        'The context is closed. Make another one with cef.newContext().',
      )
    }
    const merged = merge(this.#defaults, options)
    const lease = await this.#connection.call('page.create', merged, this.#id)
    return this.adopt(lease, merged)
  }

  /** @internal The page of a lease as an object of this context, with what an earlier owner has left in it. */
  adopt(lease: PageLease, options: PageOptions, left?: Left): Page {
    const page = new Page(this.#connection, this, lease, options, left)
    this.#pages.add(page)
    this.#cef.created(page)
    return page
  }

  /** @internal */
  removed(page: Page): void {
    this.#pages.delete(page)
    if (this.#id === undefined) this.#cef.removed(this)
  }

  /** @internal */
  crashed(page: Page): void {
    this.#cef.crashed(page)
  }
}

/** Options that are undefined do not hide the defaults. */
function merge(defaults: PageOptions, options: PageOptions = {}): PageOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}
