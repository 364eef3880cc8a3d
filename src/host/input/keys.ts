import { CefrigError } from '../../errors.js'

/** A key of a US keyboard. */
export interface Key {
  /** `KeyboardEvent.key` without and with Shift. */
  key: string
  shifted: string
  /** `KeyboardEvent.code`. */
  code: string
  windowsKeyCode: number
  /** X11's key code: evdev's plus 8. */
  nativeKeyCode: number
  /** What the key types; none for keys that type nothing. */
  text: string
  shiftedText: string
  location: 'left' | 'right' | 'keypad' | ''
}

const keys: Key[] = []

function add(
  code: string,
  key: string,
  windowsKeyCode: number,
  evdev: number,
  more: Partial<Key> = {},
): void {
  const text = key.length === 1 ? key : ''
  keys.push({
    key,
    shifted: key,
    code,
    windowsKeyCode,
    nativeKeyCode: evdev + 8,
    text,
    shiftedText: text,
    location: '',
    ...more,
  })
}

const letterRows: [letters: string, evdev: number][] = [
  ['qwertyuiop', 16],
  ['asdfghjkl', 30],
  ['zxcvbnm', 44],
]
for (const [letters, evdev] of letterRows) {
  for (const [index, letter] of [...letters].entries()) {
    const upper = letter.toUpperCase()
    add(`Key${upper}`, letter, upper.charCodeAt(0), evdev + index, { shifted: upper, shiftedText: upper })
  }
}
for (const [index, shifted] of [...'!@#$%^&*()'].entries()) {
  const digit = String((index + 1) % 10)
  add(`Digit${digit}`, digit, digit.charCodeAt(0), 2 + index, { shifted, shiftedText: shifted })
}
const punctuation: [code: string, key: string, shifted: string, windows: number, evdev: number][] = [
  ['Minus', '-', '_', 189, 12],
  ['Equal', '=', '+', 187, 13],
  ['BracketLeft', '[', '{', 219, 26],
  ['BracketRight', ']', '}', 221, 27],
  ['Semicolon', ';', ':', 186, 39],
  ['Quote', "'", '"', 222, 40],
  ['Backquote', '`', '~', 192, 41],
  ['Backslash', '\\', '|', 220, 43],
  ['Comma', ',', '<', 188, 51],
  ['Period', '.', '>', 190, 52],
  ['Slash', '/', '?', 191, 53],
]
for (const [code, key, shifted, windows, evdev] of punctuation)
  add(code, key, windows, evdev, { shifted, shiftedText: shifted })

const named: [code: string, key: string, windows: number, evdev: number, more?: Partial<Key>][] = [
  ['Space', ' ', 32, 57],
  ['Enter', 'Enter', 13, 28, { text: '\r', shiftedText: '\r' }],
  ['NumpadEnter', 'Enter', 13, 96, { text: '\r', shiftedText: '\r', location: 'keypad' }],
  ['Tab', 'Tab', 9, 15],
  ['Backspace', 'Backspace', 8, 14],
  ['Delete', 'Delete', 46, 111],
  ['Insert', 'Insert', 45, 110],
  ['Escape', 'Escape', 27, 1],
  ['ArrowUp', 'ArrowUp', 38, 103],
  ['ArrowLeft', 'ArrowLeft', 37, 105],
  ['ArrowRight', 'ArrowRight', 39, 106],
  ['ArrowDown', 'ArrowDown', 40, 108],
  ['Home', 'Home', 36, 102],
  ['End', 'End', 35, 107],
  ['PageUp', 'PageUp', 33, 104],
  ['PageDown', 'PageDown', 34, 109],
  ['CapsLock', 'CapsLock', 20, 58],
  ['ContextMenu', 'ContextMenu', 93, 127],
  ['ShiftLeft', 'Shift', 16, 42, { location: 'left' }],
  ['ShiftRight', 'Shift', 16, 54, { location: 'right' }],
  ['ControlLeft', 'Control', 17, 29, { location: 'left' }],
  ['ControlRight', 'Control', 17, 97, { location: 'right' }],
  ['AltLeft', 'Alt', 18, 56, { location: 'left' }],
  ['AltRight', 'Alt', 18, 100, { location: 'right' }],
  ['MetaLeft', 'Meta', 91, 125, { location: 'left' }],
  ['MetaRight', 'Meta', 92, 126, { location: 'right' }],
]
for (const [code, key, windows, evdev, more] of named) add(code, key, windows, evdev, more)
for (let number = 1; number <= 12; number++)
  add(`F${number}`, `F${number}`, 111 + number, number <= 10 ? 58 + number : 76 + number)

const byCode = new Map(keys.map((key) => [key.code, key]))
const byName = new Map<string, Key>()
for (const key of keys) {
  for (const name of [key.key, key.shifted, key.code]) if (!byName.has(name)) byName.set(name, key)
}
byName.set('\n', byName.get('Enter')!)
byName.set('\r', byName.get('Enter')!)

/** The US key of this `code`. */
export function keyAt(code: string): Key | undefined {
  return byCode.get(code)
}

export function hasKey(name: string): boolean {
  return byName.has(name)
}

/** The key of this `key` or `code`. @throws BAD_ARGUMENT. */
export function findKey(name: string, layout = 'US'): Key {
  const found = byName.get(name)
  if (found) return found
  const message = `keyboard.press() failed: a ${layout} keyboard has no key ${JSON.stringify(name)}. Use a name of KeyboardEvent.key or KeyboardEvent.code, or keyboard.insertText() for other text.`
  throw new CefrigError('BAD_ARGUMENT', message, { facts: { key: name } })
}
