import type { DropData } from '../protocol/input.js'
import type { OptionChoice, Point } from '../protocol/operation.js'
import { badArgument, kindOf, requireString } from './failure.js'
import { dropData } from './input/dropping.js'
import { LocatorBase } from './locator-base.js'
import { LocatorQuestions } from './locator-questions.js'
import {
  type ClickOptions,
  clickSchema,
  type DragOptions,
  dragSchema,
  type FillOptions,
  fillSchema,
  type PointerOptions,
  pointerSchema,
  type TimeoutOptions,
  type TypeOptions,
  timeoutSchema,
  typeSchema,
} from './method-options.js'
import { click, drag, hover, place, setChecked, tap } from './pointer.js'
import type { Deadline } from './timers.js'

const { timeout, position } = pointerSchema
const dropSchema = { timeout, position }

/** What can be done to a locator's element. Each method waits until the element is there and ready for it. */
export abstract class LocatorActions extends LocatorQuestions {
  /** Clicks when the element is visible, enabled, keeps its place and gets the click. @throws TIMEOUT, NOT_STRICT */
  click(options?: ClickOptions): Promise<void> {
    return this.run('click', clickSchema, options, (deadline) => click(this, options ?? {}, deadline))
  }

  dblclick(options?: Omit<ClickOptions, 'clickCount'>): Promise<void> {
    return this.run('dblclick', clickSchema, options, (deadline) =>
      click(this, { ...options, clickCount: 2 }, deadline),
    )
  }

  hover(options?: PointerOptions): Promise<void> {
    return this.run('hover', pointerSchema, options, (deadline) => hover(this, options ?? {}, deadline))
  }

  /** Touches the element as a finger does. It is waited for as for a click. @throws TIMEOUT, NOT_STRICT */
  tap(options?: PointerOptions): Promise<void> {
    return this.run('tap', pointerSchema, options, (deadline) => tap(this, options ?? {}, deadline))
  }

  /**
   * Drags the element onto another with the mouse: by HTML drag and drop where the element is draggable, otherwise by the mouse's own
   * events.
   * @throws TIMEOUT, NOT_STRICT
   */
  dragTo(target: LocatorBase, options?: DragOptions): Promise<void> {
    return this.run('dragTo', dragSchema, options, (deadline) => {
      if (!(target instanceof LocatorBase))
        throw badArgument(`the target is ${kindOf(target)}`, 'Give a locator')
      return drag(this, target, options ?? {}, deadline)
    })
  }

  /** Drops something from outside on the element, as {@link Page.drop} does. @throws TIMEOUT, NOT_STRICT, BAD_ARGUMENT */
  drop(data: DropData, options?: TimeoutOptions & { position?: Point }): Promise<boolean> {
    return this.run('drop', dropSchema, options, async (deadline) => {
      const dropped = await dropData('locator.drop()', data)
      const { x, y } = await place(this, options?.position, deadline)
      return this.page().call('page.drop', dropped, x, y)
    })
  }

  /** Makes a checkbox or radio button checked, by a click if it is not. */
  check(options?: PointerOptions): Promise<void> {
    return this.run('check', pointerSchema, options, (deadline) =>
      setChecked(this, true, options ?? {}, deadline),
    )
  }

  uncheck(options?: PointerOptions): Promise<void> {
    return this.run('uncheck', pointerSchema, options, (deadline) =>
      setChecked(this, false, options ?? {}, deadline),
    )
  }

  setChecked(checked: boolean, options?: PointerOptions): Promise<void> {
    return this.run('setChecked', pointerSchema, options, (deadline) =>
      setChecked(this, checked, options ?? {}, deadline),
    )
  }

  /** Replaces the text of a field, firing `input` once. */
  fill(value: string, options?: FillOptions): Promise<void> {
    return this.run('fill', fillSchema, options, (deadline) => {
      requireString('the text', value)
      return this.#fill(value, options?.force ?? false, deadline)
    })
  }

  /** Empties a field. */
  clear(options?: FillOptions): Promise<void> {
    return this.run('clear', fillSchema, options, (deadline) =>
      this.#fill('', options?.force ?? false, deadline),
    )
  }

  /** Focuses the element and presses a key, or a combination as `Control+A`. */
  press(key: string, options?: TypeOptions): Promise<void> {
    return this.run('press', typeSchema, options, async (deadline) => {
      requireString('the key', key)
      await this.operate('focus', deadline, (target) => [target])
      await this.page().keyboard.pressNow(key, options?.delay)
    })
  }

  /** Focuses the element and presses the key of each character. */
  pressSequentially(text: string, options?: TypeOptions): Promise<void> {
    return this.run('pressSequentially', typeSchema, options, (deadline) =>
      this.#type(text, options, deadline),
    )
  }

  /** Another name of {@link pressSequentially}. */
  type(text: string, options?: TypeOptions): Promise<void> {
    return this.run('type', typeSchema, options, (deadline) => this.#type(text, options, deadline))
  }

  /** Chooses options of a `<select>` by value, label or index; answers with the values chosen. */
  selectOption(choice: OptionChoice | OptionChoice[] | null, options?: FillOptions): Promise<string[]> {
    return this.run('selectOption', fillSchema, options, (deadline) => {
      const choices = choice === null ? [] : Array.isArray(choice) ? choice : [choice]
      return this.operate('selectOption', deadline, (target) => [target, choices, options?.force ?? false])
    })
  }

  /** Selects the text of the element. */
  selectText(options?: TimeoutOptions): Promise<void> {
    return this.run('selectText', timeoutSchema, options, async (deadline) => {
      await this.operate('selectText', deadline, (target) => [target])
    })
  }

  focus(options?: TimeoutOptions): Promise<void> {
    return this.run('focus', timeoutSchema, options, async (deadline) => {
      await this.operate('focus', deadline, (target) => [target])
    })
  }

  blur(options?: TimeoutOptions): Promise<void> {
    return this.run('blur', timeoutSchema, options, async (deadline) => {
      await this.operate('blur', deadline, (target) => [target])
    })
  }

  scrollIntoViewIfNeeded(options?: TimeoutOptions): Promise<void> {
    return this.run('scrollIntoViewIfNeeded', timeoutSchema, options, async (deadline) => {
      await this.operate('scrollIntoView', deadline, (target) => [target])
    })
  }

  async #fill(value: string, force: boolean, deadline: Deadline): Promise<void> {
    const how = await this.operate('fill', deadline, (target) => [target, value, force])
    if (how === 'done') return
    const { keyboard } = this.page()
    if (value === '') await keyboard.pressNow('Delete')
    else await keyboard.insertNow(value)
  }

  async #type(text: string, options: TypeOptions | undefined, deadline: Deadline): Promise<void> {
    requireString('the text', text)
    await this.operate('focus', deadline, (target) => [target])
    await this.page().keyboard.typeNow(text, options?.delay)
  }
}
