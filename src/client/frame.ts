import { CefrigError, isCefrigError } from '../errors.js'
import { ariaSource } from '../protocol/evaluation.js'
import { type FramePlace, wholePage } from '../protocol/frame-place.js'
import type { Mask } from '../protocol/look.js'
import type { Answer, Expectation, Operations } from '../protocol/operation.js'
import type { EvaluateResult, FrameId } from '../protocol/page.js'
import { decodeValue, encodeArguments, type Reference } from '../protocol/value.js'
import { type PageElement, type PageFunction, type Source, sourceOf } from './evaluation.js'
import { badArgument, run, runNow } from './failure.js'
import { Finder } from './finder.js'
import { ElementHandle, isHandle, JSHandle } from './handle.js'
import { Locator } from './locator.js'
import { answered, timedOut } from './operation-answer.js'
import { checkOptions, milliseconds } from './options.js'
import type { Page } from './page.js'
import { injectScript, injectStyle, type TagOptions } from './page-tags.js'
import type { Query } from './selector.js'
import { type Deadline, sleep } from './timers.js'

/** How long the page may be silent after a deadline of its own before the client speaks for it, in milliseconds. */
const GRACE_MS = 2_000
const POLL_MS = 20

/** A frame of a page: the main one, or an iframe. */
export class Frame extends Finder {
  readonly #page: Page
  readonly #id: FrameId
  readonly #parentId: FrameId | null
  #url = ''
  #name = ''
  #isDetached = false

  /** @internal */
  constructor(page: Page, id: FrameId, parentId: FrameId | null) {
    super()
    this.#page = page
    this.#id = id
    this.#parentId = parentId
  }

  page(): Page {
    return this.#page
  }

  url(): string {
    return this.#url
  }

  /** The frame's name, as in `<iframe name>`. */
  name(): string {
    return this.#name
  }

  parentFrame(): Frame | null {
    return this.#parentId === null ? null : this.#page.frameOf(this.#parentId)
  }

  childFrames(): Frame[] {
    return this.#page.frames().filter((frame) => frame.parentFrame() === this)
  }

  isDetached(): boolean {
    return this.#isDetached
  }

  /** Runs a function, or an expression, in the page and copies its result. Promises are waited for. */
  evaluate<Result, Arg = undefined>(fn: PageFunction<Arg, Result>, arg?: Arg): Promise<Result> {
    return run('frame.evaluate', () => this.evaluateNow<Result>(fn, [arg]))
  }

