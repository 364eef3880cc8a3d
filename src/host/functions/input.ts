import type { InputTopic } from '../../protocol/input.js'
import type { Offered } from '../../protocol/wire.js'
import type { PageContext } from './context.js'

export function inputFunctions({ page }: PageContext): Offered<InputTopic> {
  return {
    'mouse.move': (id, x, y, steps) => page(id).input.move(x, y, steps),
    'mouse.down': (id, button, clicks) => page(id).input.down(button, clicks),
    'mouse.up': (id, button, clicks) => page(id).input.up(button, clicks),
    'mouse.click': (id, x, y, button, clicks) => page(id).input.click(x, y, button, clicks),
    'mouse.wheel': (id, deltaX, deltaY) => page(id).input.wheel(deltaX, deltaY),
    'keyboard.down': (id, key) => page(id).input.keyDown(key),
    'keyboard.up': (id, key) => page(id).input.keyUp(key),
    'keyboard.insertText': (id, text) => page(id).input.insertText(text),
  }
}
