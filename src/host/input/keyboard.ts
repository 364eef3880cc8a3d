import { CefrigError } from '../../errors.js'
import type { HostPage } from '../page.js'
import { type Acknowledgement, one } from './acknowledgement.js'
import type { Drag } from './drag.js'
import { flags, type Held, isModifier } from './held.js'
import { findKey, hasKey, type Key, keyAt } from './keys.js'
import { compose, type Layout, layouts, type Stroke } from './layouts/layout.js'
import type { InputAddon, KeyInput } from './native.js'

const keypad = 512
const onLeft = 1024
const onRight = 2048
const repeat = 8192

/** cef_key_event_type_t. */
const down = 0
const up = 2
const char = 3

/** The keyboard of one page: a US one by CEF, others over the DevTools protocol, since CEF takes what a key says from a US layout. */
export class Keyboard {
  readonly #page: HostPage
  readonly #addon: InputAddon
  readonly #acknowledgement: Acknowledgement
  readonly #held: Held
  readonly #drag: Drag
  readonly #keysDown = new Set<string>()
  /** None: that of the United States. */
  #layout: Layout | undefined
  /** The accent of the dead key that was pressed last. */
  #accent = ''

  constructor(
    page: HostPage,
    addon: InputAddon,
    { acknowledgement, held, drag }: { acknowledgement: Acknowledgement; held: Held; drag: Drag },
  ) {
    this.#drag = drag
    this.#page = page
    this.#addon = addon
    this.#acknowledgement = acknowledgement
    this.#held = held
  }

  /** @throws BAD_ARGUMENT */
  setLayout(name: string): void {
    if (name !== 'us' && !layouts.has(name)) {
      const names = ['us', ...layouts.keys()].map((known) => `"${known}"`).join(', ')
      const message = `keyboard.setLayout() failed: there is no layout ${JSON.stringify(name)}. Give one of ${names}.`
      throw new CefrigError('BAD_ARGUMENT', message, { facts: { layout: name } })
    }
    this.#layout = layouts.get(name)
    this.#accent = ''
  }

  get isHeld(): boolean {
    return this.#keysDown.size > 0
  }

