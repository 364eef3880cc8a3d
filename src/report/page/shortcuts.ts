import type { App } from './app.js'
import type { Shortcut } from './keys.js'
import { type ViewName, viewWords } from './views.js'

const views = Object.keys(viewWords) as ViewName[]

/** The keys that work everywhere on the page. */
export function shortcutsOf(app: App): Shortcut[] {
  const { detail, list } = app
  const all: Shortcut[] = [
    {
      keys: ['/'],
      does: 'search',
      run() {
        app.openList()
        app.filters.search.focus()
      },
    },
    {
      keys: ['j', 'k'],
      does: 'next result, the one before',
      run: (key) => list.step(key === 'j' ? 1 : -1),
    },
    {
      keys: views.map((_, index) => String(index + 1)),
      written: '1 to 7',
      does: `view: ${Object.values(viewWords).join(', ')}`,
      run: (key) => detail.stage?.choose(views[Number(key) - 1]!),
    },
    { keys: ['+', '='], written: '+', does: 'zoom in', run: () => detail.stage?.zoomBy(2) },
    { keys: ['-'], does: 'zoom out', run: () => detail.stage?.zoomBy(1 / 2) },
    { keys: ['0'], does: 'fit the width', run: () => detail.stage?.fit() },
    {
      keys: ['n', 'p'],
      does: 'next region that differs, the one before',
      run: (key) => detail.stepRegion(key === 'n' ? 1 : -1),
    },
    { keys: ['r'], does: 'show or hide the regions', run: () => detail.stage?.toggleRegions() },
    {
      keys: ['i'],
      does: 'values of pixels: under the pointer, or under a mark that arrow keys move in a picture, by 10 with Shift',
      run: () => detail.stage?.toggleInspector(),
    },
    { keys: ['Escape'], written: 'Esc', does: 'back to the list', run: () => app.openList() },
  ]
  return app.review ? [...all, ...reviewKeys(app.review)] : all
}

function reviewKeys(review: NonNullable<App['review']>): Shortcut[] {
  return [
    {
      keys: ['a'],
      does: 'approve what is marked, or else this picture',
      run: () => void review.decideCurrent('approve'),
    },
    { keys: ['x'], does: 'reject', run: () => void review.decideCurrent('reject') },
    {
      keys: ['u'],
      does: 'undo: what is marked, this picture, or the last decision',
      run: () => void review.decideCurrent('undo'),
    },
  ]
}
