import { CefrigError } from '../errors.js'
import { before } from './deadline.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { Frames } from './frames.js'
import type { Loading } from './loading.js'
import { shownRoots } from './shown.js'

/** What the fence needs to know of the page's paints. */
export interface PaintSource {
  /** Number of paints so far and the size of the last one in device pixels. */
  state(): { count: number; width: number; height: number; popup: boolean }
  /** Number of paints when the browser sent the DevTools message that is being handled. */
  countAtMessage(): number
  /** How often the page's compositor was begun anew. */
  revivals(): number
  /** Whether frames come at all. */
  areTicking(): Promise<boolean>
  /** The size that paints of the present viewport have, in device pixels. */
  expected(): { width: number; height: number }
}

// Runs in the isolated world, where the page cannot have patched anything. Forcing layout makes fonts begin to load.
const ready = `
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }))
  for (;;) {
    void document.documentElement?.offsetHeight
    const waits = document.fonts.status === 'loading' ? [document.fonts.ready] : []
    for (const image of document.images) {
      if (image.complete) continue
      if (image.loading === 'lazy') {
        const { top, left, bottom, right, width } = image.getBoundingClientRect()
        if (width === 0 || bottom < 0 || right < 0 || top > innerHeight || left > innerWidth) continue
      }
      waits.push(new Promise((done) => {
        image.addEventListener('load', done, { once: true })
        image.addEventListener('error', done, { once: true })
      }))
    }
    if (waits.length === 0) break
    await Promise.all(waits)
  }`

// Lists of selects and pickers of dates are the browser's own widgets, each with a view of its own that comes some time later.
const pickerIsOpen = `(() => {
  const candidates = [...document.querySelectorAll('select:open, input:open')]
  // The one with the focus, within shadow roots too.
  for (let focused = document.activeElement; focused; focused = focused.shadowRoot?.activeElement) candidates.push(focused)
  return candidates.some((element) => element.matches('select:open, input:open:not([type=color])')
    && getComputedStyle(element).appearance !== 'base-select') })()`

/** Milliseconds after which an animation frame that has not come is asked for again. */
const askAgain = 100

const readiness = `(async () => { ${ready}
  return ${pickerIsOpen} })()`

// Callbacks are numbered over all worlds: a page that cancels every number cancels these too, and they are asked for again.
const animationFrames = (count: number): string =>
  `(async () => { ${ready}
  for (let left = ${count}; left > 0; left--) await new Promise((tick) => {
    let again
    const ask = () => {
      clearTimeout(again)
      requestAnimationFrame(() => { clearTimeout(again); tick() })
      again = setTimeout(ask, ${askAgain})
    }
    ask()
  })
  return ${pickerIsOpen} })()`

const pending = `({
  document: document.readyState,
  fonts: document.fonts.status,
  images: [...document.images].filter((image) => !image.complete).map((image) => image.currentSrc || image.src),
})`

/**
 * Animation frames after which what the page shows has been painted. The first may run in a begin frame that was issued before the
 * page asked for one: the display has ended that one without the page. It draws the page in the next, during which the second runs;
 * only when the third runs has that one ended, and its paint come.
 */
const settledFrames = 3
/** As above, when the document is new: for its first frames the display may not have embedded its surface yet. */
const freshFrames = 4
/**
 * Animation frames of a new document after which its surface is embedded for sure. Without a paint until then, its paint came before
 * the news of the document: the two take different ways, and a page that does not change is painted once.
 */
const embeddedFrames = 24
/** With a popup, whose view gets its begin frames along with the page's and may need some more. */
const popupFrames = 6
/** Milliseconds for which the page may say of its pickers what the browser's popup does not confirm. */
const popupPatience = 1000

/** Makes sure that the last paint shows the page as it is. */
export class Fence {
  readonly #frames: Frames
  readonly #paints: PaintSource
  readonly #loading: Loading
  /** Frames with documents that no fence has seen yet, with the number of paints at their commit. */
  readonly #fresh = new Map<Frame, number>()

  constructor(frames: Frames, paints: PaintSource, loading: Loading) {
    this.#frames = frames
    this.#paints = paints
    this.#loading = loading
    frames.watch((frame, what) => {
      if (what === 'navigated') this.#fresh.set(frame, paints.countAtMessage())
      if (what === 'detached') this.#fresh.delete(frame)
    })
  }

  /** The page's document came before this could see it: no count of paints tells which are its own. */
  renew(): void {
    this.#fresh.set(this.#frames.main, Number.POSITIVE_INFINITY)
  }

