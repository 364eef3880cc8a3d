import type { PageEvent } from '../protocol/events.js'
import { StaleDocument } from './stale-document.js'
import { StaleViewport } from './stale-viewport.js'

/** What a page's owner leaves in it. */
export interface Left {
  /** It shows a document that nobody is to see. */
  document: boolean
  /** It has another size than it was made with. */
  viewport: boolean
}

export const nothingLeft: Left = { document: false, viewport: false }

/** What an earlier owner has left in a page, until it is cleared away: before the new owner could find it. */
export class Leftovers {
  readonly #document: StaleDocument | undefined
  readonly #viewport: StaleViewport | undefined

  constructor(left: Left, toBlank: () => Promise<unknown>, toSize: () => Promise<unknown>) {
    this.#document = left.document ? new StaleDocument(toBlank) : undefined
    this.#viewport = left.viewport ? new StaleViewport(toSize) : undefined
  }

  /** Whether anything was left at all. */
  get were(): boolean {
    return this.#document !== undefined || this.#viewport !== undefined
  }

  get hasViewport(): boolean {
    return this.#viewport?.isPending ?? false
  }

  /** Makes a call of the new owner. */
  call<T>(name: string, send: () => Promise<T>): Promise<T> {
    const sized = () => (this.#viewport ? this.#viewport.call(name, send) : send())
    return this.#document ? this.#document.call(name, sized) : sized()
  }

  /** Whether the new owner is to hear of it. */
  concerns(event: PageEvent): boolean {
    return this.#document?.concerns(event) !== false
  }
}
