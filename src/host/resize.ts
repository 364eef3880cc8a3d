import { CefrigError } from '../errors.js'
import type { Viewport } from '../protocol/options.js'
import type { BeginFrames } from './begin-frames.js'
import { before } from './deadline.js'
import { evaluateInternal } from './evaluate.js'
import type { Frame } from './frame.js'

/** Animation frames within which a paint of the new size comes, unless the browser has kept the size from its display. */
const framesToPaint = 30

export interface Resizing {
  beginFrames: BeginFrames
  main(): Frame
  /** Tells the browser the size. */
  tell(): void
  /** Whether the last paint has the size. */
  isPainted(): boolean
}

/**
 * Resolves when the page has taken up a new size and a paint of it has come. A begin frame that is in flight when the size
 * changes never ends, and no other is ever taken; and CEF holds a size back while the one before has not been painted.
 * @throws TIMEOUT.
 */
export function resize(view: Viewport, scale: number, timeout: number, resizing: Resizing): Promise<void> {
  let late = false
  const work = async () => {
    while (!late) {
      await resizing.beginFrames.without(() => takeSize(view, scale, resizing, () => late))
      if (await paintsSize(resizing)) return
    }
  }
  return before(work(), timeout, () => {
    late = true
    return notResized(view, timeout)
  })
}

async function takeSize(
  { width, height }: Viewport,
  scale: number,
  resizing: Resizing,
  late: () => boolean,
): Promise<void> {
  resizing.tell()
  const taken = `innerWidth === ${width} && innerHeight === ${height} && Math.abs(devicePixelRatio - ${scale}) < 0.01`
  // The page's own frames would tell, but none may come.
  while (!late() && !(await evaluateInternal<boolean>(resizing.main(), taken))) {
    await new Promise((done) => setTimeout(done, 1))
  }
}

function paintsSize({ beginFrames, main, isPainted }: Resizing): Promise<boolean> {
  return beginFrames.pumped(async () => {
    for (let frame = 0; frame < framesToPaint; frame++) {
      if (isPainted()) return true
      await evaluateInternal(main(), 'new Promise((tick) => requestAnimationFrame(tick))')
    }
    return isPainted()
  })
}

function notResized({ width, height }: Viewport, timeout: number): CefrigError {
  const message = `page.resize() failed: the page did not take the size ${width}×${height} within ${timeout} ms. A script may be running without end.`
  return new CefrigError('TIMEOUT', message, { facts: { width, height, timeout } })
}
