import { sleep } from '../client/timers.js'
import type { Clip } from '../protocol/options.js'
import type { Region } from './regions.js'

/** How many regions of a difference are named. */
export const namedRegions = 3

/** Milliseconds that a page may take to tell. */
const patience = 1000

/** Where in a page a picture was taken. */
export interface PictureArea {
  page: { evaluate(script: string): Promise<unknown> }
  /** The element, when the picture is of one. */
  locator?: { boundingBox(): Promise<{ x: number; y: number }> }
  clip?: Clip
  fullPage: boolean
  /** Pixels of the picture per CSS pixel. */
  scale: number
}

/**
 * What element is there now, in the middle of each of the first regions, as `button#save.primary "Save"`; null where none is, or
 * when the page does not tell.
 */
export async function elementsIn(area: PictureArea, regions: readonly Region[]): Promise<(string | null)[]> {
  const named = regions.slice(0, namedRegions)
  const none = named.map(() => null)
  try {
    const answer = await Promise.race([ask(area, named), sleep(patience)])
    return Array.isArray(answer) ? answer : none
  } catch {
    // The page may be gone by now: that says nothing about the picture.
    return none
  }
}

async function ask(
  { page, locator, clip, fullPage, scale }: PictureArea,
  regions: readonly Region[],
): Promise<unknown> {
  const box = await locator?.boundingBox()
  const left = box === undefined ? (clip?.x ?? 0) : Math.floor(box.x)
  const top = box === undefined ? (clip?.y ?? 0) : Math.floor(box.y)
  const points = regions.map(({ x, y, width, height }) => [
    left + (x + width / 2) / scale,
    top + (y + height / 2) / scale,
  ])
  return page.evaluate(`(${elementsAt})(${JSON.stringify(points)}, ${fullPage})`)
}

// Runs in the page, as text. Points of the whole document may lie outside of the viewport, where no element can be hit: there the
// smallest box counts.
const elementsAt = `(points, inDocument) => points.map(([left, top]) => {
  const x = inDocument ? left - scrollX : left
  const y = inDocument ? top - scrollY : top
  const holds = (element) => {
    const box = element.getBoundingClientRect()
    return box.left <= x && x < box.right && box.top <= y && y < box.bottom
  }
  const area = (element) => element.offsetWidth * element.offsetHeight
  const hit = (root) => {
    const found = root.elementFromPoint(x, y)
    return found?.shadowRoot && found.shadowRoot !== root ? (hit(found.shadowRoot) ?? found) : found
  }
  const isInView = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight
  const element = isInView
    ? hit(document)
    : [...document.body.querySelectorAll('*')].filter(holds).sort((a, b) => area(a) - area(b))[0]
  if (!element || element === document.documentElement) return null
  const classes = [...element.classList].slice(0, 2).map((name) => '.' + name).join('')
  const words = (element.getAttribute('aria-label') || element.innerText || element.alt || '').trim().replace(/\\s+/g, ' ')
  const quoted = words === '' ? '' : ' ' + JSON.stringify(words.length > 30 ? words.slice(0, 29) + '…' : words)
  return element.localName + (element.id ? '#' + element.id : '') + classes + quoted
})`
