import { CefrigError } from '../errors.js'
import type { MouseButton } from '../protocol/input.js'
import type { KeyInput, MouseInput } from './addon.js'
import { evaluateInternal } from './evaluate.js'
import type { Frame } from './frame.js'
import { findKey } from './keys.js'
import type { HostPage } from './page.js'
import { isRoot, shownRoots } from './shown.js'

// cef_event_flags_t
const flags = { Shift: 2, Control: 4, Alt: 8, Meta: 128, left: 16, middle: 32, right: 64 } as const
const keypad = 512
const onLeft = 1024
const onRight = 2048

const buttons: Record<MouseButton, number> = { left: 0, middle: 1, right: 2 }

/**
 * Listens, in the isolated world of one frame, for the event that is about to be sent. Input reaches the page before its next
 * animation frames, so that some of them without the event mean that it went elsewhere (a popup, another frame, nothing).
 */
const arm = (
  types: string[],
  times: number,
): string => `void (globalThis.__cefrigHeard = new Promise((done) => {
  const types = ${JSON.stringify(types)}
  let frames = 0
  let left = ${times}
  const finish = () => {
    for (const type of types) removeEventListener(type, heard, true)
    done()
  }
  // In a task of its own: the page's own listeners of this and the events that belong to it come first.
  const heard = () => { if (--left > 0) return; const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { port1.close(); finish() }; port2.postMessage(0) }
  for (const type of types) addEventListener(type, heard, true)
  requestAnimationFrame(function tick() { if (++frames > 4) finish(); else requestAnimationFrame(tick) })
}))`

const heard = 'globalThis.__cefrigHeard'

/**
 * Chromium drops input to a document that has not been shown, without a word. With the second animation frame of a document it has
 * been; one that is written anew by document.open() has another root.
 */
const isShown = 'globalThis.__cefrigShown === document.documentElement'
const show = `(async () => {
  for (let frame = 0; frame < 3; frame++) await new Promise((tick) => requestAnimationFrame(tick))
  globalThis.__cefrigShown = document.documentElement
})()`

/** Mouse and keyboard of one page, by native events; each call ends when the page has handled its event. */
export class Input {
  readonly #page: HostPage
  #x = 0
  #y = 0
  /** Buttons and modifier keys that are down, as cef_event_flags_t. */
  #held = 0
  readonly #keysDown = new Set<string>()
  /** The end of the event that was given last. */
  #last: Promise<void> = Promise.resolve()

  constructor(page: HostPage) {
    this.#page = page
  }