  /** Whether Chromium copies, cuts or pastes when this key goes down now. */
  usesClipboard(name: string): boolean {
    const code = this.#stroke(name)?.code ?? (hasKey(name) ? findKey(name).code : '')
    const [shift, control] = [this.#held.has('Shift'), this.#held.has('Control')]
    if (code === 'Insert' || code === 'Delete') return shift || (control && code === 'Insert')
    return control && /^Key[CVX]$/.test(code)
  }

  async down(name: string): Promise<void> {
    if (name === 'Escape' && this.#drag.isActive) return this.#drag.cancel()
    const stroke = this.#stroke(name)
    if (stroke) return this.#strokeDown(stroke)
    const key = findKey(name, this.#layout?.name)
    const shifted = name === key.shifted && name !== key.key ? true : this.#held.has('Shift')
    if (isModifier(key.key)) this.#held.press(key.key)
    else this.#accent = ''
    const repeated = this.#keysDown.has(key.code)
    this.#keysDown.add(key.code)
    const text = this.#isShortcut ? '' : shifted ? key.shiftedText : key.text
    const event = this.#keyEvent(key, shifted, repeated)
    await this.#acknowledgement.handled(one(['keydown']), () => {
      this.#key({ ...event, kind: down })
      // What is typed follows as an event of its own; its key comes from the code, its text from the character.
      if (text)
        this.#key({
          ...event,
          kind: char,
          character: text.charCodeAt(0),
          unmodifiedCharacter: text.charCodeAt(0),
        })
    })
  }

  async up(name: string): Promise<void> {
    const stroke = this.#stroke(name)
    if (stroke) return this.#strokeUp(stroke)
    const key = findKey(name, this.#layout?.name)
    if (isModifier(key.key)) this.#held.release(key.key)
    this.#keysDown.delete(key.code)
    const shifted = name === key.shifted && name !== key.key
    await this.#acknowledgement.handled(one(['keyup']), () =>
      this.#key({ ...this.#keyEvent(key, shifted, false), kind: up }),
    )
  }

  /** Presses the keys that type a character in the layout, or inserts it when there are none. */
  async character(text: string): Promise<void> {
    const strokes = this.#layout?.strokes(text)
    if (!strokes) return this.insertText(text)
    for (const stroke of strokes) {
      await this.#strokeDown(stroke)
      await this.#strokeUp(stroke)
    }
  }

  async insertText(text: string): Promise<void> {
    await this.#acknowledgement.inTurn(() =>
      this.#page.pumped(() => this.#page.session.send('Input.insertText', { text })),
    )
  }

  get #isShortcut(): boolean {
    return this.#held.has('Control') || this.#held.has('Meta') || this.#held.has('Alt')
  }

  /** What a key of this name does in the layout; undefined for those that all layouts share. */
  #stroke(name: string): Stroke | undefined {
    if (!this.#layout) return undefined
    if (name === 'AltGraph' || name === 'AltRight')
      return { code: 'AltRight', level: 0, text: '', isDead: false }
    const named = this.#layout.typing(name)
    const level = (this.#held.has('Shift') ? 1 : 0) | (this.#held.has('AltGraph') ? 2 : 0)
    const found = this.#layout.at(named?.code ?? name, (named?.level ?? 0) | level)
    // Space is the same everywhere but after a dead key.
    return found?.code === 'Space' && this.#accent === '' ? undefined : found
  }

  async #strokeDown(stroke: Stroke): Promise<void> {
    const { code } = stroke
    const autoRepeat = this.#keysDown.has(code)
    this.#keysDown.add(code)
    if (code === 'AltRight') this.#held.press('AltGraph')
    const isShortcut = this.#isShortcut
    const typed = stroke.isDead || isShortcut ? '' : this.#typed(stroke.text)
    if (stroke.isDead) this.#accent = stroke.text
    const composed = [...typed].length === 1 ? { ...stroke, text: typed } : stroke
    await this.#acknowledgement.handled(one(['keydown']), () =>
      this.#page.session.send('Input.dispatchKeyEvent', {
        ...this.#strokeEvent(composed),
        type: typed === '' ? 'rawKeyDown' : 'keyDown',
        autoRepeat,
        ...(typed === '' ? {} : { text: typed, unmodifiedText: typed }),
      }),
    )
  }

  async #strokeUp(stroke: Stroke): Promise<void> {
    this.#keysDown.delete(stroke.code)
    if (stroke.code === 'AltRight') this.#held.release('AltGraph')
    await this.#acknowledgement.handled(one(['keyup']), () =>
      this.#page.session.send('Input.dispatchKeyEvent', { ...this.#strokeEvent(stroke), type: 'keyUp' }),
    )
  }

  /** With the accent of the dead key before. */
  #typed(text: string): string {
    if (this.#accent === '' || text === '') return text
    const composed = compose(this.#accent, text)
    this.#accent = ''
    return composed
  }

  #strokeEvent({ code, level, text, isDead }: Stroke) {
    const isAltGraph = code === 'AltRight'
    const windowsVirtualKeyCode = isAltGraph ? 225 : windowsKeyCode(code, text)
    const shift = (level & 1) === 1 ? 8 : 0
    return {
      code,
      key: isAltGraph ? 'AltGraph' : isDead ? 'Dead' : text,
      modifiers: this.#held.modifiers | shift,
      windowsVirtualKeyCode,
      location: isAltGraph ? 2 : 0,
    }
  }

  #keyEvent(key: Key, shifted: boolean, repeated: boolean): Omit<KeyInput, 'kind'> {
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
      modifiers: this.#held.native | side | (shifted ? flags.Shift : 0) | (repeated ? repeat : 0),
      windowsKeyCode: key.windowsKeyCode,
      nativeKeyCode: key.nativeKeyCode,
      character,
      unmodifiedCharacter: key.text.charCodeAt(0) || character,
    }
  }

  #key(input: KeyInput): void {
    this.#addon.key(this.#page.id, input)
  }
}

/** As Chromium has it: a Latin letter's own, otherwise that of the key at this place of a US keyboard. */
function windowsKeyCode(code: string, text: string): number {
  if (/^[a-z]$/i.test(text)) return text.toUpperCase().charCodeAt(0)
  // The key beside the left Shift, which US keyboards do not have.
  return code === 'IntlBackslash' ? 226 : (keyAt(code)?.windowsKeyCode ?? 0)
}
