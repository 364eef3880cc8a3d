import type { MouseButton } from '../../protocol/input.js'
import type { HostPage } from '../page.js'
import { type Acknowledgement, one } from './acknowledgement.js'
import type { Drag } from './drag.js'
import { flags, type Held } from './held.js'
import type { InputAddon, MouseInput } from './native.js'

/** cef_mouse_button_type_t; CEF has no others. */
const buttons: Partial<Record<MouseButton, number>> = { left: 0, middle: 1, right: 2 }

const pressed = ['pointerdown', 'mousedown', 'pointercancel']
const released = ['pointerup', 'mouseup', 'pointercancel', 'dragend']

/** The mouse of one page. While the page drags something, its moves and its release are the drag's. */
export class Mouse {
  readonly #page: HostPage
  readonly #addon: InputAddon
  readonly #acknowledgement: Acknowledgement
  readonly #held: Held
  readonly #drag: Drag
  #x = 0
  #y = 0
  /** Whether it has been anywhere in the page. */
  #isInside = false

  constructor(
    page: HostPage,
    addon: InputAddon,
    { acknowledgement, held, drag }: { acknowledgement: Acknowledgement; held: Held; drag: Drag },
  ) {
    this.#page = page
    this.#addon = addon
    this.#acknowledgement = acknowledgement
    this.#held = held
    this.#drag = drag
  }

  async move(x: number, y: number, steps: number): Promise<void> {
    const { x: fromX, y: fromY } = { x: this.#x, y: this.#y }
    for (let step = 1; step <= steps; step++) {
      this.#x = fromX + ((x - fromX) * step) / steps
      this.#y = fromY + ((y - fromY) * step) / steps
      if (this.#drag.isActive) await this.#drag.over(this.#x, this.#y)
      else await this.#move()
    }
  }

  async #move(): Promise<void> {
    const began = await this.#send(['pointermove', 'pointercancel'], { kind: 0 }, 'mouseMoved', 'none', 0)
    if (began || this.#drag.isPending) await this.#drag.begin(this.#x, this.#y)
  }

  async down(button: MouseButton, clicks: number): Promise<void> {
    this.#held.pressButton(button)
    await this.#send(
      pressed,
      { kind: 1, button: buttons[button] ?? 0, clicks },
      'mousePressed',
      button,
      clicks,
    )
  }

  async up(button: MouseButton, clicks: number): Promise<void> {
    const isExtra = this.#held.hasExtraButton
    if (this.#drag.isPending) await this.#drag.begin(this.#x, this.#y)
    this.#held.releaseButton(button)
    if (this.#drag.isActive) return this.#drag.drop(this.#x, this.#y)
    const input = { kind: 2, button: buttons[button] ?? 0, clicks } as const
    await this.#send(released, input, 'mouseReleased', button, clicks, isExtra)
  }

  /** A move, then as many presses and releases as clicks are counted, waited for together. */
  async click(x: number, y: number, button: MouseButton, clicks: number): Promise<void> {
    const code = buttons[button]
    if (code === undefined || this.#held.hasExtraButton || this.#drag.isActive)
      return this.#clickOneByOne(x, y, button, clicks)
    const modifiers = this.#held.native
    const native = { x, y, button: code }
    this.#x = x
    this.#y = y
    const send = () => {
      this.#mouse({ kind: 0, x, y, modifiers })
      for (let count = 1; count <= clicks; count++) {
        this.#mouse({ ...native, kind: 1, clicks: count, modifiers: modifiers | flags[button as 'left'] })
        this.#mouse({ ...native, kind: 2, clicks: count, modifiers })
      }
    }
    await this.#acknowledgement.handled(one(['pointerup', 'pointercancel', 'dragend'], clicks), send)
  }

  async #clickOneByOne(x: number, y: number, button: MouseButton, clicks: number): Promise<void> {
    await this.move(x, y, 1)
    for (let count = 1; count <= clicks; count++) {
      await this.down(button, count)
      await this.up(button, count)
    }
  }

  get isHeld(): boolean {
    return this.#held.buttons !== 0 || this.#drag.isActive || this.#drag.isPending
  }

  /** Out of the page, where it was before it came. */
  async leave(): Promise<void> {
    if (!this.#isInside) return
    const [x, y] = [this.#x, this.#y]
    this.#isInside = false
    this.#x = this.#y = 0
    const modifiers = this.#held.native
    await this.#acknowledgement.handled(one(['pointerout']), () =>
      this.#addon.mouse(this.#page.id, { kind: 4, x, y, modifiers }),
    )
  }

  async wheel(deltaX: number, deltaY: number): Promise<void> {
    const { modifiers, x, y } = { modifiers: this.#held.native, x: this.#x, y: this.#y }
    await this.#acknowledgement.handled(one(['wheel']), () =>
      this.#mouse({ kind: 3, deltaX, deltaY, x, y, modifiers }),
    )
  }

  #mouse(input: MouseInput): void {
    this.#isInside = true
    this.#addon.mouse(this.#page.id, input)
  }

  /** By CEF, or over the DevTools protocol where CEF has no name for a button. */
  #send(
    types: string[],
    input: Pick<MouseInput, 'kind' | 'button' | 'clicks'>,
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    button: MouseButton | 'none',
    clickCount: number,
    isExtra = this.#held.hasExtraButton,
  ): Promise<boolean> {
    this.#isInside = true
    const { native, modifiers, buttons } = this.#held
    const [x, y] = [this.#x, this.#y]
    const send = isExtra
      ? () =>
          this.#page.session.send('Input.dispatchMouseEvent', {
            type,
            x,
            y,
            button,
            buttons,
            clickCount,
            modifiers,
          })
      : () => this.#mouse({ ...input, x, y, modifiers: native })
    return this.#acknowledgement.handled(one(types), send)
  }
}
