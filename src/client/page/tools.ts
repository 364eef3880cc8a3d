import { CdpConnection, makeCdp, type PageCdp } from '../cdp.js'
import { run } from '../failure.js'
import { pausePage } from '../pause.js'
import { Accessibility } from '../tools/accessibility.js'
import { type Driven, drivePlaywright, drivePuppeteer } from '../tools/automation.js'
import { Coverage } from '../tools/coverage.js'
import { Tracing } from '../tools/tracing.js'
import { PageAudio } from './audio.js'

/** What developers look into a page with. */
export abstract class PageTools extends PageAudio {
  readonly #cdpConnection = new CdpConnection(this)
  readonly #driven = new Map<unknown, Promise<Driven>>()
  /** A `chrome-remote-interface` client of this page, connected when first used. */
  readonly cdp: PageCdp = makeCdp(this.#cdpConnection)

  /** What Chromium tells assistive technology. */
  readonly accessibility: Accessibility = new Accessibility(this)
  /** Which parts of its scripts and styles are used. */
  readonly coverage: Coverage = new Coverage(this)
  /** Performance traces. */
  readonly tracing: Tracing = new Tracing(this)

  /**
   * Waits for a person: prints where the page can be inspected, and goes on when `resume()` is called in its console or the
   * page is closed. Needs `CEFRIG_DEBUG=1` in the environment, and a test without a deadline (`--test-timeout=0`).
   * @throws BAD_ARGUMENT without `CEFRIG_DEBUG`.
   */
  pause(): Promise<void> {
    return run('page.pause', () => pausePage(this, this.connection.info.devtoolsUrl))
  }

  /**
   * This page as Playwright's `Page`, over a port on loopback: `playwright` or `playwright-core` must be installed, and CEF
   * launched with `automation: true`. Playwright sees this page alone, and cannot make others.
   *
   *     const page = await cefPage.playwright<import('playwright').Page>()
   *
   * @throws NOT_INSTALLED; BAD_ARGUMENT without `automation`; PAGE_CLOSED
   */
  // biome-ignore lint/suspicious/noExplicitAny: the type is that of a package that need not be there
  playwright<PlaywrightPage = any>(): Promise<PlaywrightPage> {
    return run('page.playwright', () => this.#drive<PlaywrightPage>(drivePlaywright))
  }

  /**
   * This page as Puppeteer's `Page`, as {@link playwright}: `puppeteer-core` or `puppeteer` must be installed.
   *
   *     const page = await cefPage.puppeteer<import('puppeteer-core').Page>()
   *
   * @throws NOT_INSTALLED; BAD_ARGUMENT without `automation`; PAGE_CLOSED
   */
  // biome-ignore lint/suspicious/noExplicitAny: the type is that of a package that need not be there
  puppeteer<PuppeteerPage = any>(): Promise<PuppeteerPage> {
    return run('page.puppeteer', () => this.#drive<PuppeteerPage>(drivePuppeteer))
  }

  /** The page as a driver's; each driver connects once. */
  async #drive<DrivenPage>(connect: (endpoint: string) => Promise<Driven>): Promise<DrivenPage> {
    this.requireOpen()
    const driven = this.#driven.get(connect) ?? this.call('automation.endpoint').then(connect)
    this.#driven.set(connect, driven)
    driven.catch(() => this.#driven.delete(connect))
    return (await driven).page as DrivenPage
  }

  async #undrive(): Promise<void> {
    const ending = [...this.#driven.values()].map((driven) => driven.then(({ disconnect }) => disconnect()))
    this.#driven.clear()
    await Promise.allSettled(ending)
  }

  /** @internal */
  protected override async closing(): Promise<void> {
    await this.#undrive()
    await this.#cdpConnection.close()
    await super.closing()
  }

  /** @internal */
  protected override ended(): void {
    void this.#cdpConnection.close()
    void this.#undrive()
    super.ended()
  }
}
