import { CefrigError } from '../errors.js'
import type {
  Answer,
  Box,
  ElementState,
  Expectation,
  Observed,
  Operations,
  OptionChoice,
  Property,
  WaitState,
} from '../protocol/operation.js'
import type { Capture } from '../protocol/page.js'
import { type CaptureOptions, captureElement, captureKey, screenshotOf } from './capture.js'
import type { PageElement, PageFunctionOn } from './evaluation.js'
import { badArgument, requireString, run, runNow } from './failure.js'
import { Finder } from './finder.js'
import type { Frame } from './frame.js'
import type { ElementHandle, JSHandle } from './handle.js'
import {
  type ClickOptions,
  clickSchema,
  type FillOptions,
  fillSchema,
  type PointerOptions,
  pointerSchema,
  type ScreenshotOptions,
  screenshotSchema,
  type TimeoutOptions,
  type TypeOptions,
  timeoutSchema,
  typeSchema,
} from './method-options.js'
import { checkOptions, flag, type OptionSchema, oneOf } from './options.js'
import type { Page } from './page.js'
import { click, hover, setChecked } from './pointer.js'
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
export class Locator extends Finder {
  readonly #frame: Frame
  readonly #query: Query

  /** @internal */
  constructor(frame: Frame, query: Query) {
    super()
    this.#frame = frame
    this.#query = query
  }

  page(): Page {
    return this.#frame.page()
  }

  // --- Other locators

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

  // --- Actions

  /** Clicks when the element is visible, enabled, keeps its place and gets the click. @throws TIMEOUT, NOT_STRICT */
  click(options?: ClickOptions): Promise<void> {
    return this.#run('click', clickSchema, options, (deadline) => click(this, options ?? {}, deadline))
  }

