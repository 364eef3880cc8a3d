import type { DropData } from '../../protocol/input.js'
import type { Point } from '../../protocol/operation.js'
import type { NativeEvent } from '../addon.js'
import { before } from '../deadline.js'
import type { HostPage } from '../page.js'
import { type Acknowledgement, one } from './acknowledgement.js'
import type { Held } from './held.js'
import type { InputAddon, MoveDrag } from './native.js'

/** Milliseconds after which a drag that a page began, or a step of it, counts as lost: far more than a loaded machine needs. */
const lostAfter = 5000
const step = { enter: 0, over: 1, leave: 2, drop: 3 } as const
/** Copy, link, move: what file managers and other browsers allow. */
const fromOutside = 1 | 2 | 16

/** What is dragged over one page. */
export class Drag {
  readonly #page: HostPage
  readonly #addon: InputAddon
  readonly #acknowledgement: Acknowledgement
  readonly #held: Held
  /** Operations that the page allows for what it began to drag. */
  #started: number | undefined
  #isActive = false
  #at: Point = { x: 0, y: 0 }
  /** What a drop would do here; 0: nothing. */
  #operation = 0
  /** Steps that CEF has answered. */
  #answers = 0
  readonly #waiting = new Set<() => void>()

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

  get isActive(): boolean {
    return this.#isActive
  }

  /** The page has something to drag, which has not entered yet. */
  get isPending(): boolean {
    return this.#started !== undefined && !this.#isActive
  }

  onNative(event: NativeEvent): void {
    if (event.type === 'dragstarted') {
      // Without a button that is down (raw events, or released meanwhile) nobody would ever end it.
      if (this.#held.buttons === 0) this.#addon.endDrag(this.#page.id, 0, 0, 0)
      else this.#started = event.operations
    } else if (event.type === 'dragoperation') {
      this.#operation = event.operation
      this.#answers++
    } else return
    for (const look of this.#waiting) look()
  }

  ended(): void {
    this.#isActive = false
    for (const look of this.#waiting) look()
  }

  /** The page has begun, or is about to say so; what it drags enters where the pointer is. */
  async begin(x: number, y: number): Promise<void> {
    await this.#until(() => this.#started !== undefined)
    if (this.#started === undefined) return
    this.#isActive = true
    await this.#go('enter', x, y)
    await this.over(x, y)
  }

  over(x: number, y: number): Promise<void> {
    return this.#go('over', x, y)
  }

  /** Ends a drag that the page began. */
  async drop(x: number, y: number): Promise<void> {
    await this.#land(x, y)
    await this.#end(x, y, this.#operation)
  }

  /** The user has thought better of it. */
  async cancel(): Promise<void> {
    const { x, y } = this.#at
    await this.#acknowledgement.handled(one(['dragleave']), () => this.#send('leave', x, y))
    await this.#end(x, y, 0)
  }

  /**
   * Something from outside is dragged in and dropped, over the DevTools protocol: with files, CEF's own function ends the Host.
   * Answers whether the page took it.
   */
  async dropIn({ text = '', html = '', url = '', files = [] }: DropData, at: Point): Promise<boolean> {
    const item = (mimeType: string, data: string) => (data === '' ? [] : [{ mimeType, data }])
    const items = [...item('text/plain', text), ...item('text/html', html), ...item('text/uri-list', url)]
    const data = { items, files, dragOperationsMask: fromOutside }
    const point = this.#inside(at.x, at.y)
    const step = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel') =>
      this.#page.session.send('Input.dispatchDragEvent', {
        type,
        ...point,
        data,
        modifiers: this.#held.modifiers,
      })
    await this.#acknowledgement.ready(() => step('dragEnter'))
    await this.#acknowledgement.ready(() => step('dragOver'))
    const isTaken = this.#operation !== 0
    const [type, event] = isTaken ? (['drop', 'drop'] as const) : (['dragCancel', 'dragleave'] as const)
    await this.#acknowledgement.handled(one([event]), () => step(type))
    return isTaken
  }

  /** As when the button is let go: it is asked once more what would happen, and then it happens. */
  async #land(x: number, y: number): Promise<void> {
    await this.over(x, y)
    const how = this.#operation === 0 ? 'leave' : 'drop'
    await this.#acknowledgement.handled(one([how === 'leave' ? 'dragleave' : 'drop']), () =>
      this.#send(how, x, y),
    )
  }

  async #end(x: number, y: number, operation: number): Promise<void> {
    this.#isActive = false
    this.#started = undefined
    this.#held.releaseButtons()
    const point = this.#inside(x, y)
    await this.#acknowledgement.handled(one(['dragend']), () =>
      this.#addon.endDrag(this.#page.id, point.x, point.y, operation),
    )
  }

  /** One step, until the page has said what it would do. */
  #go(name: 'enter' | 'over', x: number, y: number): Promise<void> {
    return this.#acknowledgement.ready(async () => {
      const answers = this.#answers
      this.#at = { x, y }
      this.#send(name, x, y)
      await this.#until(() => this.#answers > answers)
    })
  }

  #send(name: keyof typeof step, x: number, y: number): void {
    const move: MoveDrag = {
      step: step[name],
      ...this.#inside(x, y),
      modifiers: this.#held.native,
      operations: this.#started ?? 0,
    }
    this.#addon.moveDrag(this.#page.id, move)
  }

  /** CEF goes to the view under the point without looking whether there is one. */
  #inside(x: number, y: number): Point {
    const { width, height } = this.#page.size.viewport
    const within = (value: number, size: number) => Math.min(Math.max(Math.round(value), 0), size - 1)
    return { x: within(x, width), y: within(y, height) }
  }

  async #until(condition: () => boolean): Promise<void> {
    const isMet = () => condition() || this.#page.devtools.ended !== undefined
    if (isMet()) return
    let look!: () => void
    const met = new Promise<void>((resolve) => {
      look = () => isMet() && resolve()
      this.#waiting.add(look)
    })
    await before(met, lostAfter, () => new Error('lost')).catch(() => {})
    this.#waiting.delete(look)
  }
}
