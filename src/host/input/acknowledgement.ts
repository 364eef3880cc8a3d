import { CefrigError } from '../../errors.js'
import { before } from '../deadline.js'
import { evaluateInternal } from '../evaluate.js'
import type { Frame } from '../frame.js'
import type { HostPage } from '../page.js'
import { isRoot, shownRoots } from '../shown.js'

/** What the page does with something that is sent to it. */
export interface Expected {
  /** Source that begins to listen in a frame's isolated world, and leaves a promise in `__cefrigHeard`. */
  arm: string
  /** What a document must be before it takes this: shown, or ready for touches. Default `shown`. */
  ready?: 'shown' | 'touchable'
}

/** Frames without the event after which it went elsewhere. */
const patience = 4
/** The click of a tap makes its way through the browser once more. */
const tapPatience = 60

/**
 * Listens, in the isolated world of one frame, for the event that is about to be sent. Input reaches the page before its next
 * animation frames, so that some of them without the event mean that it went elsewhere (a popup, another frame, nothing).
 * Answers whether the page began to drag something.
 */
export function one(types: string[], times = 1): Expected {
  const arm = `void (globalThis.__cefrigHeard = new Promise((done) => {
  const types = ${JSON.stringify(types)}
  let frames = 0
  let left = ${times}
  let drag
  const dragged = (event) => { drag = event }
  const finish = () => {
    for (const type of types) removeEventListener(type, heard, true)
    removeEventListener('dragstart', dragged, true)
    done(drag !== undefined && !drag.defaultPrevented)
  }
  // In a task of its own: the page's own listeners of this and the events that belong to it come first.
  const heard = () => { if (--left > 0) return; const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { port1.close(); finish() }; port2.postMessage(0) }
  for (const type of types) addEventListener(type, heard, true)
  addEventListener('dragstart', dragged, true)
  requestAnimationFrame(function tick() { if (++frames > ${patience}) finish(); else requestAnimationFrame(tick) })
}))`
  return { arm }
}

/** The click that a tap becomes, unless the page prevents that, or takes the touch for something else. */
export const tapped: Expected = {
  ready: 'touchable',
  arm: `void (globalThis.__cefrigHeard = new Promise((done) => {
  const types = ['touchstart', 'touchend', 'pointercancel', 'click']
  let frames = 0
  let prevented = false
  const finish = () => {
    for (const type of types) removeEventListener(type, heard, true)
    done(false)
  }
  const heard = (event) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      prevented ||= event.defaultPrevented
      if (event.type === 'touchstart' || (event.type === 'touchend' && !prevented)) return
      finish()
    }
    port2.postMessage(0)
  }
  for (const type of types) addEventListener(type, heard, { capture: true, passive: true })
  requestAnimationFrame(function tick() { if (++frames > ${tapPatience}) finish(); else requestAnimationFrame(tick) })
}))`,
}

const heard = 'globalThis.__cefrigHeard'

/**
 * Chromium drops input to a document that has not been shown, without a word. With the second animation frame of a document it has
 * been; one that is written anew by document.open() has another root. It sends touches only where its compositor knows of a
 * listener, which takes another frame.
 */
const readiness = {
  shown: {
    is: 'globalThis.__cefrigShown === document.documentElement',
    become: `(async () => {
  for (let frame = 0; frame < 3; frame++) await new Promise((tick) => requestAnimationFrame(tick))
  globalThis.__cefrigShown = document.documentElement
})()`,
  },
  touchable: {
    is: 'globalThis.__cefrigTouchable === document.documentElement',
    become: `(async () => {
  addEventListener('touchstart', () => {}, { capture: true, passive: false })
  for (let frame = 0; frame < 3; frame++) await new Promise((tick) => requestAnimationFrame(tick))
  globalThis.__cefrigShown = globalThis.__cefrigTouchable = document.documentElement
})()`,
  },
}

/** Sends input to one page, each time until the page has handled it. */
export class Acknowledgement {
  readonly #page: HostPage
  /** The end of what was given last. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(page: HostPage) {
    this.#page = page
  }

  /**
   * Runs after all that was given before: each event is listened for by itself. Answers whether the page began to drag something
   * with it.
   */
  handled(expected: Expected, send: () => unknown): Promise<boolean> {
    return this.inTurn(() => this.#handled(expected, send))
  }

  /** Runs after all that was given before, with frames as fast as they come, when the documents take input. */
  ready<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(() =>
      this.#page.pumped(async () => {
        await this.#become('shown')
        return work()
      }),
    )
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    return turn
  }

  #handled({ arm, ready = 'shown' }: Expected, send: () => unknown): Promise<boolean> {
    return this.#page.pumped(async () => {
      const frames = this.#page.frames.all.filter((frame) => frame.contextNow('isolated') !== undefined)
      await this.#become(ready)
      const armed = frames.map((frame) => evaluateInternal(frame, arm))
      await this.#inTime(Promise.all(armed.map(leftBehind)), () => frames)
      const sent = send()
      const answer = Promise.race(
        frames.map((frame) => leftBehind(evaluateInternal<boolean | null>(frame, heard))),
      )
      const [began] = await this.#inTime(Promise.all([answer, sent]), () => frames)
      return began === true
    })
  }

  /** Resolves when the page's documents take input. */
  async #become(ready: keyof typeof readiness): Promise<void> {
    const { is, become } = readiness[ready]
    const { main } = this.#page.frames
    const waiting = new Set<Frame>()
    const told = async <T>(frame: Frame, answer: Promise<T>) => {
      waiting.add(frame)
      const told = await leftBehind(answer)
      waiting.delete(frame)
      return told
    }
    const roots = this.#page.frames.all.filter((frame) => frame !== main && isRoot(this.#page.frames, frame))
    const ask = async (frame: Frame) =>
      (await told(frame, evaluateInternal<boolean>(frame, is))) ? undefined : frame
    const becoming = async () => {
      const hidden = (await Promise.all([main, ...roots].map(ask))).filter((frame) => frame !== undefined)
      if (hidden.length === 0) return
      // Frames of other processes that are out of sight have no animation frames, and get no input.
      const inSight = hidden.some((frame) => frame !== main) ? await shownRoots(this.#page.frames) : []
      const waited = hidden.filter((frame) => frame === main || inSight.includes(frame))
      await Promise.all(waited.map((frame) => told(frame, evaluateInternal(frame, become))))
    }
    await this.#inTime(becoming(), () => [...waiting])
  }

  /** @throws TIMEOUT, naming the documents of `frames`, when the page's timeout passes before. */
  #inTime<T>(work: Promise<T>, frames: () => Frame[]): Promise<T> {
    const timeout = this.#page.options.timeout ?? 10_000
    return before(work, timeout, () => {
      const urls = frames().map((frame) => frame.url)
      const message = `The page has not taken the input within ${timeout} ms: ${urls.join(' and ')} does not answer. It runs a script without end, or a dialog of it is open: answer that, or raise the page's timeout.`
      return new CefrigError('TIMEOUT', message, { facts: { timeout, urls } })
    })
  }
}

/** A document that goes away under an event has handled it. */
async function leftBehind<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (
      error instanceof CefrigError &&
      (error.code === 'EXECUTION_CONTEXT_LOST' || error.code === 'FRAME_DETACHED')
    )
      return undefined
    throw error
  }
}
