import { CefrigError } from '../errors.js'
import type { Clip } from '../protocol/options.js'
import type { Readiness } from '../protocol/ready.js'
import { lateError, type Unmet } from './capture-timeout.js'
import { before } from './deadline.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { Frames } from './frames.js'
import { type Kind, kinds, type Loading } from './loading.js'
import { animationFrames, readiness } from './page-scripts.js'
import { shownRoots } from './shown.js'

/** What the fence needs to know of the page's paints. */
export interface PaintSource {
  /** Number of paints so far and the size of the last one in device pixels. */
  state(): { count: number; width: number; height: number; popup: boolean }
  /** Number of paints when the browser sent the DevTools message that is being handled. */
  countAtMessage(): number
  /** How often the page's compositor was begun anew. */
  revivals(): number
  /** What the browser asks, which stops the page until it is answered, in words. */
  asking(): string | undefined
  /** Whether frames come at all. */
  areTicking(): Promise<boolean>
  /** The size that paints of the present viewport have, in device pixels. */
  expected(): { width: number; height: number }
}

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

/** How the page must be. */
export interface Passing {
  /** Milliseconds that the error tells of, when some of them had passed before. */
  asked?: number
  ready?: Readiness
  /** Rejects when it is not to be waited for any longer. Default: never. */
  due?: Promise<never>
  /** The part of the page that is painted. Default: all of the viewport. */
  part?: Clip
}

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
   * Begin frames must be produced meanwhile. Resolves when the last paint is of this moment or later.
   * @throws CAPTURE_TIMEOUT, naming what was pending.
   */
  async pass(timeout: number, { asked = timeout, ready = {}, due, part }: Passing = {}): Promise<void> {
    const over = new CefrigError('CAPTURE_TIMEOUT', '')
    let late = false
    const passing = this.#pass(() => late, ready, part)
    // Its own error after the deadline is of no interest: the deadline's says more.
    passing.catch(() => {})
    try {
      await before(due ? Promise.race([passing, due]) : passing, timeout, () => over)
    } catch (error) {
      late = true
      if (error === over) throw await this.late(asked, ready)
      throw error
    }
  }

  async #pass(late: () => boolean, ready: Readiness, part: Clip | undefined): Promise<void> {
    const waited: Kind[] = kinds.filter((kind) => ready[kind] !== false)
    const started = performance.now()
    for (let frames = 0; !late(); ) {
      const popup = this.#paints.state().popup
      const fresh = new Map(this.#fresh)
      const since = fresh.get(this.#frames.main)
      const loaded = this.#loading.ended
      const revivals = this.#paints.revivals()
      const picker = await this.#framesOf({ ready, part, popup, isFresh: fresh.size > 0 })
      frames += freshFrames
      // A compositor that was begun anew embeds the page's surface anew, and no count of paints tells when.
      if (this.#paints.revivals() !== revivals) {
        this.renew()
        frames = 0
        continue
      }
      // What was asked for by layout, as pictures behind elements, and came during these frames is painted in the next ones.
      if (this.#loading.pending(waited).length > 0 || this.#loading.ended !== loaded) {
        await this.#loading.idle(waited)
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
  async #framesOf(look: {
    ready: Readiness
    part: Clip | undefined
    popup: boolean
    isFresh: boolean
  }): Promise<boolean> {
    const { ready, part, popup, isFresh } = look
    const { main } = this.#frames
    const { all, documents } = this.#frames
    const others = (ready.frames === false ? documents : all).filter((frame) => frame !== main)
    const ofOthers =
      ready.frames === false ? readiness({ load: false, fonts: false, images: false }) : readiness(ready)
    const pickers = await Promise.all(
      others.map((frame) => unlessGone(evaluateInternal<boolean>(frame, ofOthers))),
    )
    const roots = await shownRoots(this.#frames, part)
    const script = animationFrames(popup ? popupFrames : isFresh ? freshFrames : settledFrames, ready)
    const [picker] = await Promise.all([
      evaluateInternal<boolean>(main, script),
      ...roots.map((frame) => unlessGone(evaluateInternal(frame, script))),
    ])
    return picker || pickers.includes(true)
  }

  /** The error of a capture that was given so many milliseconds, with what was found pending already. */
  late(
    timeout: number,
    ready: Readiness,
    unmet: Promise<readonly Unmet[]> = Promise.resolve([]),
  ): Promise<CefrigError> {
    const [frames, fresh] = [this.#frames, this.#fresh.size]
    const asking = this.#paints.asking()
    return lateError({
      frames,
      paints: this.#paints,
      loading: this.#loading,
      fresh,
      asking,
      timeout,
      ready,
      unmet,
    })
  }
}
