import type { Addon } from './addon.js'
import { before } from './deadline.js'
import { evaluateInternal } from './evaluate.js'
import type { Frame } from './frame.js'

/** Milliseconds between begin frames while somebody waits for frames. */
const fastPump = 1
/** Turns of the page's and the browser's main threads within which is heard what was said before. */
const graceTurns = 8
/** Milliseconds after which a begin frame counts as dropped. */
const dropped = 50
/** Milliseconds of the longest wait for a paint. */
const patience = 2000

/** Milliseconds after which it is looked whether frames still come. */
const stallAfter = 1000
/** Milliseconds within which a page that is not busy answers, and produces a frame. */
const answerWithin = 500
/** The same of a frame while nobody here waits for it: pages may be slow, and see it when their compositor begins anew. */
const idleAnswerWithin = 1500
/** How many begin frames more it may take when they come seldom. */
const idlePatience = 4

/** What begin frames are sent with. */
export interface BeginFrameSource {
  /** One every so many milliseconds from now on; 0: none. */
  pump(interval: number): void
  one(): void
  /** One, after which the next paint is told. */
  draw(): void
  /** Begins the page's compositor anew. */
  revive(): void
}

export function beginFrameSource(addon: Addon, page: number): BeginFrameSource {
  return {
    pump: (interval) => addon.pump(page, interval),
    one: () => addon.beginFrame(page),
    draw: () => addon.draw(page),
    revive: () => addon.revive(page),
  }
}

/** The begin frames of one page: how often they are sent, and when none may be. */
export class BeginFrames {
  readonly #source: BeginFrameSource
  readonly #main: () => Frame
  /** Milliseconds between begin frames while nobody waits for them; 0: none. */
  #idleInterval = 0
  #interval = 0
  #pumping = 0
  #holding = 0
  #watching: NodeJS.Timeout | undefined
  #idleWatch: NodeJS.Timeout | undefined
  #revivals = 0
  #drawn: (() => void) | undefined

  constructor(source: BeginFrameSource, main: () => Frame) {
    this.#source = source
    this.#main = main
  }

  /** How many per second while nobody waits for them; 0: none. */
  setRate(perSecond: number): void {
    this.#idleInterval = perSecond > 0 ? Math.max(1, Math.round(1000 / perSecond)) : 0
    this.#apply()
  }

  /** For good. */
  stop(): void {
    this.#idleInterval = 0
    clearTimeout(this.#idleWatch)
    this.#idleWatch = undefined
    this.#source.pump(0)
  }

  /** Runs with begin frames as fast as they come. */
  async pumped<T>(work: () => Promise<T>): Promise<T> {
    if (this.#pumping++ === 0) this.#watching = setInterval(() => void this.#revive(), stallAfter)
    this.#apply()
    try {
      return await work()
    } finally {
      if (--this.#pumping === 0) clearInterval(this.#watching)
      this.#apply()
    }
  }

  /** How often the compositor was begun anew. */
  get revivals(): number {
    return this.#revivals
  }

  /** Whether begin frames, which must be on, lead to frames of the page. */
  isTicking(within = answerWithin): Promise<boolean> {
    return this.#answers('new Promise((tick) => requestAnimationFrame(() => tick(true)))', within)
  }

  /**
   * CEF 146 loses a begin frame now and then on a busy machine, and takes no other after that; and a document that follows at once
   * upon one of another process may never learn its surface's number. A page that answers and gets no frames gets a new compositor.
   */
  async #revive(): Promise<void> {
    if (this.#holding > 0 || !(await this.#answers('true')) || (await this.isTicking())) return
    if (this.#pumping === 0 || this.#holding > 0) return
    this.#revivals++
    this.#source.revive()
  }

  /**
   * The same for scripts of the page that wait for frames, as tests in Browser Mode do, of which nobody here knows. A page that
   * was between two documents answers the second time.
   */
  async #reviveIdle(): Promise<void> {
    const interval = this.#idleInterval
    const watch = this.#idleWatch
    const within = idleAnswerWithin + idlePatience * interval
    for (let time = 0; time < 2; time++)
      if (!(await this.#answers('true')) || (await this.isTicking(within))) return this.#watchIdle(watch)
    if (watch !== this.#idleWatch) return
    this.#revivals++
    this.#source.revive()
    // One that stays without frames is left alone until somebody waits for them.
    if (await this.isTicking(within)) this.#watchIdle(watch)
  }

  /** Looks again later, unless somebody has begun to wait for frames since. */
  #watchIdle(since: NodeJS.Timeout | undefined): void {
    if (since !== this.#idleWatch) return
    this.#idleWatch = setTimeout(() => void this.#reviveIdle(), stallAfter).unref()
  }

  #answers(expression: string, within = answerWithin): Promise<boolean> {
    const answer = evaluateInternal<boolean>(this.#main(), expression)
    return before(answer, within, () => new Error('no answer')).catch(() => false)
  }

  /** A paint has come that was asked for. */
  drawn(): void {
    this.#drawn?.()
  }

  /**
   * Runs while no begin frame is in flight. CEF does not tell when one ends, but it ends with its paint, and CEF drops those that
   * are sent before. So the page gets something to paint, and one begin frame at a time: the paint is of that one, or of the one
   * before, which has come late; then the second paint is of the last.
   */
  async without(work: () => Promise<void>): Promise<void> {
    this.#holding++
    this.#apply()
    try {
      await this.#turns()
      for (const show of [true, false]) {
        // What it shows are areas of the page that have none here; to turn it on or off paints the whole view once.
        await this.#main().session.send('Overlay.setShowScrollBottleneckRects', { show })
        await this.#painted()
        await this.#turns()
      }
      await work()
    } finally {
      this.#holding--
      this.#apply()
    }
  }

  /** What other processes have told the browser before is heard. */
  async #turns(): Promise<void> {
    for (let turn = 0; turn < graceTurns; turn++) await evaluateInternal(this.#main(), '0')
  }

  /** Sends begin frames until a paint comes. */
  async #painted(): Promise<void> {
    const painted = new Promise<void>((done) => {
      this.#drawn = done
    })
    this.#source.draw()
    const again = setInterval(() => this.#source.draw(), dropped)
    // A page that runs a script without end does not paint.
    await before(painted, patience, () => new Error('no paint')).catch(() => {})
    clearInterval(again)
  }

  /** One begin frame, seen through by an animation frame. */
  async step(): Promise<void> {
    const asked = 'void (globalThis.__cefrigTick = new Promise((tick) => requestAnimationFrame(tick)))'
    await evaluateInternal(this.#main(), asked)
    const ticked = evaluateInternal(this.#main(), 'globalThis.__cefrigTick')
    this.#source.one()
    // A begin frame is dropped while another is pending; then there was one of somebody else's, and it takes one more.
    const again = setInterval(() => this.#source.one(), dropped)
    await ticked.finally(() => clearInterval(again))
  }

  #apply(): void {
    const interval = this.#holding > 0 ? 0 : this.#pumping > 0 ? fastPump : this.#idleInterval
    if (interval === this.#interval) return
    this.#interval = interval
    clearTimeout(this.#idleWatch)
    this.#idleWatch = undefined
    if (interval > 0 && this.#pumping === 0) this.#watchIdle(undefined)
    this.#source.pump(interval)
  }
}
