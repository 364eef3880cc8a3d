import { CefrigError } from '../../errors.js'
import type { PromptAnswer } from '../../protocol/prompts.js'
import { run } from '../failure.js'
import type { Failures, PageFailure } from '../page-failures.js'

/** What a question needs of its page. */
export interface QuestionPage {
  readonly failures: Failures
  url(): string
  /** False when the question has had its answer. */
  answer(question: number, answer: PromptAnswer): Promise<boolean>
  /** Lets the question take its default. */
  leave(question: number): void
}

/** Something that the browser asks and waits for. Until it is answered it counts as what the test did not handle. */
export class Question {
  readonly #page: QuestionPage
  readonly #number: number
  readonly #failure: PageFailure & { kind: 'unhandled' }
  #isOver = false

  /** `what` is its name in messages, as `confirm("Sure?")`; `next` says how a test handles it. */
  constructor(page: QuestionPage, number: number, what: string, next: string) {
    this.#page = page
    this.#number = number
    this.#failure = { kind: 'unhandled', what, next, url: page.url() }
    page.failures.record(this.#failure)
  }

  /** Nobody listens: the browser gets no answer but the default. */
  leave({ isFailure = true } = {}): void {
    this.#isOver = true
    if (!isFailure) this.#forgive()
    this.#page.leave(this.#number)
  }

  /** It has taken its default: at the deadline of so many milliseconds, or, when that is 0, because whoever asked is gone. */
  over(deadline: number): void {
    if (this.#isOver) return
    this.#isOver = true
    if (deadline === 0) this.#forgive()
    else this.#failure.next = `Its listener did not answer within ${deadline} ms. ${this.#failure.next}`
  }

  /** Answers once. @throws PROMPT_HANDLED */
  answer(method: string, answer: () => PromptAnswer | Promise<PromptAnswer>): Promise<void> {
    return run(method, async () => {
      if (this.#isOver) throw this.#handled()
      this.#isOver = true
      try {
        const given = await answer()
        this.#forgive()
        if (!(await this.#page.answer(this.#number, given))) throw this.#handled()
      } catch (error) {
        // A wrong argument has answered nothing.
        if ((error as CefrigError).code === 'BAD_ARGUMENT') this.#isOver = false
        throw error
      }
    })
  }

  #forgive(): void {
    this.#page.failures.forget(this.#failure)
  }

  #handled(): CefrigError {
    const message = `${this.#failure.what} has had its answer already, or its document is gone. Answer it once, and within the page's timeout.`
    return new CefrigError('PROMPT_HANDLED', message, { facts: { what: this.#failure.what } })
  }
}
