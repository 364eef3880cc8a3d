import type { MouseButton } from '../../protocol/input.js'
import { requireNumber, run } from '../failure.js'
import { mouseSchema } from '../method-options.js'
import { checkOptions, type OptionSchema, wholeNumber } from '../options.js'
import type { PageCore } from '../page/core.js'
import { sleep } from '../timers.js'

/** How a mouse button is pressed. */
export interface MouseOptions {
  /** Default `left`. */
  button?: MouseButton
  /** Default 1. */
  clickCount?: number
}

const { delay: _, ...buttonSchema } = mouseSchema
const moveSchema: OptionSchema<{ steps?: number }> = { steps: wholeNumber(1, 10_000) }

/** Mouse events as the system sends them. Each method resolves when the page has handled the event. */
export class Mouse {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** To a point of the viewport in CSS pixels, in as many equal `steps` (default 1). */
  move(x: number, y: number, options?: { steps?: number }): Promise<void> {
    return run('mouse.move', () => {
      checkOptions('mouse.move()', moveSchema, options)
      return this.#move(x, y, options?.steps)
    })
  }

  down(options?: MouseOptions): Promise<void> {
    return run('mouse.down', () => {
      checkOptions<MouseOptions>('mouse.down()', buttonSchema, options)
      return this.#page.call('mouse.down', options?.button ?? 'left', options?.clickCount ?? 1)
    })
  }

  up(options?: MouseOptions): Promise<void> {
    return run('mouse.up', () => {
      checkOptions<MouseOptions>('mouse.up()', buttonSchema, options)
      return this.#page.call('mouse.up', options?.button ?? 'left', options?.clickCount ?? 1)
    })
  }

  /** Moves, presses and releases; `delay`: milliseconds in between. */
  click(x: number, y: number, options?: MouseOptions & { delay?: number }): Promise<void> {
    return run('mouse.click', async () => {
      checkOptions('mouse.click()', mouseSchema, options)
      await this.#click(x, y, options)
    })
  }

  dblclick(
    x: number,
    y: number,
    options?: Omit<MouseOptions, 'clickCount'> & { delay?: number },
  ): Promise<void> {
    return run('mouse.dblclick', async () => {
      checkOptions('mouse.dblclick()', mouseSchema, options)
      await this.#click(x, y, { ...options, clickCount: 2 })
    })
  }

  /** Turns the wheel by so many CSS pixels, at the place of the last move. */
  wheel(deltaX: number, deltaY: number): Promise<void> {
    return run('mouse.wheel', () => {
      requireNumber('deltaX', deltaX)
      requireNumber('deltaY', deltaY)
      return this.#page.call('mouse.wheel', deltaX, deltaY)
    })
  }

  async #move(x: number, y: number, steps = 1): Promise<void> {
    requireNumber('x', x)
    requireNumber('y', y)
    await this.#page.call('mouse.move', x, y, steps)
  }

  async #click(x: number, y: number, options: MouseOptions & { delay?: number } = {}): Promise<void> {
    const { button = 'left', clickCount = 1, delay = 0 } = options
    requireNumber('x', x)
    requireNumber('y', y)
    if (delay === 0) return this.#page.call('mouse.click', x, y, button, clickCount)
    await this.#move(x, y)
    for (let count = 1; count <= clickCount; count++) {
      await this.#page.call('mouse.down', button, count)
      await sleep(delay)
      await this.#page.call('mouse.up', button, count)
    }
  }
}
