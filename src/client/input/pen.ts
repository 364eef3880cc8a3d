import type { PenPoint } from '../../protocol/input.js'
import { badArgument, kindOf, requireNumber, run } from '../failure.js'
import { checkOptions, numberBetween, type OptionSchema } from '../options.js'
import type { PageCore } from '../page/core.js'

const coordinate = numberBetween(-1e6, 1e6)
const tilt = numberBetween(-90, 90)

const pointSchema: OptionSchema<PenPoint> = {
  x: coordinate,
  y: coordinate,
  force: numberBetween(0, 1),
  tiltX: tilt,
  tiltY: tilt,
  twist: numberBetween(0, 359),
  tangentialPressure: numberBetween(-1, 1),
}

/** A pen, in the air or on the page: pointer events of type `pen`, with the mouse events that follow them. Each method resolves when the page has handled them. */
export class Pen {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** To a point of the viewport in CSS pixels. */
  move(point: PenPoint): Promise<void> {
    return run('pen.move', () => this.#page.call('pen.move', checked('move', point)))
  }

  /** Puts it down. */
  down(point: PenPoint): Promise<void> {
    return run('pen.down', () => this.#page.call('pen.down', checked('down', point)))
  }

  /** Lifts it where it is. */
  up(): Promise<void> {
    return run('pen.up', () => this.#page.call('pen.up'))
  }
}

function checked(method: string, point: PenPoint): PenPoint {
  if (typeof point !== 'object' || point === null)
    throw badArgument(`the point is ${kindOf(point)}`, 'Give { x, y } in CSS pixels')
  checkOptions(`pen.${method}()`, pointSchema, point)
  requireNumber('x', point.x)
  requireNumber('y', point.y)
  return point
}
