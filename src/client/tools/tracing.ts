import { writeTo } from '../../file-failure.js'
import { run } from '../failure.js'
import { checkOptions, type OptionSchema, text } from '../options.js'
import type { PageCore } from '../page/core.js'

/** What {@link Tracing.start} takes. */
export interface TracingOptions {
  /** Chromium's categories, as `devtools.timeline`. Default: those that DevTools' Performance panel shows. */
  categories?: readonly string[]
}

const defaultCategories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'disabled-by-default-v8.cpu_profiler',
  'blink.user_timing',
  'latencyInfo',
  'loading',
  'toplevel',
  'v8.execute',
]

const startSchema: OptionSchema<TracingOptions> = {
  categories: {
    give: 'an array of strings',
    accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
}

/** Performance traces. Chromium traces all pages of a Host at once, so that one page can ask for it at a time. */
export class Tracing {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** @throws BUSY when a page of this Host is being traced */
  start(options: TracingOptions = {}): Promise<void> {
    return run('tracing.start', () => {
      checkOptions('tracing.start()', startSchema, options)
      return this.#page.call('tracing.start', options.categories ?? defaultCategories)
    })
  }

  /**
   * The trace as JSON, which DevTools and Perfetto show; written to a file where a `path` is given.
   * @throws BAD_ARGUMENT when there is none; FILE_FAILED
   */
  stop(options: { path?: string } = {}): Promise<Buffer> {
    return run('tracing.stop', async () => {
      checkOptions('tracing.stop()', { path: text }, options)
      const trace = Buffer.from(await this.#page.call('tracing.stop'))
      const { path } = options
      if (path !== undefined) await writeTo(path, trace)
      return trace
    })
  }
}
