import type { TouchPoint } from '../../protocol/input.js'
import { badArgument, kindOf, requireNumber, run } from '../failure.js'
import { checkOptions, numberBetween, type OptionSchema, wholeNumber } from '../options.js'
import type { PageCore } from '../page/core.js'

const coordinate = numberBetween(-1e6, 1e6)
const radius = numberBetween(0, 1e4)

const pointSchema: OptionSchema<TouchPoint> = {
  x: coordinate,
  y: coordinate,
  id: wholeNumber(0, 1000),
  radiusX: radius,
  radiusY: radius,
  rotation: numberBetween(0, 90),
  force: numberBetween(0, 1),
}

/**
 * Fingers on the page, as a touchscreen sends them. Each method resolves when the page has handled the events. Documents get touch
 * events in any case; those that ask for `ontouchstart` or `navigator.maxTouchPoints` first want `page.emulate({ hasTouch: true })`.
 */
export class Touchscreen {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** Puts a finger down and lifts it, at a point of the viewport in CSS pixels; resolves with the click that this becomes, if it does. */
  tap(x: number, y: number): Promise<void> {
    return run('touchscreen.tap', () => {
      requireNumber('x', x)
      requireNumber('y', y)
      return this.#page.call('touch.tap', x, y)
    })
  }

  /** Puts fingers down, one after another. At most 16 are down at once. */
  start(points: TouchPoint | TouchPoint[]): Promise<void> {
    return run('touchscreen.start', () => this.#page.call('touch.start', pointsOf('start', points)))
  }

  /** Moves fingers that are down, one after another. */
  move(points: TouchPoint | TouchPoint[]): Promise<void> {
    return run('touchscreen.move', () => this.#page.call('touch.move', pointsOf('move', points)))
  }

  /** Lifts the fingers with these ids, or all. */
  end(ids?: number | number[]): Promise<void> {
    return run('touchscreen.end', () => this.#page.call('touch.end', idsOf(ids)))
  }

  /** The system takes the fingers away, as it does for a gesture of its own. */
  cancel(ids?: number | number[]): Promise<void> {
    return run('touchscreen.cancel', () => this.#page.call('touch.cancel', idsOf(ids)))
  }
}

function pointsOf(method: string, points: TouchPoint | TouchPoint[]): TouchPoint[] {
  const list = Array.isArray(points) ? points : [points]
  for (const point of list) {
    if (typeof point !== 'object' || point === null)
      throw badArgument(`a point is ${kindOf(point)}`, 'Give { x, y } in CSS pixels')
    checkOptions(`touchscreen.${method}()`, pointSchema, point)
    requireNumber('x', point.x)
    requireNumber('y', point.y)
  }
  return list
}

function idsOf(ids: number | number[] | undefined): number[] | undefined {
  const list = ids === undefined || Array.isArray(ids) ? ids : [ids]
  for (const id of list ?? [])
    if (!Number.isInteger(id)) throw badArgument(`an id is ${kindOf(id)}`, 'Give whole numbers')
  return list
}