  /**
   * Begin frames must be produced meanwhile. Resolves when the last paint is of this moment or later. `asked` is the timeout that
   * the error tells of, when some of it had passed before.
   * @throws CAPTURE_TIMEOUT, naming what was pending.
   */
  async pass(timeout: number, asked = timeout): Promise<void> {
    let late = false
    const passing = this.#pass(() => late)
    // Its own error after the deadline is of no interest: the deadline's says more.
    passing.catch(() => {})
    try {
      await before(passing, timeout, () => new CefrigError('CAPTURE_TIMEOUT', ''))
    } catch (error) {
      late = true
      if (error instanceof CefrigError && error.code === 'CAPTURE_TIMEOUT') throw await this.#late(asked)
      throw error
    }
  }

  async #pass(late: () => boolean): Promise<void> {
    const started = performance.now()
    for (let frames = 0; !late(); ) {
      const popup = this.#paints.state().popup
      const fresh = new Map(this.#fresh)
      const since = fresh.get(this.#frames.main)
      const loaded = this.#loading.ended
      const revivals = this.#paints.revivals()
      const picker = await this.#framesOf(fresh, popup)
      frames += freshFrames
      // A compositor that was begun anew embeds the page's surface anew, and no count of paints tells when.
      if (this.#paints.revivals() !== revivals) {
        this.renew()
        frames = 0
        continue
      }
      // What was asked for by layout, as pictures behind elements, and came during these frames is painted in the next ones.
      if (this.#loading.pending.length > 0 || this.#loading.ended !== loaded) {
        await this.#loading.idle()
        continue
      }
      const { count, width, height, popup: popupNow } = this.#paints.state()
      const agrees = popup === picker && popupNow === picker
      if (!agrees && performance.now() - started < popupPatience) continue
      const expected = this.#paints.expected()
      const sized = width === expected.width && height === expected.height
      const painted = since === undefined || count > since || frames >= embeddedFrames
      if (!sized || !painted) continue
      for (const [frame, at] of fresh) if (this.#fresh.get(frame) === at) this.#fresh.delete(frame)
      if (this.#fresh.size === 0) return
    }
  }

  /** Whether a picker is open, as the page says. */
  async #framesOf(fresh: ReadonlyMap<Frame, number>, popup: boolean): Promise<boolean> {
    const { main } = this.#frames
    const others = this.#frames.all.filter((frame) => frame !== main)
    const pickers = await Promise.all(
      others.map((frame) => unlessGone(evaluateInternal<boolean>(frame, readiness))),
    )
    const roots = await shownRoots(this.#frames)
    const count = popup ? popupFrames : fresh.size > 0 ? freshFrames : settledFrames
    const [picker] = await Promise.all([
      evaluateInternal<boolean>(main, animationFrames(count)),
      ...roots.map((frame) => unlessGone(evaluateInternal(frame, animationFrames(count)))),
    ])
    return picker || pickers.includes(true)
  }

  async #late(timeout: number): Promise<CefrigError> {
    const { main } = this.#frames
    const paint = { ...this.#paints.state(), expected: this.#paints.expected() }
    const loading = this.#loading.pending
    const state = await before(
      evaluateInternal<{ document: string; fonts: string; images: string[] }>(main, pending),
      1000,
      () => new CefrigError('TIMEOUT', ''),
    ).catch(() => undefined)
    const reasons = state
      ? [
          state.document !== 'complete' ? `the document is still ${state.document}` : '',
          state.fonts !== 'loaded' ? 'fonts are loading' : '',
          state.images.length > 0 ? `images are loading: ${state.images.slice(0, 3).join(', ')}` : '',
          state.images.length === 0 && loading.length > 0
            ? `files are loading: ${loading.slice(0, 3).join(', ')}`
            : '',
        ].filter(Boolean)
      : ['the page does not answer: a script may be running without end']
    const ticks = state !== undefined && (await this.#paints.areTicking())
    if (state && !ticks) reasons.push('the browser produces no frames of it')
    if (reasons.length === 0)
      reasons.push(
        `the last paint is ${paint.width}×${paint.height} and none of ${paint.expected.width}×${paint.expected.height} came`,
      )
    const message = `page.capture() failed: the page did not settle within ${timeout} ms: ${reasons.join('; ')}. Wait for these before the capture, or raise its timeout.`
    return new CefrigError('CAPTURE_TIMEOUT', message, {
      facts: { timeout, url: main.url, ...state, loading, paint, ticks, fresh: this.#fresh.size },
    })
  }
}
