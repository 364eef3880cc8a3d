import { badArgument, run } from './failure.js'
import type { PageCore } from './page/core.js'

/** How a page's frames are produced. */
export class Rendering {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** Produces frames (default 1), each one `requestAnimationFrame` tick. Meant for a page whose rendering is paused. */
  step(frames = 1): Promise<void> {
    return run('rendering.step', () => {
      if (!Number.isInteger(frames) || frames < 1)
        throw badArgument(`the number of frames is ${frames}`, 'Give a whole number from 1')
      return this.#page.call('rendering.step', frames)
    })
  }

  /** No more frames, but by {@link step} and by captures. */
  pause(): Promise<void> {
    return run('rendering.pause', () => this.#page.call('rendering.pause'))
  }

  /** Frames at the page's frame rate again. */
  resume(): Promise<void> {
    return run('rendering.resume', () => this.#page.call('rendering.resume'))
  }
}
