import type { PromptEvent } from '../../protocol/prompts.js'
import type { Question } from './question.js'

/** A page asks for camera, microphone or screen. Left alone it is denied when the page's timeout is over, and fails the test. */
export class PermissionRequest {
  readonly #question: Question
  readonly #event: PromptEvent & { type: 'permission' }

  /** @internal */
  constructor(question: Question, event: PromptEvent & { type: 'permission' }) {
    this.#question = question
    this.#event = event
  }

  /** What it asks for: `camera`, `microphone`, `display-capture`, `display-audio-capture`. */
  names(): string[] {
    return [...this.#event.names]
  }

  /** Of the document that asks. */
  origin(): string {
    return this.#event.origin
  }

  /** All that it asks for, this time. @throws PROMPT_HANDLED */
  grant(): Promise<void> {
    return this.#question.answer('permission.grant', () => ({ accepted: true }))
  }

  /** None of it, this time. @throws PROMPT_HANDLED */
  deny(): Promise<void> {
    return this.#question.answer('permission.deny', () => ({ accepted: false }))
  }
}
