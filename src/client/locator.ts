import { CefrigError } from '../errors.js'
import type { Capture } from '../protocol/page.js'
import { type CaptureOptions, captureElement, captureKey, screenshotOf } from './capture.js'
import type { PageElement, PageFunctionOn } from './evaluation.js'
import { badArgument, run, runNow } from './failure.js'
import type { ElementHandle, JSHandle } from './handle.js'
import { LocatorActions } from './locator-actions.js'
import {
  type ScreenshotOptions,
  screenshotSchema,
  type TimeoutOptions,
  timeoutSchema,
} from './method-options.js'
import { checkOptions, flag, type OptionSchema } from './options.js'
import type { Files } from './prompts/file-payload.js'
import { setInputFiles } from './prompts/input-files.js'
import { byCss, hasNotText, hasText, type Query, quote, requireText } from './selector.js'
import type { Deadline } from './timers.js'

/** Which of a locator's elements to keep. All that are given must hold. */
export interface FilterOptions {
  hasText?: string | RegExp
  hasNotText?: string | RegExp
  /** An element inside that this locator finds. */
  has?: Locator
  hasNot?: Locator
  visible?: boolean
}

const anything = { give: 'a string, a regular expression or a locator', accepts: () => true }
const filterSchema: OptionSchema<FilterOptions> = {
  hasText: anything,
  hasNotText: anything,
  has: anything,
  hasNot: anything,
  visible: flag,
}

/** A way to find elements, used anew by every method, which waits until the element is there and ready. */
export class Locator extends LocatorActions {
  /** Elements inside, by selector or as another locator finds them. */
  override locator(selector: string | Locator): Locator {
    return this.find('locator', () =>
      selector instanceof Locator
        ? { selector: `internal:chain=${this.#nested(selector)}`, words: `locator(${selector})` }
        : byCss(selector),
    )
  }

  /** Those of the elements that have, or have not, a text or another element inside. */
  filter(options: FilterOptions): Locator {
    return this.find('filter', () => {
      checkOptions('locator.filter()', filterSchema, options)
      const parts: string[] = []
      const words: string[] = []
      const add = (name: keyof FilterOptions, part: string, shown: unknown) => {
        parts.push(part)
        words.push(`${name}: ${shown}`)
      }
      if (options.hasText !== undefined) {
        requireText('hasText', options.hasText)
        add('hasText', hasText(options.hasText), quote(options.hasText))
      }
      if (options.hasNotText !== undefined) {
        requireText('hasNotText', options.hasNotText)
        add('hasNotText', hasNotText(options.hasNotText), quote(options.hasNotText))
      }
      if (options.has) add('has', `internal:has=${this.#nested(options.has)}`, options.has)
      if (options.hasNot) add('hasNot', `internal:has-not=${this.#nested(options.hasNot)}`, options.hasNot)
      if (options.visible !== undefined) add('visible', `visible=${options.visible}`, options.visible)
      return { selector: parts.join(' >> '), words: `filter({ ${words.join(', ')} })` }
    })
  }

  /** The element at a position, from 0; negative ones are not counted from the end but for -1, the last. */
  nth(index: number): Locator {
    return this.find('nth', () => {
      if (!Number.isInteger(index) || index < -1)
        throw badArgument(`the index is ${index}`, 'Give a whole number from 0, or -1')
      return { selector: `nth=${index}`, words: `nth(${index})` }
    })
  }

  first(): Locator {
    return this.find('first', () => ({ selector: 'nth=0', words: 'first()' }))
  }

  last(): Locator {
    return this.find('last', () => ({ selector: 'nth=-1', words: 'last()' }))
  }

  /** The elements that both find. */
  and(other: Locator): Locator {
    return this.find('and', () => ({
      selector: `internal:and=${this.#nested(other)}`,
      words: `and(${other})`,
    }))
  }

  /** The elements that one or the other finds. */
  or(other: Locator): Locator {
    return this.find('or', () => ({ selector: `internal:or=${this.#nested(other)}`, words: `or(${other})` }))
  }

