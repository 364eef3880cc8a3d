import { CefrigError } from '../errors.js'
import type { Viewport } from '../protocol/options.js'
import type { BeginFrames } from './begin-frames.js'
import { before } from './deadline.js'
import { evaluateInternal } from './evaluate.js'
import type { Frame } from './frame.js'

/** Animation frames within which a paint of the new size comes, unless the browser has kept the size from its display. */
const framesToPaint = 30

/** What a change of the size needs of the page. */
export interface SizedBrowser {
  beginFrames: BeginFrames
  main(): Frame
  /** Tells the browser the size. */
  tell(viewport: Viewport, scale: number): void
  /** Of the last paint, in device pixels. */
  painted(): { width: number; height: number }
}

/** The viewport of a page, in CSS pixels, and its scale. */
export class Size {
  viewport: Viewport
  scale: number
  /** What the page takes for its viewport, which DevTools may have made another. */
  #seen: Viewport
  /** Whether the page has taken it up. */
  #isTaken = true
  readonly #browser: SizedBrowser

  constructor(viewport: Viewport, scale: number, browser: SizedBrowser) {
    this.viewport = viewport
    this.#seen = viewport
    this.scale = scale
    this.#browser = browser
  }

  /** What paints of it have, in device pixels. */
  get expected(): { width: number; height: number } {
    return deviceSize(this.viewport, this.scale)
  }

  /**
   * Resolves when the page has taken up a new size and a paint of it has come. A begin frame that is in flight when the size
   * changes never ends, and no other is ever taken; and CEF holds a size back while the one before has not been painted.
   * `seen` is the size of which the page is told by DevTools. @throws TIMEOUT.
   */
  async change(viewport: Viewport, scale: number, timeout: number, seen = viewport): Promise<void> {
    const isThere = same(viewport, this.viewport) && same(seen, this.#seen) && scale === this.scale
    if (isThere && this.#isTaken) return
    this.#isTaken = false
    this.viewport = viewport
    this.#seen = seen
    this.scale = scale
    let late = false
    const work = async () => {
      while (!late) {
        await this.#browser.beginFrames.without(() => this.#take(() => late))
        if (await this.#isPainted()) return
      }
    }
    await before(work(), timeout, () => {
      late = true
      return notResized(viewport, timeout)
    })
    this.#isTaken = true
  }

  async #take(late: () => boolean): Promise<void> {
    const { width, height } = this.#seen
    this.#browser.tell(this.viewport, this.scale)
    const taken = `innerWidth === ${width} && innerHeight === ${height} && Math.abs(devicePixelRatio - ${this.scale}) < 0.01`
    // The page's own frames would tell, but none may come.
    while (!late() && !(await evaluateInternal<boolean>(this.#browser.main(), taken))) {
      await new Promise((done) => setTimeout(done, 1))
    }
  }

  #isPainted(): Promise<boolean> {
    const { beginFrames, main } = this.#browser
    return beginFrames.pumped(async () => {
      for (let frame = 0; frame < framesToPaint && !this.#hasPaint(); frame++)
        await evaluateInternal(main(), 'new Promise((tick) => requestAnimationFrame(tick))')
      return this.#hasPaint()
    })
  }

  #hasPaint(): boolean {
    const [painted, { width, height }] = [this.#browser.painted(), this.expected]
    return painted.width === width && painted.height === height
  }
}

/** Device pixels of so many CSS pixels, as Chromium reckons: in numbers of 32 bits. */
export function deviceSize({ width, height }: Viewport, scale: number): Viewport {
  const side = (length: number) => Math.ceil(Math.fround(length * Math.fround(scale)))
  return { width: side(width), height: side(height) }
}

function same(a: Viewport, b: Viewport): boolean {
  return a.width === b.width && a.height === b.height
}

function notResized({ width, height }: Viewport, timeout: number): CefrigError {
  const message = `page.resize() failed: the page did not take the size ${width}×${height} within ${timeout} ms. A script may be running without end.`
  return new CefrigError('TIMEOUT', message, { facts: { width, height, timeout } })
}
