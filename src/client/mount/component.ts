import type { Frame } from '../frame.js'
import { Locator } from '../locator.js'
import { checkOptions } from '../options.js'
import { runPlaced } from './failures.js'
import type { Mounting } from './mounting.js'
import { requireProps } from './nested.js'
import { type UpdateOptions, updateSchema } from './options.js'

/**
 * A mounted component: a locator of the element that it rendered, or, when it rendered several or texts, of the element around
 * them. Dialogs that a component puts elsewhere into the document are found by the page.
 */
export class Component<Props extends object = Record<string, unknown>> extends Locator {
  readonly #mounting: Mounting
  readonly #id: number

  /** @internal */
  constructor(frame: Frame, mounting: Mounting, id: number, words: string) {
    const root = `#cefrig-root-${id}`
    const places = [
      `${root}[data-single="1"] > *`,
      `${root}[data-single="2"] > * > *`,
      `${root}:not([data-single])`,
    ]
    super(frame, { selector: `css=${places.join(', ')}`, words })
    this.#mounting = mounting
    this.#id = id
  }

  /**
   * Gives the component other values for these properties, and other slots where they are given; what is not named stays. Its state
   * stays too. Resolves when it has been rendered.
   * @throws MOUNT_FAILED when it throws while it is rendered, or after `unmount()`; NOT_SERIALIZABLE, PAGE_CLOSED
   */
  update(props: Partial<Props>, options: UpdateOptions = {}): Promise<void> {
    return runPlaced('component.update', async () => {
      requireProps(props)
      checkOptions('component.update()', updateSchema, options)
      return this.#mounting.update(this.#id, props as Record<string, unknown>, options)
    })
  }

  /** Takes the component out of the document, as its framework does it. Again is no error. @throws MOUNT_FAILED, PAGE_CLOSED */
  unmount(): Promise<void> {
    return runPlaced('component.unmount', () => this.#mounting.unmount(this.#id))
  }
}