  /** A locator for each element that there is now. */
  async all(): Promise<Locator[]> {
    const count = await run('locator.all', () => this.count())
    return Array.from({ length: count }, (_, index) => this.nth(index))
  }

  /** Runs a function in the page with the element as its first argument. */
  evaluate<Result, Arg = undefined, Element extends PageElement = PageElement>(
    fn: PageFunctionOn<Element, Arg, Result>,
    arg?: Arg,
    options?: TimeoutOptions,
  ): Promise<Result> {
    return this.run('evaluate', timeoutSchema, options, (deadline) =>
      this.#withElement(deadline, (element) => this.frame.evaluateNow<Result>(fn, [element, arg])),
    )
  }

  evaluateHandle<Result, Arg = undefined, Element extends PageElement = PageElement>(
    fn: PageFunctionOn<Element, Arg, Result>,
    arg?: Arg,
    options?: TimeoutOptions,
  ): Promise<JSHandle<Result>> {
    return this.run('evaluateHandle', timeoutSchema, options, (deadline) =>
      this.#withElement(deadline, (element) => this.frame.evaluateHandleNow<Result>(fn, [element, arg])),
    )
  }

  /** Runs a function in the page with an array of all elements as its first argument. */
  evaluateAll<Result, Arg = undefined, Element extends PageElement = PageElement>(
    fn: PageFunctionOn<Element[], Arg, Result>,
    arg?: Arg,
  ): Promise<Result> {
    return run('locator.evaluateAll', async () => {
      const { selector, words } = this.query
      const elements = await this.frame.elements('elements', [selector], words, 0)
      const result = await this.frame.evaluateNow<Result>(fn, [elements, arg])
      for (const element of elements) void element.dispose()
      return result
    })
  }

  /** The element itself. */
  elementHandle(options?: TimeoutOptions): Promise<ElementHandle<PageElement>> {
    return this.run('elementHandle', timeoutSchema, options, (deadline) => this.#element(deadline))
  }

  /**
   * Chooses files of an `<input type="file">`, without its chooser; none takes them all out. The page gets the events `input` and
   * `change`. @throws BAD_ARGUMENT for what does not exist, or more than the input takes
   */
  setInputFiles(files: Files, options?: TimeoutOptions): Promise<void> {
    return this.run('setInputFiles', timeoutSchema, options, (deadline) =>
      this.#withElement(deadline, (element) => setInputFiles(element, files, this.query.words)),
    )
  }

  /** The element as a PNG. */
  screenshot(options?: ScreenshotOptions): Promise<Buffer> {
    return this.run('screenshot', screenshotSchema, options, (deadline) =>
      screenshotOf((capture) => captureElement(this, { ...capture, timeout: deadline.left }), options),
    )
  }

  /** @internal */
  [captureKey](options: CaptureOptions): Promise<Capture> {
    return run('locator.capture', () => captureElement(this, options))
  }

  /** @internal */
  protected override find(method: string, next: () => Query): Locator {
    const { selector, words } = runNow(`locator.${method}`, next)
    return new Locator(this.frame, {
      selector: `${this.query.selector} >> ${selector}`,
      words: `${this.query.words}.${words}`,
    })
  }

  #nested(other: Locator): string {
    if (!(other instanceof Locator))
      throw badArgument('what is given is no locator', 'Give a locator of this page')
    if (other.frame !== this.frame)
      throw badArgument(`${other} belongs to another frame`, 'Give a locator of the same frame')
    return JSON.stringify(other.query.selector)
  }

  async #element(deadline: Deadline): Promise<ElementHandle<PageElement>> {
    const { selector, words } = this.query
    const target = { selector, timeout: deadline.left }
    const [element] = await this.frame.elements('element', [target], words, deadline.timeout)
    if (!element)
      throw new CefrigError('EXECUTION_CONTEXT_LOST', `The element of ${words} went away. Try again.`)
    return element
  }

  async #withElement<T>(
    deadline: Deadline,
    work: (element: ElementHandle<PageElement>) => Promise<T>,
  ): Promise<T> {
    const element = await this.#element(deadline)
    try {
      return await work(element)
    } finally {
      void element.dispose()
    }
  }
}
