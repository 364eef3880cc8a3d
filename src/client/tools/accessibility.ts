import type { AccessibilityNode } from '../../protocol/tools.js'
import { run } from '../failure.js'
import type { PageCore } from '../page/core.js'

/** What Chromium tells assistive technology of a page. */
export class Accessibility {
  readonly #page: PageCore

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** The whole tree, with those of iframes in their places. */
  snapshot(): Promise<AccessibilityNode> {
    return run('accessibility.snapshot', () => this.#page.call('accessibility.snapshot'))
  }
}
