import type { TouchPoint } from '../../protocol/input.js'
import type { HostPage } from '../page.js'
import { type Acknowledgement, one, tapped } from './acknowledgement.js'
import type { Held } from './held.js'
import type { InputAddon, TouchInput } from './native.js'

/** cef_touch_event_type_t. */
const released = 0
const pressed = 1
const moved = 2
const cancelled = 3

const expected = {
  [released]: one(['pointerup', 'pointercancel', 'touchend']),
  [pressed]: { ...one(['pointerdown', 'pointercancel', 'touchstart']), ready: 'touchable' as const },
  [moved]: one(['pointermove', 'pointercancel', 'touchmove']),
  [cancelled]: one(['pointercancel', 'touchcancel']),
}

/** The fingers on one page. */
export class Touch {
  readonly #page: HostPage
  readonly #addon: InputAddon
  readonly #acknowledgement: Acknowledgement
  readonly #held: Held
  readonly #down = new Map<number, TouchPoint>()

  constructor(
    page: HostPage,
    addon: InputAddon,
    { acknowledgement, held }: { acknowledgement: Acknowledgement; held: Held },
  ) {
    this.#page = page
    this.#addon = addon
    this.#acknowledgement = acknowledgement
    this.#held = held
  }

  /** One finger that is put down and lifted at once; ends with the click that it becomes. */
  async tap(x: number, y: number): Promise<void> {
    const id = this.#freeId()
    await this.#acknowledgement.handled(tapped, () => {
      this.#send(pressed, { id, x, y })
      this.#send(released, { id, x, y })
    })
  }

  async start(points: readonly TouchPoint[]): Promise<void> {
    for (const point of points) {
      const id = point.id ?? this.#freeId()
      if (this.#down.has(id))
        throw this.#page.badArgument(
          'touchscreen.start',
          `the finger ${id} is down already. Move or end it, or give another id`,
        )
      this.#down.set(id, { ...point, id })
      await this.#acknowledged(pressed, { ...point, id })
    }
  }

  async move(points: readonly TouchPoint[]): Promise<void> {
    for (const point of points) {
      const id = point.id ?? this.#onlyId('move')
      this.#mustBeDown('move', id)
      const next = { ...this.#down.get(id), ...point, id }
      this.#down.set(id, next)
      await this.#acknowledged(moved, next)
    }
  }

  /** Lifts these fingers, or all. */
  end(ids: readonly number[] | undefined): Promise<void> {
    return this.#finish('end', released, ids)
  }

  /** The system takes the fingers away from the page. */
  cancel(ids: readonly number[] | undefined): Promise<void> {
    return this.#finish('cancel', cancelled, ids)
  }

  async #finish(
    method: 'end' | 'cancel',
    kind: typeof released | typeof cancelled,
    ids: readonly number[] | undefined,
  ): Promise<void> {
    for (const id of ids ?? [...this.#down.keys()]) {
      this.#mustBeDown(method, id)
      const point = this.#down.get(id)!
      this.#down.delete(id)
      await this.#acknowledged(kind, { ...point, force: 0 })
    }
  }

  #mustBeDown(method: string, id: number): void {
    if (this.#down.has(id)) return
    const fact = `the finger ${id} is not down. Begin with touchscreen.start()`
    throw this.#page.badArgument(`touchscreen.${method}`, fact)
  }

  #freeId(): number {
    let id = 0
    while (this.#down.has(id)) id++
    return id
  }

  /** A finger needs no id while there is one. */
  #onlyId(method: string): number {
    if (this.#down.size < 2) return this.#down.keys().next().value ?? 0
    const fact = `${this.#down.size} fingers are down. Give the id of one`
    throw this.#page.badArgument(`touchscreen.${method}`, fact)
  }

  async #acknowledged(kind: TouchInput['kind'], point: TouchPoint): Promise<void> {
    await this.#acknowledgement.handled(expected[kind], () => this.#send(kind, point))
  }

  #send(
    kind: TouchInput['kind'],
    { id = 0, x, y, radiusX = 1, radiusY = radiusX, rotation = 0, force = 1 }: TouchPoint,
  ): void {
    this.#addon.touch(this.#page.id, {
      kind,
      id,
      x,
      y,
      radiusX,
      radiusY,
      rotation: (rotation * Math.PI) / 180,
      force: kind === released ? 0 : force,
      modifiers: this.#held.nativeKeys,
    })
  }
}
