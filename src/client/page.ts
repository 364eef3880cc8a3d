import type { PageOptions } from '../protocol/options.js'
import type { PageLease } from '../protocol/page.js'
import type { Connection } from './connection.js'
import type { BrowserContext } from './context.js'
import type { Left } from './leftovers.js'
import { PageCommands } from './page/commands.js'
import type { Opened } from './page/prompts.js'

/**
 * One page: a browser of its own, with its frames, console, input and pictures.
 *
 * There is no `waitForTimeout()`: a pause is too short on a busy machine and too long on every other. Wait for what the test
 * needs: `locator.waitFor()`, `waitForFunction()`, `waitForURL()`, or frames by `rendering.step()`.
 */
export class Page extends PageCommands {
  /** @internal */
  constructor(
    connection: Connection,
    context: BrowserContext,
    lease: PageLease,
    options: PageOptions,
    left?: Left,
    opened?: Opened,
  ) {
    super(connection, context, lease, options, left)
    if (opened) this.openedBy(opened)
    this.listen()
  }
}
