/**
 * The size that an earlier owner of a page gave it. To resize takes a while: the page gets its own size back before the first call
 * that could tell, unless that call gives it another one.
 */
export class StaleViewport {
  readonly #restore: () => Promise<unknown>
  #restoring: Promise<unknown> | undefined
  #isOver = false

  constructor(restore: () => Promise<unknown>) {
    this.#restore = restore
  }

  /** Whether the page still has the earlier owner's size. */
  get isPending(): boolean {
    return !this.#isOver
  }

  /** Makes a call of the new owner. */
  async call<T>(name: string, send: () => Promise<T>): Promise<T> {
    if (this.#isOver || name === 'page.close') return send()
    if (name !== 'page.resize') {
      this.#restoring ??= this.#restore()
      await this.#restoring
    }
    this.#isOver = true
    return send()
  }
}