  /** Like {@link evaluate}, but leaves the result in the page. */
  evaluateHandle<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
  ): Promise<JSHandle<Result>> {
    return run('frame.evaluateHandle', () => this.evaluateHandleNow<Result>(fn, [arg]))
  }

  /** Evaluates until the result is truthy. @throws TIMEOUT */
  waitForFunction<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
    options?: { timeout?: number },
  ): Promise<JSHandle<Result>> {
    return run('frame.waitForFunction', () => this.waitForFunctionNow(fn, arg, options))
  }

  /** The document as HTML. */
  content(): Promise<string> {
    return run('frame.content', () => this.contentNow())
  }

  title(): Promise<string> {
    return run('frame.title', () => this.evaluateNow<string>('document.title', []))
  }

  /** Adds a `<style>` or a style sheet. */
  addStyleTag(options: TagOptions): Promise<ElementHandle> {
    return run('frame.addStyleTag', () => injectStyle(this, options))
  }

  /** Adds a `<script>` and waits until it has run, but for a module given as `content`. */
  addScriptTag(options: TagOptions): Promise<ElementHandle> {
    return run('frame.addScriptTag', () => injectScript(this, options))
  }

  /** @internal */
  find(method: string, query: () => Query): Locator {
    return new Locator(this, runNow(`frame.${method}`, query))
  }

  /** @internal */
  async evaluateNow<Result>(fn: unknown, args: readonly unknown[]): Promise<Result> {
    const result = await this.#evaluate(sourceOf(fn), args, 'main', false)
    return 'value' in result ? (decodeValue(result.value) as Result) : (undefined as Result)
  }

  /** @internal */
  async evaluateHandleNow<Result>(fn: unknown, args: readonly unknown[]): Promise<JSHandle<Result>> {
    return this.#handle<Result>(await this.#evaluate(sourceOf(fn), args, 'main', true))
  }

  /** @internal */
  async waitForFunctionNow<Result>(
    fn: unknown,
    arg: unknown,
    options: { timeout?: number } = {},
  ): Promise<JSHandle<Result>> {
    checkOptions<{ timeout?: number }>('page.waitForFunction()', { timeout: milliseconds }, options)
    const deadline = this.#page.deadline(options.timeout)
    const source = sourceOf(fn)
    const late = (): never => {
      const message = `the function was not truthy after ${deadline.timeout} ms. Check it against the page, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { timeout: deadline.timeout } })
    }
    for (;;) {
      const attempt = this.#evaluate(source, [arg], 'main', true).catch((error) => {
        if (!isCefrigError(error, 'EXECUTION_CONTEXT_LOST')) throw error
        return null
      })
      attempt.catch(() => {})
      const result = await deadline.guard(attempt, late)
      const handle = result && this.#handle<Result>(result)
      if (handle?.isTruthy) return handle
      if (deadline.isOver) late()
      await sleep(POLL_MS)
    }
  }

  /** @internal */
  contentNow(): Promise<string> {
    return this.evaluateNow<string>(
      `(document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '') + (document.documentElement?.outerHTML ?? '')`,
      [],
    )
  }

  /**
   * An operation of the injected script on elements. It waits in the page; when the document goes away meanwhile, it starts again
   * in the next one.
   * @internal
   */
  async operate<Name extends keyof Operations>(
    name: Name,
    deadline: Deadline,
    args: (timeout: number) => Parameters<Operations[Name]>,
    words: string,
  ): Promise<ReturnType<Operations[Name]> extends Answer<infer T> ? T : ReturnType<Operations[Name]>> {
    const silent = () => {
      const fact = 'the page does not answer; its script may be busy, or a dialog open'
      throw timedOut(words, deadline.timeout, fact)
    }
    for (;;) {
      try {
        const given = args(deadline.left)
        const aria = needsAria(name, given) ? `globalThis.__cefrigAria ??= ${ariaSource()};` : ''
        const source = `(...args) => {${aria} return globalThis.__cefrig.${name}(...args) }`
        const asked = this.#evaluate({ source, isFunction: true }, given, 'isolated', false)
        asked.catch(() => {})
        const result = await deadline.guard(asked, silent, GRACE_MS)
        return answered(words, deadline.timeout, decodeValue('value' in result ? result.value : '[-1]'))
      } catch (error) {
        if (!isCefrigError(error, 'EXECUTION_CONTEXT_LOST') || deadline.isOver || name === 'unguard')
          throw error
      }
    }
  }

  /** Handles in the page's own world of the elements that an operation of the injected script finds. @internal */
  async elements(name: 'element' | 'elements', args: unknown[], words: string, timeout: number) {
    const source = { source: `(...args) => globalThis.__cefrig.${name}(...args)`, isFunction: true }
    const result = await this.#evaluate(source, args, 'isolated', true)
    if ('value' in result || result.handle.objectId === '') {
      const text = 'value' in result ? result.value : result.handle.preview
      return answered(words, timeout, JSON.parse(decodeValue(text) as string))
    }
    const ids = await this.#page.call('handle.adopt', this.#id, result.handle.objectId)
    return ids.map((id) => new ElementHandle<PageElement>(this, id, 'JSHandle@node'))
  }

  /** @internal */
  mask(selector: string): Mask {
    return { frameId: this.#id, selector }
  }

  /** Where the frame lies in the page's viewport. @internal */
  async place(): Promise<FramePlace> {
    return this.#parentId === null ? wholePage : this.#page.call('frame.place', this.#id)
  }

  /** @internal */
  async disposeHandle(objectId: string): Promise<void> {
    if (this.#page.closed || this.#isDetached) return
    await this.#page.call('handle.dispose', this.#id, objectId).catch(() => {})
  }

  /** @internal The frame that an element holds. */
  async contentOf(objectId: string): Promise<Frame | null> {
    return this.#page.frameOf(await this.#page.call('handle.contentFrame', this.#id, objectId))
  }

  /** @internal */
  setFiles(objectId: string, paths: readonly string[]): Promise<void> {
    return this.#page.call('element.setFiles', this.#id, objectId, paths)
  }

  /** @internal A remote object that did not come from an evaluation. */
  handleOf(objectId: string, preview: string, isElement: boolean): JSHandle {
    return isElement ? new ElementHandle(this, objectId, preview) : new JSHandle(this, objectId, preview)
  }

  /** @internal */
  navigated(url: string, name: string): void {
    this.#url = url
    this.#name = name
  }

  /** @internal */
  detached(): void {
    this.#isDetached = true
  }

  async #evaluate(
    { source, isFunction }: Source,
    values: readonly unknown[],
    world: 'main' | 'isolated',
    returnHandle: boolean,
  ): Promise<EvaluateResult> {
    this.#page.requireOpen()
    if (this.#isDetached) {
      throw new CefrigError('FRAME_DETACHED', `The frame ${this.#url} was removed from the page.`)
    }
    const { args, handles } = encodeArguments('page.evaluate', values, (value) => this.#reference(value))
    const request = { source, isFunction, args, handles, world, returnHandle }
    return this.#page.call('frame.evaluate', this.#id, request)
  }

  #reference(value: object): Reference | undefined {
    if (!isHandle(value)) return undefined
    if (value.frame !== this) {
      throw badArgument(
        `the handle ${value} belongs to ${value.frame.page() === this.#page ? 'another frame' : 'another page'}`,
        'Use it in the frame that it came from',
      )
    }
    return value.reference()
  }

  #handle<Result>(result: EvaluateResult): JSHandle<Result> {
    const encoded =
      'value' in result ? result.value : result.handle.objectId === '' ? result.handle.preview : null
    if (encoded !== null) {
      const value = decodeValue(encoded)
      return new JSHandle<Result>(this, '', `JSHandle@${typeof value}`, { value })
    }
    const { objectId, preview, isElement } = (
      result as { handle: { objectId: string; preview: string; isElement: boolean } }
    ).handle
    const Kind = isElement ? ElementHandle : JSHandle
    return new Kind<Result>(this, objectId, preview)
  }
}

/** Whether an operation looks at what assistive technology finds, which takes a script of its own. */
function needsAria(name: keyof Operations, [, second]: readonly unknown[]): boolean {
  return name === 'ariaSnapshot' || (name === 'expect' && (second as Expectation).kind === 'aria')
}
