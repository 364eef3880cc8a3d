import type { RefusalCode } from '../protocol/operation.js'

/** Why an operation cannot succeed, however long one waits. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    /** A fact, to be put into a sentence. */
    readonly fact: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(fact)
  }
}
