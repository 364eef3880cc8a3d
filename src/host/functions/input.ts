import type { InputTopic } from '../../protocol/input.js'
import type { Offered } from '../../protocol/wire.js'
import type { Clipboard } from '../input/clipboard.js'
import type { PageContext } from './context.js'

export function inputFunctions({ page }: PageContext, clipboard: Clipboard): Offered<InputTopic> {
  const input = (id: number) => page(id).input
  return {
    'mouse.move': (id, x, y, steps) => input(id).mouse.move(x, y, steps),
    'mouse.down': (id, button, clicks) => input(id).mouse.down(button, clicks),
    'mouse.up': (id, button, clicks) => input(id).mouse.up(button, clicks),
    'mouse.click': (id, x, y, button, clicks) => input(id).mouse.click(x, y, button, clicks),
    'mouse.wheel': (id, deltaX, deltaY) => input(id).mouse.wheel(deltaX, deltaY),
    'keyboard.down': (id, key) => {
      const { keyboard } = input(id)
      const press = () => keyboard.down(key)
      return keyboard.usesClipboard(key) ? clipboard.turn(page(id), press) : press()
    },
    'keyboard.up': (id, key) => input(id).keyboard.up(key),
    'keyboard.character': (id, text) => input(id).keyboard.character(text),
    'keyboard.insertText': (id, text) => input(id).keyboard.insertText(text),
    'keyboard.setLayout': (id, name) => input(id).keyboard.setLayout(name),
    'ime.compose': (id, text, from, to) => input(id).ime.compose(text, from, to),
    'ime.commit': (id, text) => input(id).ime.commit(text),
    'ime.cancel': (id) => input(id).ime.cancel(),
    'touch.tap': (id, x, y) => input(id).touch.tap(x, y),
    'touch.start': (id, points) => input(id).touch.start(points),
    'touch.move': (id, points) => input(id).touch.move(points),
    'touch.end': (id, ids) => input(id).touch.end(ids),
    'touch.cancel': (id, ids) => input(id).touch.cancel(ids),
    'pen.move': (id, point) => input(id).pen.move(point),
    'pen.down': (id, point) => input(id).pen.down(point),
    'pen.up': (id) => input(id).pen.up(),
    'clipboard.read': (id) => clipboard.read(page(id)),
    'clipboard.readText': (id) => clipboard.readText(page(id)),
    'clipboard.write': (id, content) => clipboard.write(page(id), content),
    'clipboard.hold': (id) => clipboard.hold(page(id)),
    'clipboard.release': (id) => clipboard.release(page(id)),
    'page.setFocused': (id, focused) => input(id).setFocused(focused),
    'input.raw': (id, event) => input(id).raw(event),
    'page.drop': (id, data, x, y) => input(id).drag.dropIn(data, { x, y }),
  }
}
