import type { FrameId, ResponseInfo } from '../../protocol/page.js'
import type { PageFunction } from '../evaluation.js'
import { requireString, run, runNow } from '../failure.js'
import type { Frame } from '../frame.js'
import type { ElementHandle, JSHandle } from '../handle.js'
import { Locator } from '../locator.js'
import { type GotoOptions, gotoSchema, navigationOptions } from '../method-options.js'
import { absoluteUrl } from '../network/url-match.js'
import { checkOptions } from '../options.js'
import { injectScript, injectStyle, type TagOptions } from '../page-tags.js'
import { waitForLoadState, waitForURL } from '../page-waits.js'
import { Response } from '../response.js'
import type { Query } from '../selector.js'
import { PageCore } from './core.js'

/** A page's documents: how they come, and the test's code in them. */
export abstract class PageDocuments extends PageCore {
  /**
   * Loads a URL, relative to `baseURL`, and answers with the server's response; null for about:blank and within a document.
   * @throws NAVIGATION_FAILED when the address cannot be reached, TIMEOUT, RENDERER_CRASHED
   */
  goto(url: string, options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goto', options, () => {
      requireString('the URL', url)
      return this.call('page.goto', this.absolute(url), navigationOptions(options, this.timeout))
    })
  }

  /** Replaces the document by this HTML, at the present URL. */
  setContent(html: string, options?: Omit<GotoOptions, 'referer'>): Promise<void> {
    return run('page.setContent', async () => {
      checkOptions('page.setContent()', gotoSchema, options)
      requireString('the HTML', html)
      await this.call('page.setContent', html, navigationOptions(options, this.timeout))
    })
  }

  reload(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('reload', options, () =>
      this.call('page.reload', navigationOptions(options, this.timeout)),
    )
  }

  /** Null when there is no page to go back to. */
  goBack(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goBack', options, () =>
      this.call('page.history', -1, navigationOptions(options, this.timeout)),
    )
  }

  goForward(options?: GotoOptions): Promise<Response | null> {
    return this.#navigate('goForward', options, () =>
      this.call('page.history', 1, navigationOptions(options, this.timeout)),
    )
  }

  /** Waits until the main frame's URL is this one, matches, or satisfies. Relative URLs count from `baseURL`. */
  waitForURL(url: string | RegExp | ((url: URL) => boolean), options?: GotoOptions): Promise<void> {
    return run('page.waitForURL', () => waitForURL(this, url, options))
  }

  /** Waits until the document has come so far. Default `load`. */
  waitForLoadState(state?: 'load' | 'domcontentloaded', options?: { timeout?: number }): Promise<void> {
    return run('page.waitForLoadState', () => waitForLoadState(this, state, options))
  }

  /** URL of the main frame. */
  url(): string {
    return this.mainFrame().url()
  }

  title(): Promise<string> {
    return run('page.title', () => this.mainFrame().evaluateNow<string>('document.title', []))
  }

  /** The main frame's document as HTML. */
  content(): Promise<string> {
    return run('page.content', () => this.mainFrame().contentNow())
  }

  mainFrame(): Frame {
    return this.story.mainFrame
  }

  /** All frames, the main one first. */
  frames(): Frame[] {
    return this.story.frames
  }

  /** @internal Its test is over: nothing of that is called any more, while the page closes or waits for its next owner. */
  hush(): void {
    this.story.events.removeListeners('closed')
  }

  // --- Code in the page

  /** Runs a function, or an expression, in the page and copies its result. Promises are waited for. */
  evaluate<Result, Arg = undefined>(fn: PageFunction<Arg, Result>, arg?: Arg): Promise<Result> {
    return run('page.evaluate', () => this.mainFrame().evaluateNow<Result>(fn, [arg]))
  }

  /** Like {@link evaluate}, but leaves the result in the page. */
  evaluateHandle<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
  ): Promise<JSHandle<Result>> {
    return run('page.evaluateHandle', () => this.mainFrame().evaluateHandleNow<Result>(fn, [arg]))
  }

  /** Evaluates until the result is truthy, over navigations too. @throws TIMEOUT */
  waitForFunction<Result, Arg = undefined>(
    fn: PageFunction<Arg, Result>,
    arg?: Arg,
    options?: { timeout?: number },
  ): Promise<JSHandle<Result>> {
    return run('page.waitForFunction', () => this.mainFrame().waitForFunctionNow<Result>(fn, arg, options))
  }

  /** Runs before the first script of every document of every frame from now on. */
  addInitScript<Arg = undefined>(
    script: PageFunction<Arg, unknown> | { content: string } | { path: string },
    arg?: Arg,
  ): Promise<void> {
    return run('page.addInitScript', async () => {
      const { initScriptSource } = await import('../init-script.js')
      await this.call('page.addInitScript', await initScriptSource(script, arg))
    })
  }

  /** Adds a `<style>` or a style sheet to the main frame. */
  addStyleTag(options: TagOptions): Promise<ElementHandle> {
    return run('page.addStyleTag', () => injectStyle(this.mainFrame(), options))
  }

  /** Adds a `<script>` to the main frame and waits until it has run, but for a module given as `content`. */
  addScriptTag(options: TagOptions): Promise<ElementHandle> {
    return run('page.addScriptTag', () => injectScript(this.mainFrame(), options))
  }

  /** @internal */
  protected override find(method: string, query: () => Query): Locator {
    return new Locator(this.mainFrame(), runNow(`page.${method}`, query))
  }

  /** @internal Resolves a URL against `baseURL`. */
  absolute(url: string): string {
    return absoluteUrl(url, this.options.baseURL)
  }

  /** @internal */
  frameOf(id: FrameId | null): Frame | null {
    return this.story.frameOf(id)
  }

  #navigate(
    method: string,
    options: GotoOptions | undefined,
    work: () => Promise<ResponseInfo | null>,
  ): Promise<Response | null> {
    return run(`page.${method}`, async () => {
      checkOptions(`page.${method}()`, gotoSchema, options)
      const response = await work()
      return (
        response &&
        new Response(response, {
          request: null,
          deadline: () => this.deadline(),
          body: () => this.call('network.body', response.loaderId),
        })
      )
    })
  }
}
