import type { DialogType, PromptEvent } from '../../protocol/prompts.js'
import { badArgument, kindOf } from '../failure.js'
import type { Question } from './question.js'

/**
 * A dialog of the page's script, which stands still until it is answered. Left alone it is dismissed when the page's timeout is over
 * (`beforeunload`: accepted), and fails the test.
 */
export class Dialog {
  readonly #question: Question
  readonly #event: PromptEvent & { type: 'dialog' }

  /** @internal */
  constructor(question: Question, event: PromptEvent & { type: 'dialog' }) {
    this.#question = question
    this.#event = event
  }

  type(): DialogType {
    return this.#event.dialog
  }

  /** What the page asks; empty for `beforeunload`, whose text Chromium does not show. */
  message(): string {
    return this.#event.dialog === 'beforeunload' ? '' : this.#event.message
  }

  /** What stands in the field of a `prompt`. */
  defaultValue(): string {
    return this.#event.defaultValue
  }

  /**
   * Says yes; `beforeunload`: leaves the document. A `prompt` gives the text, by default what stands in its field.
   * @throws PROMPT_HANDLED when it has had its answer; BAD_ARGUMENT
   */
  accept(text?: string): Promise<void> {
    return this.#question.answer('dialog.accept', () => {
      if (text !== undefined && typeof text !== 'string')
        throw badArgument(`the text is ${kindOf(text)}`, 'Give a string')
      return { accepted: true, text: text ?? this.#event.defaultValue }
    })
  }

  /** Says no; `beforeunload`: stays. @throws PROMPT_HANDLED */
  dismiss(): Promise<void> {
    return this.#question.answer('dialog.dismiss', () => ({ accepted: false }))
  }
}

/** A dialog's name in messages. */
export function nameOf({ dialog, message }: PromptEvent & { type: 'dialog' }): string {
  if (dialog === 'beforeunload') return 'beforeunload dialog'
  return `${dialog}(${JSON.stringify(message)})`
}
