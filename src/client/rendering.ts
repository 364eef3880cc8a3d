import { badArgument, run } from './failure.js'
import { checkOptions, type OptionSchema, wholeNumber } from './options.js'
import type { PageCore } from './page/core.js'

/** What {@link Rendering.step} does. */
export interface StepOptions {
  /** Default 1. */
  frames?: number
  /** Milliseconds by which `page.clock`, which must be installed, goes on before each frame. Default: none. */
  advance?: number
}

const stepSchema: OptionSchema<StepOptions> = {
  frames: wholeNumber(1, 1_000_000),
  advance: wholeNumber(1, 86_400_000),
}

/** How a page's frames are produced. */
export class Rendering {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /**
   * Produces frames (default 1), each one `requestAnimationFrame` tick. Meant for a page whose rendering is paused. With `advance`
   * time passes from frame to frame: for a clock that stands.
   * @throws BAD_ARGUMENT when `advance` is given and the page has its real clock
   */
  step(options: number | StepOptions = 1): Promise<void> {
    return run('rendering.step', () => {
      if (typeof options === 'object') checkOptions('rendering.step()', stepSchema, options)
      const { frames = 1, advance } = typeof options === 'object' ? options : { frames: options }
      if (!Number.isInteger(frames) || frames < 1)
        throw badArgument(`the number of frames is ${frames}`, 'Give a whole number from 1')
      return this.#page.call('rendering.step', frames, advance)
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
