import type { PenPoint } from '../../protocol/input.js'
import type { HostPage } from '../page.js'
import { type Acknowledgement, one } from './acknowledgement.js'
import type { Held } from './held.js'

const expected = {
  mouseMoved: one(['pointermove', 'pointercancel']),
  mousePressed: one(['pointerdown', 'pointercancel']),
  mouseReleased: one(['pointerup', 'pointercancel']),
}

/** The pen of one page, over the DevTools protocol: CEF has no tilt, and takes a pen for a finger. */
export class Pen {
  readonly #page: HostPage
  readonly #acknowledgement: Acknowledgement
  readonly #held: Held
  #isDown = false
  #at: PenPoint = { x: 0, y: 0 }

  constructor(page: HostPage, { acknowledgement, held }: { acknowledgement: Acknowledgement; held: Held }) {
    this.#page = page
    this.#acknowledgement = acknowledgement
    this.#held = held
  }

  move(point: PenPoint): Promise<void> {
    return this.#send('mouseMoved', point)
  }

  down(point: PenPoint): Promise<void> {
    this.#isDown = true
    return this.#send('mousePressed', point)
  }

  up(): Promise<void> {
    this.#isDown = false
    return this.#send('mouseReleased', { ...this.#at, force: 0 })
  }

  async #send(type: keyof typeof expected, point: PenPoint): Promise<void> {
    this.#at = { ...this.#at, ...point }
    const { x, y, force = 0.5, tiltX = 0, tiltY = 0, twist = 0, tangentialPressure = 0 } = this.#at
    await this.#acknowledgement.handled(expected[type], () =>
      this.#page.session.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        pointerType: 'pen',
        button: type === 'mouseMoved' ? 'none' : 'left',
        buttons: this.#isDown ? 1 : 0,
        clickCount: type === 'mouseMoved' ? 0 : 1,
        modifiers: this.#held.modifiers,
        // A pen in the air presses nothing.
        force: this.#isDown ? force : 0,
        tiltX,
        tiltY,
        twist,
        tangentialPressure,
      }),
    )
  }
}
