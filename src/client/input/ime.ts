import { badArgument, requireString, run } from '../failure.js'
import { checkOptions, type OptionSchema } from '../options.js'
import type { PageCore } from '../page/core.js'

/** How text that is being composed looks. */
export interface ComposeOptions {
  /** What is selected in it, from and to, in UTF-16 units; or where the caret is. Default: the end. */
  selection?: number | [from: number, to: number]
}

const isPlace = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
const composeSchema: OptionSchema<ComposeOptions> = {
  selection: {
    give: 'a place in the text, or two: [from, to]',
    accepts: (value) =>
      isPlace(value) || (Array.isArray(value) && value.length === 2 && value.every(isPlace)),
  },
}

/**
 * An input method, as one for Chinese, Japanese or Korean: text is composed in what has the focus, changed, and committed. The page
 * gets `compositionstart`, `compositionupdate`, `compositionend` and the events of its fields; no key events.
 */
export class Ime {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** Begins a composition, or replaces its text. @throws BAD_ARGUMENT, UNKNOWN_OPTION */
  compose(text: string, options?: ComposeOptions): Promise<void> {
    return run('ime.compose', () => {
      requireString('the text', text)
      checkOptions('ime.compose()', composeSchema, options)
      const { selection = text.length } = options ?? {}
      const [from, to] = Array.isArray(selection) ? selection : [selection, selection]
      if (from > to || to > text.length)
        throw badArgument(
          `the selection from ${from} to ${to} is not within the ${text.length} units of the text`,
          'Give places in it',
        )
      return this.#page.call('ime.compose', text, from, to)
    })
  }

  /** Ends the composition with this text, or with what was composed last. */
  commit(text?: string): Promise<void> {
    return run('ime.commit', () => {
      if (text !== undefined) requireString('the text', text)
      return this.#page.call('ime.commit', text)
    })
  }

  /** Ends the composition, and takes its text away. */
  cancel(): Promise<void> {
    return run('ime.cancel', () => this.#page.call('ime.cancel'))
  }
}
