import { CefrigError } from '../../errors.js'
import type { ClipboardContent } from '../../protocol/input.js'
import { before } from '../deadline.js'
import { evaluateInternal } from '../evaluate.js'
import type { HostPage } from '../page.js'
import type { Pages } from '../pages.js'
import type { Served } from '../served.js'

/** Where the page is that reads and writes the clipboard for all others: scripts may only on secure origins. */
const origin = 'https://clipboard.cefrig.test'
const focused = `document.hasFocus() || new Promise((done) => addEventListener('focus', done, { once: true })).then(() => true)`
/** Milliseconds for a document that is answered here. */
const loadWithin = 10_000

interface Waiting {
  page: HostPage
  begin(): void
  refuse(error: CefrigError): void
}

/**
 * The clipboard of the Host, which all its pages share, and whose turn it is: whoever came first, and before others all that the same
 * page does meanwhile.
 */
export class Clipboard {
  readonly #pages: Pages
  readonly #served: Served
  #agent: Promise<HostPage> | undefined
  /** Whose turn it is, and how many things of that page are under way. */
  #holder: HostPage | undefined
  #count = 0
  #waiting: Waiting[] = []
  readonly #watched = new WeakSet<HostPage>()

  constructor(pages: Pages, served: Served) {
    this.#pages = pages
    this.#served = served
  }

  /** Runs when it is the page's turn. @throws TIMEOUT, PAGE_CLOSED */
  async turn<T>(page: HostPage, work: () => Promise<T>): Promise<T> {
    await this.hold(page)
    try {
      return await work()
    } finally {
      this.release(page)
    }
  }

  /** Resolves when it is the page's turn, which lasts until as many releases. @throws TIMEOUT, PAGE_CLOSED */
  async hold(page: HostPage): Promise<void> {
    if (!this.#watched.has(page)) void page.closed.then(() => this.#forget(page))
    this.#watched.add(page)
    if (this.#holder !== undefined && this.#holder !== page) await this.#wait(page)
    else this.#begin(page)
  }

  release(page: HostPage): void {
    if (this.#holder === page && --this.#count === 0) this.#next()
  }

  async read(page: HostPage): Promise<ClipboardContent> {
    return this.turn(page, () =>
      this.#evaluate<ClipboardContent>(`(async () => {
  const content = { text: '', html: '' }
  for (const item of await navigator.clipboard.read()) {
    if (item.types.includes('text/plain')) content.text += await (await item.getType('text/plain')).text()
    if (item.types.includes('text/html')) content.html += await (await item.getType('text/html')).text()
  }
  return content
})()`),
    )
  }

  async readText(page: HostPage): Promise<string> {
    return this.turn(page, () => this.#evaluate<string>('navigator.clipboard.readText()'))
  }

  async write(page: HostPage, { text, html }: Partial<ClipboardContent>): Promise<void> {
    const types = {
      ...(text === undefined ? {} : { 'text/plain': text }),
      ...(html === undefined ? {} : { 'text/html': html }),
    }
    await this.turn(page, () =>
      this.#evaluate(`(async () => {
  const items = {}
  for (const [type, data] of Object.entries(${JSON.stringify(types)})) items[type] = new Blob([data], { type })
  await navigator.clipboard.write([new ClipboardItem(items)])
})()`),
    )
  }

  #begin(page: HostPage): void {
    this.#holder = page
    this.#count++
  }

  #next(): void {
    this.#holder = undefined
    const next = this.#waiting[0]?.page
    if (!next) return
    const turn = this.#waiting.filter(({ page }) => page === next)
    this.#waiting = this.#waiting.filter(({ page }) => page !== next)
    for (const { begin } of turn) begin()
  }

  #forget(page: HostPage): void {
    for (const { page: waiting, refuse } of [...this.#waiting])
      if (waiting === page) refuse(page.closedError())
    if (this.#holder !== page) return
    this.#count = 0
    this.#next()
  }

  #wait(page: HostPage): Promise<void> {
    const timeout = page.options.timeout ?? 10_000
    return new Promise((resolve, reject) => {
      const refuse = (error: CefrigError) => {
        clearTimeout(timer)
        this.#waiting = this.#waiting.filter((one) => one !== waiting)
        reject(error)
      }
      const begin = () => {
        clearTimeout(timer)
        this.#begin(page)
        resolve()
      }
      const waiting = { page, begin, refuse }
      const timer = timeout > 0 ? setTimeout(() => refuse(this.#late(timeout)), timeout) : undefined
      this.#waiting.push(waiting)
    })
  }

  #late(timeout: number): CefrigError {
    const holder = this.#holder?.id
    const message = `clipboard.exclusive() failed: the page ${holder} has held the clipboard for more than ${timeout} ms. End what it does in clipboard.exclusive(), or raise \`timeout\`.`
    return new CefrigError('TIMEOUT', message, { facts: { timeout, holder } })
  }

  async #evaluate<T>(expression: string): Promise<T> {
    this.#agent ??= this.#makeAgent()
    const agent = await this.#agent.catch((error) => {
      this.#agent = undefined
      throw error
    })
    if (agent.devtools.ended) {
      this.#agent = undefined
      return this.#evaluate(expression)
    }
    return evaluateInternal<T>(agent.frames.main, expression)
  }

  async #makeAgent(): Promise<HostPage> {
    const { page } = await this.#pages.lease(
      { viewport: { width: 16, height: 16 } },
      this.#pages.createContext(),
    )
    this.#served.add(page, `${origin}/`, { html: '' })
    await page.goto(`${origin}/`, { timeout: loadWithin, waitUntil: 'commit' })
    // Chromium lets no document near the clipboard that has not the focus, of which a new process hears a little later.
    const late = () => new CefrigError('TIMEOUT', 'The page of the clipboard got no focus. Try it again.')
    await before(evaluateInternal(page.frames.main, focused), loadWithin, late)
    return page
  }
}
