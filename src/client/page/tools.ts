import { CdpConnection, makeCdp, type PageCdp } from '../cdp.js'
import { run } from '../failure.js'
import { pausePage } from '../pause.js'
import { PageEmulationLayer } from './emulation.js'

/** What developers look into a page with. */
export abstract class PageTools extends PageEmulationLayer {
  readonly #cdpConnection = new CdpConnection(this)
  /** A `chrome-remote-interface` client of this page, connected when first used. */
  readonly cdp: PageCdp = makeCdp(this.#cdpConnection)

  /**
   * Waits for a person: prints where the page can be inspected, and goes on when `resume()` is called in its console or the
   * page is closed. Needs `CEFRIG_DEBUG=1` in the environment, and a test without a deadline (`--test-timeout=0`).
   * @throws BAD_ARGUMENT without `CEFRIG_DEBUG`.
   */
  pause(): Promise<void> {
    return run('page.pause', () => pausePage(this, this.connection.info.devtoolsUrl))
  }

  /** @internal */
  protected override async closing(): Promise<void> {
    await this.#cdpConnection.close()
    await super.closing()
  }

  /** @internal */
  protected override ended(): void {
    void this.#cdpConnection.close()
    super.ended()
  }
}
