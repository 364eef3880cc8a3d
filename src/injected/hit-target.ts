import type { Point } from '../protocol/operation.js'
import { describe } from './selectors.js'

interface Chromium {
  scrollIntoViewIfNeeded(centered: boolean): void
}

const ALIGNMENTS: ScrollLogicalPosition[] = ['center', 'end', 'start']
const POINTER_EVENTS = [
  ...['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick', 'dblclick', 'contextmenu'],
  ...['touchstart', 'touchend'],
]

/** Moves the element into view, if it is not. Another attempt tries another alignment, away from what covers its place. */
export function scrollIntoView(element: Element, attempt = 0): void {
  if (attempt === 0) (element as unknown as Chromium).scrollIntoViewIfNeeded(true)
  else {
    const block = ALIGNMENTS[attempt % ALIGNMENTS.length]!
    element.scrollIntoView({ block, inline: block, behavior: 'instant' })
  }
}

/** Where to click: the given place of the element's padding box, or the middle of the first part of it that is in view. */
export function clickPoint(element: Element, position?: Point): Point | null {
  if (position) {
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const x = box.x + Number.parseFloat(style.borderLeftWidth) + position.x
    const y = box.y + Number.parseFloat(style.borderTopWidth) + position.y
    return isInside({ x, y }) ? { x, y } : null
  }
  for (const box of element.getClientRects()) {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
    if (right - left > 0 && bottom - top > 0) return { x: (left + right) / 2, y: (top + bottom) / 2 }
  }
  return null
}

/** Null when a pointer event at the point reaches the element, otherwise a text that names what would get it instead. */
export function interceptor(element: Element, point: Point): string | null {
  return interceptorAt(element, elementAt(point))
}

function interceptorAt(element: Element, hit: Element | null): string | null {
  if (!hit) return 'nothing is at its place'
  const target = element.closest('button, [role=button], a, [role=link]') ?? element
  let outermost = hit
  for (let at: Element | null = hit; at; at = parentOf(at)) {
    if (at === target || at === element) return null
    // A click on a label is a click on its control.
    if (at instanceof HTMLLabelElement && at.control === element) return null
    // The largest subtree that does not contain the element says more than the innermost part of it.
    if (!containsDeep(at, element)) outermost = at
  }
  const inside = outermost === hit ? '' : ` from ${describe(outermost)} subtree`
  return `${describe(hit)}${inside} intercepts pointer events`
}

const GUARD_MS = 10_000

let release: (() => string | null) | undefined

/**
 * Between this call and {@link unguard}, pointer events that would reach something else than the element are stopped before
 * the page sees any of them.
 */
export function guard(element: Element): void {
  release?.()
  let stoppedBy: string | null | undefined
  const since = performance.now()
  const check = (event: Event) => {
    // A guard that nobody took away must not stop what comes much later.
    if (!event.isTrusted || performance.now() - since > GUARD_MS) return
    // The first event decides for all that belong to it: what it does may move the element.
    if (stoppedBy === undefined) {
      const hit = event.composedPath()[0]
      stoppedBy = interceptorAt(element, hit instanceof Element ? hit : null)
    }
    if (stoppedBy === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of POINTER_EVENTS) addEventListener(type, check, { capture: true, passive: false })
  release = () => {
    for (const type of POINTER_EVENTS) removeEventListener(type, check, { capture: true })
    return stoppedBy ?? null
  }
}

/** What stopped the events since {@link guard}, if anything did. */
export function unguard(): string | null {
  const stoppedBy = release?.() ?? null
  release = undefined
  return stoppedBy
}

function elementAt({ x, y }: Point): Element | null {
  let root: Document | ShadowRoot = document
  let found: Element | null = null
  for (;;) {
    const inner: Element | null = root.elementFromPoint(x, y)
    if (!inner || inner === found) return found
    found = inner
    if (!inner.shadowRoot) return found
    root = inner.shadowRoot
  }
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot
  if (element.parentElement) return element.parentElement
  return element.parentNode instanceof ShadowRoot ? element.parentNode.host : null
}

function containsDeep(ancestor: Element, element: Element): boolean {
  for (let at: Element | null = element; at; at = parentOf(at)) if (at === ancestor) return true
  return false
}

function isInside({ x, y }: Point): boolean {
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight
}
