import type { RawEvent } from '../../protocol/input.js'
import type { HostPage } from '../page.js'
import { Acknowledgement, one } from './acknowledgement.js'
import { Drag } from './drag.js'
import { Held } from './held.js'
import { Ime } from './ime.js'
import { Keyboard } from './keyboard.js'
import { Mouse } from './mouse.js'
import type { InputAddon } from './native.js'
import { Pen } from './pen.js'
import { sendRaw } from './raw.js'
import { Touch } from './touch.js'

/** What a person does to one page; each call ends when the page has handled its event. */
export class Input {
  readonly #page: HostPage
  readonly #addon: InputAddon
  /** Whether the page's window has the focus, as CEF was told last. */
  #isFocused = true
  readonly acknowledgement: Acknowledgement
  readonly mouse: Mouse
  readonly keyboard: Keyboard
  readonly ime: Ime
  readonly touch: Touch
  readonly pen: Pen
  readonly drag: Drag

  constructor(page: HostPage, addon: InputAddon) {
    this.#page = page
    this.#addon = addon
    this.acknowledgement = new Acknowledgement(page)
    const { acknowledgement } = this
    const held = new Held()
    this.drag = new Drag(page, addon, { acknowledgement, held })
    this.mouse = new Mouse(page, addon, { acknowledgement, held, drag: this.drag })
    this.keyboard = new Keyboard(page, addon, { acknowledgement, held, drag: this.drag })
    this.ime = new Ime(page, acknowledgement)
    this.touch = new Touch(page, addon, { acknowledgement, held })
    this.pen = new Pen(page, { acknowledgement, held })
  }

  /** Gives the page's window the focus, or takes it away. */
  async setFocused(focused: boolean): Promise<void> {
    if (focused === this.#isFocused) return
    this.#isFocused = focused
    const expected = one([focused ? 'focus' : 'blur'])
    await this.acknowledgement.handled(expected, () => this.#addon.setFocused(this.#page.id, focused))
  }

  /** Whether a key or a button is down, or something is dragged. */
  get isHeld(): boolean {
    return this.keyboard.isHeld || this.mouse.isHeld
  }

  /** Takes the pointer out of the page, and the keyboard back to where it began. */
  async leave(): Promise<void> {
    this.keyboard.setLayout('us')
    await this.mouse.leave()
  }

  raw(event: RawEvent): Promise<void> {
    if (event.type === 'focus') this.#isFocused = event.focused
    return this.acknowledgement.inTurn(async () => sendRaw(this.#addon, this.#page.id, event))
  }

  /** In every page of the context. */
  allowClipboard(origin: string): void {
    this.#addon.allowClipboard(this.#page.contextId, origin)
  }
}
