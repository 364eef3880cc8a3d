import type { NativeEvent } from '../addon.js'
import type { HostPage } from '../page.js'
import { cursorName } from './cursors.js'

/** What a window would show of a page besides its pixels, told to its owner. */
export function tellFacts(page: HostPage, event: NativeEvent): void {
  switch (event.type) {
    case 'cursor':
      page.emit({ type: 'fact', name: 'cursor', value: cursorName(event.cursor) })
      break
    case 'fact':
      if (event.name === 'favicons') {
        const value = event.text === '' ? [] : event.text.split('\n')
        page.emit({ type: 'fact', name: 'favicons', value })
      } else page.emit({ type: 'fact', name: event.name, value: event.text })
      break
    case 'scrolled':
      page.emit({ type: 'fact', name: 'scrolloffset', value: { x: event.x, y: event.y } })
      break
    case 'progress':
      page.emit({ type: 'fact', name: 'progress', value: event.progress })
  }
}
