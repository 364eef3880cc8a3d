import type { PageEvent } from '../protocol/events.js'

/** What can be done to a page whatever it shows. */
const withoutDocument: ReadonlySet<string> = new Set([
  'page.close',
  'page.resize',
  'page.serve',
  'page.unserve',
  'page.addInitScript',
  'page.adoptPopups',
  'prompt.answer',
  'rendering.pause',
  'rendering.resume',
])

/**
 * The document that an earlier owner of a page left in it. Nobody is to see it, or hear of it: it makes way for `about:blank` before
 * the first call that would, unless that call brings another document anyway, which saves half the time.
 */
export class StaleDocument {
  readonly #toBlank: () => Promise<unknown>
  #blank: Promise<unknown> | undefined
  #leaving: Promise<unknown> | undefined
  #left!: () => void
  readonly #whenLeft = new Promise<void>((resolve) => {
    this.#left = resolve
  })
  #isOver = false

  constructor(toBlank: () => Promise<unknown>) {
    this.#toBlank = toBlank
  }

  /** Makes a call of the new owner. */
  async call<T>(name: string, send: () => Promise<T>): Promise<T> {
    if (this.#isOver || withoutDocument.has(name)) return send()
    if (name === 'page.goto' && !this.#blank) {
      const navigation = send()
      this.#leaving = Promise.race([this.#whenLeft, navigation]).catch(() => {})
      return navigation
    }
    // Not a moment between the two that follow: a navigation that is asked for meanwhile comes after this one.
    if (this.#leaving) await this.#leaving
    if (!this.#isOver) {
      this.#blank ??= this.#toBlank()
      await this.#blank
    }
    return send()
  }

  /** Whether the new owner is to hear of it. */
  concerns(event: PageEvent): boolean {
    if (this.#isOver) return true
    if (event.type === 'framenavigated' && event.parentId === null && !event.sameDocument) {
      this.#isOver = true
      this.#left()
      return true
    }
    return event.type === 'crashed' || event.type === 'closed'
  }
}
