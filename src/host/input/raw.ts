import type { RawEvent } from '../../protocol/input.js'
import type { InputAddon, KeyInput, TouchInput } from './native.js'

const buttons = { left: 0, middle: 1, right: 2 } as const
const keys = { rawKeyDown: 0, keyUp: 2, char: 3 } as const satisfies Record<string, KeyInput['kind']>
const touches = { released: 0, pressed: 1, moved: 2, cancelled: 3 } as const satisfies Record<
  string,
  TouchInput['kind']
>

/** Hands an event to CEF as it is. */
export function sendRaw(addon: InputAddon, page: number, event: RawEvent): void {
  switch (event.type) {
    case 'mouseMove': {
      const { x, y, modifiers = 0, leave = false } = event
      addon.mouse(page, { kind: leave ? 4 : 0, x, y, modifiers })
      break
    }
    case 'mouseClick': {
      const { x, y, modifiers = 0, button = 'left', up = false, clickCount: clicks = 1 } = event
      addon.mouse(page, { kind: up ? 2 : 1, x, y, modifiers, button: buttons[button], clicks })
      break
    }
    case 'mouseWheel': {
      const { x, y, modifiers = 0, deltaX = 0, deltaY = 0 } = event
      addon.mouse(page, { kind: 3, x, y, modifiers, deltaX, deltaY })
      break
    }
    case 'key': {
      const { kind, windowsKeyCode = 0, nativeKeyCode = 0, character = 0, modifiers = 0 } = event
      const { unmodifiedCharacter = character } = event
      const codes = { windowsKeyCode, nativeKeyCode, character, unmodifiedCharacter }
      addon.key(page, { kind: keys[kind], ...codes, modifiers })
      break
    }
    case 'touch': {
      const { kind, id = 0, x, y, radiusX = 0, radiusY = 0, rotation = 0, force = 0, modifiers = 0 } = event
      addon.touch(page, {
        kind: touches[kind],
        id,
        x,
        y,
        radiusX,
        radiusY,
        rotation,
        force,
        modifiers,
      })
      break
    }
    case 'focus':
      addon.setFocused(page, event.focused)
      break
    case 'captureLost':
      addon.captureLost(page)
      break
  }
}
