import { CefrigError } from '../../errors.js'
import type { HostPage } from '../page.js'
import type { PagePart } from '../page-parts.js'

/** Chromium has one trace for all of its pages. */
let holder: Tracing | undefined

/** The trace of what all processes of the Host do, as a page's owner asks for it. */
export class Tracing implements PagePart {
  readonly #page: HostPage
  readonly #events: unknown[] = []
  #isListening = false
  #complete: (() => void) | undefined

  constructor(page: HostPage) {
    this.#page = page
  }

  async start(categories: readonly string[]): Promise<void> {
    if (holder) {
      const message = `tracing.start() failed: the page ${holder.#page.id} of this Host is being traced. Stop that first, or trace in a project with one worker.`
      throw new CefrigError('BUSY', message, { facts: { pageId: holder.#page.id } })
    }
    holder = this
    this.#events.length = 0
    this.#listen()
    try {
      await this.#begin([...categories])
    } catch (error) {
      holder = undefined
      throw error
    }
  }

  /** The trace of a page that was closed ends a little later than the page. */
  async #begin(includedCategories: string[]): Promise<void> {
    const traceConfig = { recordMode: 'recordUntilFull', includedCategories } as const
    for (let left = 40; ; left--) {
      try {
        return await this.#page.session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
      } catch (error) {
        if (left === 0 || !/already been started/i.test(String(error))) throw error
        await new Promise((done) => setTimeout(done, 50))
      }
    }
  }

  async stop(): Promise<string> {
    if (holder !== this)
      throw new CefrigError('BAD_ARGUMENT', 'The page is not being traced. Call page.tracing.start() first.')
    try {
      const complete = new Promise<void>((resolve) => {
        this.#complete = resolve
      })
      await this.#page.session.send('Tracing.end')
      await complete
      return JSON.stringify({ traceEvents: this.#events })
    } finally {
      holder = undefined
      this.#events.length = 0
    }
  }

  /** Chromium ends a trace with the session that began it. */
  ended(): void {
    if (holder === this) holder = undefined
    this.#complete?.()
  }

  #listen(): void {
    if (this.#isListening) return
    this.#isListening = true
    const { session } = this.#page
    session.on('Tracing.dataCollected', ({ value }) => {
      for (const event of value) this.#events.push(event)
    })
    session.on('Tracing.tracingComplete', () => this.#complete?.())
  }
}