  async move(x: number, y: number, steps: number): Promise<void> {
    const { x: fromX, y: fromY } = { x: this.#x, y: this.#y }
    for (let step = 1; step <= steps; step++) {
      this.#x = fromX + ((x - fromX) * step) / steps
      this.#y = fromY + ((y - fromY) * step) / steps
      await this.#mouse(['pointermove', 'pointercancel'], { kind: 0 })
    }
  }

  async down(button: MouseButton, clicks: number): Promise<void> {
    this.#held |= flags[button]
    await this.#mouse(['pointerdown', 'mousedown', 'pointercancel'], {
      kind: 1,
      button: buttons[button],
      clicks,
    })
  }

  async up(button: MouseButton, clicks: number): Promise<void> {
    this.#held &= ~flags[button]
    await this.#mouse(['pointerup', 'mouseup', 'pointercancel', 'dragend'], {
      kind: 2,
      button: buttons[button],
      clicks,
    })
  }

  /** A move, then as many presses and releases as clicks are counted, waited for together. */
  async click(x: number, y: number, button: MouseButton, clicks: number): Promise<void> {
    const modifiers = this.#held
    const native = { x, y, button: buttons[button] }
    this.#x = x
    this.#y = y
    const send = () => {
      this.#page.nativeMouse({ kind: 0, x, y, modifiers })
      for (let count = 1; count <= clicks; count++) {
        this.#page.nativeMouse({ ...native, kind: 1, clicks: count, modifiers: modifiers | flags[button] })
        this.#page.nativeMouse({ ...native, kind: 2, clicks: count, modifiers })
      }
    }
    await this.#acknowledged(['pointerup', 'pointercancel', 'dragend'], send, clicks)
  }

  async wheel(deltaX: number, deltaY: number): Promise<void> {
    await this.#mouse(['wheel'], { kind: 3, deltaX, deltaY })
  }

  async keyDown(name: string): Promise<void> {
    const key = findKey(name)
    const shifted = name === key.shifted && name !== key.key ? true : (this.#held & flags.Shift) !== 0
    if (key.key in flags) this.#held |= flags[key.key as keyof typeof flags]
    const repeated = this.#keysDown.has(key.code)
    this.#keysDown.add(key.code)
    const text =
      (this.#held & (flags.Control | flags.Meta | flags.Alt)) !== 0
        ? ''
        : shifted
          ? key.shiftedText
          : key.text
    const event = this.#keyEvent(name, shifted, repeated)
    await this.#acknowledged(['keydown'], () => {
      this.#page.nativeKey({ ...event, kind: 0 })
      // What is typed follows as an event of its own; its key comes from the code, its text from the character.
      if (text)
        this.#page.nativeKey({
          ...event,
          kind: 3,
          character: text.charCodeAt(0),
          unmodifiedCharacter: text.charCodeAt(0),
        })
    })
  }

  async keyUp(name: string): Promise<void> {
    const key = findKey(name)
    if (key.key in flags) this.#held &= ~flags[key.key as keyof typeof flags]
    this.#keysDown.delete(key.code)
    const shifted = name === key.shifted && name !== key.key
    await this.#acknowledged(['keyup'], () =>
      this.#page.nativeKey({ ...this.#keyEvent(name, shifted, false), kind: 2 }),
    )
  }

  async insertText(text: string): Promise<void> {
    await this.#page.pumped(() => this.#page.session.send('Input.insertText', { text }))
  }

  #keyEvent(name: string, shifted: boolean, repeated: boolean): Omit<KeyInput, 'kind'> {
    const key = findKey(name)
    const side =
      key.location === 'left'
        ? onLeft
        : key.location === 'right'
          ? onRight
          : key.location === 'keypad'
            ? keypad
            : 0
    const character = (shifted ? key.shiftedText : key.text).charCodeAt(0) || 0
    return {
      modifiers: this.#held | side | (shifted ? flags.Shift : 0) | (repeated ? 8192 : 0),
      windowsKeyCode: key.windowsKeyCode,
      nativeKeyCode: key.nativeKeyCode,
      character,
      unmodifiedCharacter: key.text.charCodeAt(0) || character,
    }
  }

  #mouse(types: string[], input: Omit<MouseInput, 'x' | 'y' | 'modifiers'>): Promise<void> {
    const { modifiers, x, y } = { modifiers: this.#held, x: this.#x, y: this.#y }
    return this.#acknowledged(types, () => this.#page.nativeMouse({ ...input, x, y, modifiers }))
  }

  /** One event after another: each is listened for by itself. */
  #acknowledged(types: string[], send: () => void, times = 1): Promise<void> {
    const turn = this.#last.then(() => this.#handled(types, send, times))
    this.#last = turn.catch(() => {})
    return turn
  }

  #handled(types: string[], send: () => void, times: number): Promise<void> {
    return this.#page.pumped(async () => {
      const frames = this.#page.frames.all.filter((frame) => frame.contextNow('isolated') !== undefined)
      await this.#shown()
      const armed = frames.map((frame) => evaluateInternal(frame, arm(types, times)))
      await Promise.all(armed.map(leftBehind))
      send()
      await Promise.race(frames.map((frame) => leftBehind(evaluateInternal(frame, heard))))
    })
  }

  /** Resolves when the page's documents take input. */
  async #shown(): Promise<void> {
    const { main } = this.#page.frames
    const roots = this.#page.frames.all.filter((frame) => frame !== main && isRoot(this.#page.frames, frame))
    const ask = async (frame: Frame) =>
      (await leftBehind(evaluateInternal<boolean>(frame, isShown))) ? undefined : frame
    const hidden = (await Promise.all([main, ...roots].map(ask))).filter((frame) => frame !== undefined)
    if (hidden.length === 0) return
    // Frames of other processes that are out of sight have no animation frames, and get no input.
    const inSight = hidden.some((frame) => frame !== main) ? await shownRoots(this.#page.frames) : []
    const waited = hidden.filter((frame) => frame === main || inSight.includes(frame))
    await Promise.all(waited.map((frame) => leftBehind(evaluateInternal(frame, show))))
  }
}

/** A document that goes away under an event has handled it. */
async function leftBehind<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (
      error instanceof CefrigError &&
      (error.code === 'EXECUTION_CONTEXT_LOST' || error.code === 'FRAME_DETACHED')
    )
      return undefined
    throw error
  }
}
