import type { NativeEvent } from './addon.js'
import type { HostPage } from './page.js'

/** What changed of a page's appearance, told to its owner. */
export function tellAppearance(page: HostPage, event: NativeEvent): void {
  switch (event.type) {
    case 'title':
      page.emit({ type: 'title', title: event.title })
      break
    case 'fullscreen':
      page.emit({ type: 'fullscreen', on: event.on })
      break
    case 'paint': {
      const rects = JSON.parse(event.dirty) as [number, number, number, number][]
      const dirty = rects.map(([x, y, width, height]) => ({ x, y, width, height }))
      const { width, height, popup } = event
      page.emit({ type: 'paint', width, height, dirty, popup })
    }
  }
}
