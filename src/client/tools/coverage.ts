import type { ScriptCoverage, StyleCoverage } from '../../protocol/tools.js'
import { badArgument, kindOf, run } from '../failure.js'
import type { PageCore } from '../page/core.js'
import type { IstanbulCoverage } from './istanbul.js'

/** Which parts of a page's scripts and styles are used, in its own process: iframes of other sites and workers are not counted. */
export class Coverage {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** Counts from now on, and over navigations within a site. @throws BUSY when it counts already */
  startJS(): Promise<void> {
    return run('coverage.startJS', () => this.#page.call('coverage.startScripts'))
  }

  /**
   * What ran of each script, in V8's form, with its source. What the test evaluated is left out.
   * @throws BAD_ARGUMENT when nothing is counted
   */
  stopJS(): Promise<ScriptCoverage[]> {
    return run('coverage.stopJS', () => this.#page.call('coverage.stopScripts'))
  }

  /**
   * What {@link stopJS} answered, of the files that the scripts were made of, in the form of Istanbul: for its reporters. Scripts of an
   * HTML document have their places in it.
   * @throws BAD_ARGUMENT, also for a script that is no JavaScript, or whose source map is wrong
   */
  toIstanbul(scripts: readonly ScriptCoverage[]): Promise<IstanbulCoverage> {
    return run('coverage.toIstanbul', async () => {
      if (!Array.isArray(scripts))
        throw badArgument(`what is given is ${kindOf(scripts)}`, 'Give what coverage.stopJS() answered')
      const { toIstanbul } = await import('./istanbul.js')
      return toIstanbul(this.#page, scripts)
    })
  }

  /** @throws BUSY when it counts already */
  startCSS(): Promise<void> {
    return run('coverage.startCSS', () => this.#page.call('coverage.startStyles'))
  }

  /** The rules that were used of each style sheet. @throws BAD_ARGUMENT when nothing is counted */
  stopCSS(): Promise<StyleCoverage[]> {
    return run('coverage.stopCSS', () => this.#page.call('coverage.stopStyles'))
  }
}
