import type { RawEvent } from '../../protocol/input.js'
import { requireNumber, run } from '../failure.js'
import { checkOptions, flag, numberBetween, type OptionRule, oneOf, wholeNumber } from '../options.js'
import type { PageCore } from '../page/core.js'

type Raw<Type extends RawEvent['type']> = Omit<Extract<RawEvent, { type: Type }>, 'type'>

const flags = wholeNumber(0, 0xffff)
const code = wholeNumber(0, 0xffff)
const number = numberBetween(-1e6, 1e6)
const place = { x: number, y: number, modifiers: flags }

/** Names and rules of what each event has; all but the coordinates may be left out. */
const schemas: Record<Exclude<RawEvent['type'], 'focus' | 'captureLost'>, Record<string, OptionRule>> = {
  mouseMove: { ...place, leave: flag },
  mouseClick: {
    ...place,
    button: oneOf('left', 'middle', 'right'),
    up: flag,
    clickCount: wholeNumber(1, 10),
  },
  mouseWheel: { ...place, deltaX: number, deltaY: number },
  key: {
    kind: oneOf('rawKeyDown', 'keyUp', 'char'),
    windowsKeyCode: code,
    nativeKeyCode: code,
    character: code,
    unmodifiedCharacter: code,
    modifiers: flags,
  },
  touch: {
    ...place,
    kind: oneOf('released', 'pressed', 'moved', 'cancelled'),
    id: wholeNumber(0, 1000),
    radiusX: number,
    radiusY: number,
    rotation: number,
    force: numberBetween(0, 1),
  },
}

/**
 * Events as CEF's own functions take them, for tests of what no well-behaved device sends. Nothing is waited for, nothing is
 * remembered: each method resolves when CEF has the event. `modifiers` are CEF's event flags, among them 2 Shift, 4 Control, 8 Alt,
 * 16 left button, 128 Meta. Coordinates in CSS pixels of the viewport.
 */
export class RawInput {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** `leave`: the pointer leaves the page. */
  mouseMove(event: Raw<'mouseMove'>): Promise<void> {
    return this.#send('mouseMove', event)
  }

  /** Presses a button (default `left`), or with `up` releases it. */
  mouseClick(event: Raw<'mouseClick'>): Promise<void> {
    return this.#send('mouseClick', event)
  }

  mouseWheel(event: Raw<'mouseWheel'>): Promise<void> {
    return this.#send('mouseWheel', event)
  }

  /** `nativeKeyCode` is X11's; `character` a UTF-16 unit. */
  key(event: Raw<'key'>): Promise<void> {
    return this.#send('key', event)
  }

  /** `rotation` in radians. */
  touch(event: Raw<'touch'>): Promise<void> {
    return this.#send('touch', event)
  }

  /** Gives the page's window the focus, or takes it away. */
  focus(focused: boolean): Promise<void> {
    return run('raw.focus', () => this.#page.call('input.raw', { type: 'focus', focused: focused === true }))
  }

  /** Whatever has captured the mouse loses it. */
  captureLost(): Promise<void> {
    return run('raw.captureLost', () => this.#page.call('input.raw', { type: 'captureLost' }))
  }

  #send<Type extends keyof typeof schemas>(type: Type, event: Raw<Type>): Promise<void> {
    return run(`raw.${type}`, () => {
      checkOptions(`raw.${type}()`, schemas[type], event)
      if (type !== 'key') {
        const { x, y } = event as unknown as { x: number; y: number }
        requireNumber('x', x)
        requireNumber('y', y)
      }
      return this.#page.call('input.raw', { ...event, type } as unknown as RawEvent)
    })
  }
}
