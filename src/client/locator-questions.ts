import { boxOutside } from '../protocol/frame-place.js'
import type { Box, ElementState, Property, WaitState } from '../protocol/operation.js'
import { requireString, run } from './failure.js'
import { LocatorBase } from './locator-base.js'
import { type TimeoutOptions, timeoutSchema } from './method-options.js'
import { oneOf } from './options.js'

/** What can be asked about a locator's elements. */
export abstract class LocatorQuestions extends LocatorBase {
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
    return this.run('getAttribute', timeoutSchema, options, (deadline) => {
      requireString('the name', name)
      return this.operate('attribute', deadline, (target) => [target, name])
    })
  }

  /**
   * What assistive technology finds in the element, in YAML: a line for each role with its name and state. `toMatchAria()` takes
   * it, or a part of it.
   */
  ariaSnapshot(options?: TimeoutOptions): Promise<string> {
    return this.run('ariaSnapshot', timeoutSchema, options, (deadline) =>
      this.operate('ariaSnapshot', deadline, (target) => [target]),
    )
  }

  /** In CSS pixels of the page's viewport; null when the element has no box. */
  boundingBox(options?: TimeoutOptions): Promise<Box | null> {
    return this.run('boundingBox', timeoutSchema, options, async (deadline) => {
      const box = (await this.operate('read', deadline, (target) => [target, 'boundingBox'])) as Box | null
      if (!box) return null
      return boxOutside(await this.frame.place(), box)
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
      this.frame.operate('count', this.page().deadline(), () => [this.query.selector], this.query.words),
    )
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
    return this.run('waitFor', schema, options, async (deadline) => {
      await this.operate('waitFor', deadline, (target) => [target, options?.state ?? 'visible'])
    })
  }

  #read<T>(method: Property, options?: TimeoutOptions): Promise<T> {
    return this.run(
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
    return this.run(method, timeoutSchema, options, (deadline) =>
      this.operate('hasState', deadline, (target) => [target, state]),
    )
  }

  #texts(method: string, property: 'textContent' | 'innerText'): Promise<string[]> {
    return run(`locator.${method}`, () =>
      this.frame.operate(
        'texts',
        this.page().deadline(),
        () => [this.query.selector, property],
        this.query.words,
      ),
    )
  }
}
