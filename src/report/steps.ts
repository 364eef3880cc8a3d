import { AsyncLocalStorage } from 'node:async_hooks'
import { inspect } from 'node:util'
import { now } from '../client/timers.js'
import type { StepRecord } from './run.js'

/** The property of a test's pages with the {@link Steps} of its attempt. */
export const stepsKey = Symbol.for('cefrig.steps')

/** How many steps of an attempt are kept: the last ones. */
const keptSteps = 200
/** The longest texts, in characters. */
const longestArgument = 100
const longestTitle = 200
const longestError = 2000

/** One call, as long as nobody wants its words. */
interface Step {
  subject: string
  method: string
  args: readonly unknown[]
  begun: number
  ended: number | null
  error: string | undefined
}

/** While it holds something, a method runs inside of another one: that is no step of the test. */
const inside = new AsyncLocalStorage<true>()

/** What one attempt of a test asked of its pages. Words are only made for tests that failed. */
export class Steps {
  readonly #begun = now()
  #steps: Step[] = []
  #stopped: number | null = null

  /** Does the work as a step, unless it is a part of one. `complaint` says what is wrong with a result. */
  record<T>(
    { subject, method, args }: Pick<Step, 'subject' | 'method' | 'args'>,
    work: () => T,
    complaint?: (result: Awaited<T>) => string | undefined,
  ): T {
    if (this.#stopped !== null || inside.getStore()) return work()
    const step: Step = { subject, method, args, begun: now(), ended: null, error: undefined }
    this.#steps.push(step)
    if (this.#steps.length > 2 * keptSteps) this.#steps = this.#steps.slice(-keptSteps)
    const end = (error: string | undefined) => {
      step.ended = now()
      step.error = error
    }
    let result: T
    try {
      result = inside.run(true, work)
    } catch (error) {
      end(errorText(error))
      throw error
    }
    if (!isPromise(result)) {
      end(complaint?.(result as Awaited<T>))
      return result
    }
    result.then(
      (value) => end(complaint?.(value as Awaited<T>)),
      (error) => end(errorText(error)),
    )
    return result
  }

  /** The test is over: what is asked of its pages from now on is no step of it. */
  stop(): void {
    this.#stopped = now()
  }

  /** The last steps; one that has not ended lasts until the end of the test. */
  get records(): StepRecord[] {
    return this.#steps.slice(-keptSteps).map(({ subject, method, args, begun, ended, error }) => ({
      title: cut(`${subject}.${method}(${args.map(shown).join(', ')})`, longestTitle),
      at: milliseconds(begun - this.#begun),
      duration: milliseconds((ended ?? this.#stopped ?? now()) - begun),
      ...(error !== undefined && { error: cut(error, longestError) }),
    }))
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === 'function'
}

/** An argument in few words. */
function shown(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? '() => …' : value.name
  if (typeof value === 'object' && value !== null && 'expectation' in value) return String(value)
  const brief = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5, maxStringLength: 80 }
  try {
    return cut(inspect(value, brief), longestArgument)
  } catch {
    // Its own words failed.
    return '…'
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function milliseconds(value: number): number {
  return Math.round(value * 10) / 10
}