  dblclick(options?: Omit<ClickOptions, 'clickCount'>): Promise<void> {
    return this.#run('dblclick', clickSchema, options, (deadline) =>
      click(this, { ...options, clickCount: 2 }, deadline),
    )
  }

  hover(options?: PointerOptions): Promise<void> {
    return this.#run('hover', pointerSchema, options, (deadline) => hover(this, options ?? {}, deadline))
  }

  /** Makes a checkbox or radio button checked, by a click if it is not. */
  check(options?: PointerOptions): Promise<void> {
    return this.#run('check', pointerSchema, options, (deadline) =>
      setChecked(this, true, options ?? {}, deadline),
    )
  }

  uncheck(options?: PointerOptions): Promise<void> {
    return this.#run('uncheck', pointerSchema, options, (deadline) =>
      setChecked(this, false, options ?? {}, deadline),
    )
  }

  setChecked(checked: boolean, options?: PointerOptions): Promise<void> {
    return this.#run('setChecked', pointerSchema, options, (deadline) =>
      setChecked(this, checked, options ?? {}, deadline),
    )
  }

  /** Replaces the text of a field, firing `input` once. */
  fill(value: string, options?: FillOptions): Promise<void> {
    return this.#run('fill', fillSchema, options, (deadline) => {
      requireString('the text', value)
      return this.#fill(value, options?.force ?? false, deadline)
    })
  }

  /** Empties a field. */
  clear(options?: FillOptions): Promise<void> {
    return this.#run('clear', fillSchema, options, (deadline) =>
      this.#fill('', options?.force ?? false, deadline),
    )
  }

  /** Focuses the element and presses a key, or a combination as `Control+A`. */
  press(key: string, options?: TypeOptions): Promise<void> {
    return this.#run('press', typeSchema, options, async (deadline) => {
      requireString('the key', key)
      await this.operate('focus', deadline, (target) => [target])
      await this.page().keyboard.pressNow(key, options?.delay)
    })
  }

  /** Focuses the element and presses the key of each character. */
  pressSequentially(text: string, options?: TypeOptions): Promise<void> {
    return this.#run('pressSequentially', typeSchema, options, (deadline) =>
      this.#type(text, options, deadline),
    )
  }

  /** Another name of {@link pressSequentially}. */
  type(text: string, options?: TypeOptions): Promise<void> {
    return this.#run('type', typeSchema, options, (deadline) => this.#type(text, options, deadline))
  }

  /** Chooses options of a `<select>` by value, label or index; answers with the values chosen. */
  selectOption(choice: OptionChoice | OptionChoice[] | null, options?: FillOptions): Promise<string[]> {
    return this.#run('selectOption', fillSchema, options, (deadline) => {
      const choices = choice === null ? [] : Array.isArray(choice) ? choice : [choice]
      return this.operate('selectOption', deadline, (target) => [target, choices, options?.force ?? false])
    })
  }

  /** Selects the text of the element. */
  selectText(options?: TimeoutOptions): Promise<void> {
    return this.#run('selectText', timeoutSchema, options, async (deadline) => {
      await this.operate('selectText', deadline, (target) => [target])
    })
  }

  focus(options?: TimeoutOptions): Promise<void> {
    return this.#run('focus', timeoutSchema, options, async (deadline) => {
      await this.operate('focus', deadline, (target) => [target])
    })
  }

  blur(options?: TimeoutOptions): Promise<void> {
    return this.#run('blur', timeoutSchema, options, async (deadline) => {
      await this.operate('blur', deadline, (target) => [target])
    })
  }

  scrollIntoViewIfNeeded(options?: TimeoutOptions): Promise<void> {
    return this.#run('scrollIntoViewIfNeeded', timeoutSchema, options, async (deadline) => {
      await this.operate('scrollIntoView', deadline, (target) => [target])
    })
  }

  // --- Questions

  textContent(options?: TimeoutOptions): Promise<string | null> {
    return this.#read('textContent', options)
  }

  innerText(options?: TimeoutOptions): Promise<string> {
    return this.#read('innerText', options)
  }

  innerHTML(options?: TimeoutOptions): Promise<string> {
    return this.#read('innerHTML', options)
  }

  /** The value of an `<input>`, `<textarea>` or `<select>`. */
  inputValue(options?: TimeoutOptions): Promise<string> {
    return this.#read('inputValue', options)
  }

  getAttribute(name: string, options?: TimeoutOptions): Promise<string | null> {
    return this.#run('getAttribute', timeoutSchema, options, (deadline) => {
      requireString('the name', name)
      return this.operate('attribute', deadline, (target) => [target, name])
    })
  }

  /** In CSS pixels of the page's viewport; null when the element has no box. */
  boundingBox(options?: TimeoutOptions): Promise<Box | null> {
    return this.#run('boundingBox', timeoutSchema, options, async (deadline) => {
      const box = (await this.operate('read', deadline, (target) => [target, 'boundingBox'])) as Box | null
      if (!box) return null
      const { x, y } = await this.#frame.offset()
      return { ...box, x: box.x + x, y: box.y + y }
    })
  }

  /** Answers at once; false when there is no element. */
  isVisible(): Promise<boolean> {
    return this.#hasState('isVisible', 'visible')
  }

  /** Answers at once; true when there is no element. */
  isHidden(): Promise<boolean> {
    return this.#hasState('isHidden', 'hidden')
  }

  isEnabled(options?: TimeoutOptions): Promise<boolean> {
    return this.#hasState('isEnabled', 'enabled', options)
  }

  isDisabled(options?: TimeoutOptions): Promise<boolean> {
    return this.#hasState('isDisabled', 'disabled', options)
  }

  isEditable(options?: TimeoutOptions): Promise<boolean> {
    return this.#hasState('isEditable', 'editable', options)
  }

  isChecked(options?: TimeoutOptions): Promise<boolean> {
    return this.#hasState('isChecked', 'checked', options)
  }

  /** How many elements there are now. */
  count(): Promise<number> {
    return run('locator.count', () =>
      this.#frame.operate('count', this.#page.deadline(), () => [this.#query.selector], this.#query.words),
    )
  }

  /** A locator for each element that there is now. */
  async all(): Promise<Locator[]> {
    const count = await run('locator.all', () => this.count())
    return Array.from({ length: count }, (_, index) => this.nth(index))
  }

  allTextContents(): Promise<string[]> {
    return this.#texts('allTextContents', 'textContent')
  }

  allInnerTexts(): Promise<string[]> {
    return this.#texts('allInnerTexts', 'innerText')
  }

  /** Waits until the element is there, visible, hidden or gone. Default `visible`. @throws TIMEOUT */
  waitFor(options?: TimeoutOptions & { state?: WaitState }): Promise<void> {
    const schema = { ...timeoutSchema, state: oneOf('attached', 'detached', 'visible', 'hidden') }
    return this.#run('waitFor', schema, options, async (deadline) => {
      await this.operate('waitFor', deadline, (target) => [target, options?.state ?? 'visible'])
    })
  }

  // --- Code in the page

  /** Runs a function in the page with the element as its first argument. */
  evaluate<Result, Arg = undefined>(
    fn: PageFunctionOn<PageElement, Arg, Result>,
    arg?: Arg,
    options?: TimeoutOptions,
  ): Promise<Result> {
    return this.#run('evaluate', timeoutSchema, options, (deadline) =>
      this.#withElement(deadline, (element) => this.#frame.evaluateNow<Result>(fn, [element, arg])),
    )
  }

  evaluateHandle<Result, Arg = undefined>(
    fn: PageFunctionOn<PageElement, Arg, Result>,
    arg?: Arg,
    options?: TimeoutOptions,
  ): Promise<JSHandle<Result>> {
    return this.#run('evaluateHandle', timeoutSchema, options, (deadline) =>
      this.#withElement(deadline, (element) => this.#frame.evaluateHandleNow<Result>(fn, [element, arg])),
    )
  }

  /** Runs a function in the page with an array of all elements as its first argument. */
  evaluateAll<Result, Arg = undefined>(
    fn: PageFunctionOn<PageElement[], Arg, Result>,
    arg?: Arg,
  ): Promise<Result> {
    return run('locator.evaluateAll', async () => {
      const { selector, words } = this.#query
      const elements = await this.#frame.elements('elements', [selector], words, 0)
      const result = await this.#frame.evaluateNow<Result>(fn, [elements, arg])
      for (const element of elements) void element.dispose()
      return result
    })
  }

  /** The element itself. */
  elementHandle(options?: TimeoutOptions): Promise<ElementHandle<PageElement>> {
    return this.#run('elementHandle', timeoutSchema, options, (deadline) => this.#element(deadline))
  }

  // --- Pictures

  /** The element as a PNG. */
  screenshot(options?: ScreenshotOptions): Promise<Buffer> {
    return this.#run('screenshot', screenshotSchema, options, (deadline) =>
      screenshotOf((capture) => captureElement(this, { ...capture, timeout: deadline.left }), options),
    )
  }

  /** @internal */
  [captureKey](options: CaptureOptions): Promise<Capture> {
    return run('locator.capture', () => captureElement(this, options))
  }

  override toString(): string {
    return this.#query.words
  }

  // --- For the other parts of the client

  /** @internal */
  get frame(): Frame {
    return this.#frame
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
    const { selector, words } = this.#query
    return this.#frame.operate(name, deadline, (timeout) => args({ selector, timeout }), words)
  }

  get #page(): Page {
    return this.#frame.page()
  }

  /** @internal */
  protected override find(method: string, next: () => Query): Locator {
    const { selector, words } = runNow(`locator.${method}`, next)
    return new Locator(this.#frame, {
      selector: `${this.#query.selector} >> ${selector}`,
      words: `${this.#query.words}.${words}`,
    })
  }

  #nested(other: Locator): string {
    if (!(other instanceof Locator))
      throw badArgument('what is given is no locator', 'Give a locator of this page')
    if (other.#frame !== this.#frame)
      throw badArgument(`${other} belongs to another frame`, 'Give a locator of the same frame')
    return JSON.stringify(other.#query.selector)
  }

  #run<Options extends TimeoutOptions, T>(
    method: string,
    schema: OptionSchema<Options>,
    options: Options | undefined,
    work: (deadline: Deadline) => T | Promise<T>,
  ): Promise<T> {
    return run(`locator.${method}`, () => {
      checkOptions(`locator.${method}()`, schema, options)
      return work(this.#page.deadline(options?.timeout))
    })
  }

  #read<T>(method: Property, options?: TimeoutOptions): Promise<T> {
    return this.#run(
      method,
      timeoutSchema,
      options,
      (deadline) => this.operate('read', deadline, (target) => [target, method]) as Promise<T>,
    )
  }

  #hasState(
    method: string,
    state: Exclude<ElementState, 'stable'>,
    options?: TimeoutOptions,
  ): Promise<boolean> {
    return this.#run(method, timeoutSchema, options, (deadline) =>
      this.operate('hasState', deadline, (target) => [target, state]),
    )
  }

  #texts(method: string, property: 'textContent' | 'innerText'): Promise<string[]> {
    return run(`locator.${method}`, () =>
      this.#frame.operate(
        'texts',
        this.#page.deadline(),
        () => [this.#query.selector, property],
        this.#query.words,
      ),
    )
  }

  async #fill(value: string, force: boolean, deadline: Deadline): Promise<void> {
    const how = await this.operate('fill', deadline, (target) => [target, value, force])
    if (how === 'done') return
    const { keyboard } = this.#page
    if (value === '') await keyboard.pressNow('Delete')
    else await keyboard.insertNow(value)
  }

  async #type(text: string, options: TypeOptions | undefined, deadline: Deadline): Promise<void> {
    requireString('the text', text)
    await this.operate('focus', deadline, (target) => [target])
    await this.#page.keyboard.typeNow(text, options?.delay)
  }

  async #element(deadline: Deadline): Promise<ElementHandle<PageElement>> {
    const { selector, words } = this.#query
    const target = { selector, timeout: deadline.left }
    const [element] = await this.#frame.elements('element', [target], words, deadline.timeout)
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
