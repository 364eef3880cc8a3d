import type { Mask } from '../protocol/look.js'
import type { Answer, Expectation, Observed, Operations } from '../protocol/operation.js'
import { badArgument, run } from './failure.js'
import { Finder } from './finder.js'
import type { Frame } from './frame.js'
import type { TimeoutOptions } from './method-options.js'
import { checkOptions, type OptionSchema } from './options.js'
import type { Page } from './page.js'
import type { Query } from './selector.js'
import type { Deadline } from './timers.js'

/** What all methods of a locator stand on: the frame, the query, and operations of the injected script. */
export abstract class LocatorBase extends Finder {
  /** @internal */
  readonly frame: Frame
  /** @internal */
  protected readonly query: Query

  /** @internal */
  constructor(frame: Frame, query: Query) {
    super()
    this.frame = frame
    this.query = query
  }

  page(): Page {
    return this.frame.page()
  }

  /** @internal What it stands for in a picture of the page. */
  maskedIn(page: unknown): Mask {
    if (this.page() !== page)
      throw badArgument(`${this} belongs to another page`, 'Mask with locators of the page of the picture')
    return this.frame.mask(this.query.selector)
  }

  override toString(): string {
    return this.query.words
  }

  /** @internal What a matcher waits for. */
  expectation(
    name: string,
    expectation: Expectation,
    negated: boolean,
    deadline: Deadline,
  ): Promise<Observed> {
    return run(name, () => this.operate('expect', deadline, (target) => [target, expectation, negated]))
  }

  /** @internal An operation of the injected script on this locator's element. */
  operate<Name extends keyof Operations>(
    name: Name,
    deadline: Deadline,
    args: (target: { selector: string; timeout: number }) => Parameters<Operations[Name]>,
  ): Promise<ReturnType<Operations[Name]> extends Answer<infer T> ? T : ReturnType<Operations[Name]>> {
    const { selector, words } = this.query
    return this.frame.operate(name, deadline, (timeout) => args({ selector, timeout }), words)
  }

  /** @internal Checks the options and runs the work of a public method. */
  protected run<Options extends TimeoutOptions, T>(
    method: string,
    schema: OptionSchema<Options>,
    options: Options | undefined,
    work: (deadline: Deadline) => T | Promise<T>,
  ): Promise<T> {
    return run(`locator.${method}`, () => {
      checkOptions(`locator.${method}()`, schema, options)
      return work(this.page().deadline(options?.timeout))
    })
  }
}
