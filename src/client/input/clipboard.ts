import type { ClipboardContent } from '../../protocol/input.js'
import { badArgument, kindOf, requireString, run } from '../failure.js'
import { checkOptions, type OptionSchema, text } from '../options.js'
import type { PageCore } from '../page/core.js'

const contentSchema: OptionSchema<Partial<ClipboardContent>> = { text, html: text }

/**
 * The clipboard, one for all pages of a Host, and empty when the Host starts. Pages that use it at once take turns: each method here, and
 * each shortcut that copies, cuts or pastes, waits until no other page holds it. {@link Clipboard.exclusive} holds it for longer. What
 * scripts do with `navigator.clipboard` waits for nobody.
 */
export class Clipboard {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** @throws TIMEOUT when another page holds the clipboard */
  readText(): Promise<string> {
    return run('clipboard.readText', () => this.#page.call('clipboard.readText'))
  }

  /** @throws TIMEOUT, BAD_ARGUMENT */
  writeText(text: string): Promise<void> {
    return run('clipboard.writeText', () => {
      requireString('the text', text)
      return this.#page.call('clipboard.write', { text })
    })
  }

  /** The text and the HTML, as Chromium gives it to scripts: cleaned, with styles written out. An empty string where there is none. @throws TIMEOUT */
  read(): Promise<ClipboardContent> {
    return run('clipboard.read', () => this.#page.call('clipboard.read'))
  }

  /** Replaces what the clipboard holds. @throws TIMEOUT, BAD_ARGUMENT, UNKNOWN_OPTION */
  write(content: Partial<ClipboardContent>): Promise<void> {
    return run('clipboard.write', () => {
      checkOptions('clipboard.write()', contentSchema, content)
      if (typeof content !== 'object' || content === null || Object.keys(content).length === 0)
        throw badArgument(`the content is ${kindOf(content)}`, 'Give { text, html }, one of them or both')
      return this.#page.call('clipboard.write', content)
    })
  }

  /**
   * Runs while the page holds the clipboard: no other page's methods and shortcuts touch it. Others wait in the order in which they
   * came, at most for their page's `timeout`. What this page does meanwhile needs no further turn.
   * @throws TIMEOUT, BAD_ARGUMENT; and whatever `work` throws
   */
  async exclusive<T>(work: () => T | Promise<T>): Promise<T> {
    await run('clipboard.exclusive', () => {
      if (typeof work !== 'function') throw badArgument(`the argument is ${kindOf(work)}`, 'Give a function')
      return this.#page.call('clipboard.hold')
    })
    try {
      return await work()
    } finally {
      if (!this.#page.closed) await this.#page.call('clipboard.release')
    }
  }
}
