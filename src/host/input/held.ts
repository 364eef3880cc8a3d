import type { MouseButton } from '../../protocol/input.js'

/** cef_event_flags_t. */
export const flags = {
  Shift: 2,
  Control: 4,
  Alt: 8,
  Meta: 128,
  AltGraph: 4096,
  left: 16,
  middle: 32,
  right: 64,
} as const

export type ModifierKey = 'Shift' | 'Control' | 'Alt' | 'Meta' | 'AltGraph'

export function isModifier(key: string): key is ModifierKey {
  return ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(key)
}

/** The DevTools protocol's bits of the same. */
const modifierBits: [ModifierKey, number][] = [
  ['Alt', 1],
  ['Control', 2],
  ['Meta', 4],
  ['Shift', 8],
]
const buttonBits: Record<MouseButton, number> = { left: 1, right: 2, middle: 4, back: 8, forward: 16 }

/** Modifier keys and mouse buttons of one page that are down. */
export class Held {
  readonly #keys = new Set<ModifierKey>()
  readonly #buttons = new Set<MouseButton>()

  press(key: ModifierKey): void {
    this.#keys.add(key)
  }

  release(key: ModifierKey): void {
    this.#keys.delete(key)
  }

  pressButton(button: MouseButton): void {
    this.#buttons.add(button)
  }

  releaseButton(button: MouseButton): void {
    this.#buttons.delete(button)
  }

  releaseButtons(): void {
    this.#buttons.clear()
  }

  has(key: ModifierKey): boolean {
    return this.#keys.has(key)
  }

  /** Buttons that CEF has no name for are among them. */
  get hasExtraButton(): boolean {
    return this.#buttons.has('back') || this.#buttons.has('forward')
  }

  /** As cef_event_flags_t. */
  get native(): number {
    let bits = this.nativeKeys
    for (const button of this.#buttons) if (button in flags) bits |= flags[button as 'left']
    return bits
  }

  get nativeKeys(): number {
    let bits = 0
    for (const key of this.#keys) bits |= flags[key]
    return bits
  }

  /** As the DevTools protocol has it. */
  get modifiers(): number {
    return modifierBits.reduce((bits, [key, bit]) => (this.#keys.has(key) ? bits | bit : bits), 0)
  }

  /** `MouseEvent.buttons`. */
  get buttons(): number {
    return [...this.#buttons].reduce((bits, button) => bits | buttonBits[button], 0)
  }
}
