import { Bindings, type BindOptions } from '../bindings/bindings.js'
import type { PageAnswers } from '../connection.js'
import { run } from '../failure.js'
import { checkOptions, flag, milliseconds, type OptionSchema } from '../options.js'
import { PageTools } from './tools.js'

const schema: OptionSchema<BindOptions> = {
  frames: flag,
  popups: flag,
  timeout: milliseconds,
  sync: flag,
}

/** What the test puts into the page's documents. */
export abstract class PageBindings extends PageTools {
  readonly #bindings: Bindings = new Bindings({
    timeout: this.timeout,
    set: (entry) => this.call('binding.set', entry),
    remove: (id) => this.call('binding.remove', id),
    send: (message) =>
      this.connection.send('binding.send', this.id, {
        renderer: 0,
        context: 0,
        call: 0,
        text: new Uint8Array(),
        buffers: [],
        ...message,
      }),
    closedReason: () => this.closedReason(),
    failed: (error, name) =>
      this.story.failures.record({ kind: 'handler', error, request: name, url: this.url() }),
  })

  /**
   * Puts a function, an object with methods, or a value into every document of this page, before its first script: `path` is
   * where its scripts find it, as `host.notes`. Functions run in the test and become functions that give a promise. Documents that
   * are there already get it too, and an event `cefrig:bind` on their window.
   *
   *     await page.bind('host.save', async (text) => { saved.push(text) })
   *
   * @throws BINDING_EXISTS, BAD_ARGUMENT for a path that is none, NOT_SERIALIZABLE, TIMEOUT when a document does not take it up
   */
  bind(path: string, what: unknown, options?: BindOptions): Promise<void> {
    return run('page.bind', () => {
      checkOptions('page.bind()', schema, options)
      return this.#bindings.bind(path, what, options)
    })
  }

  /**
   * Puts something else where {@link bind} has put something. Functions that the page holds call the new ones from now on; values
   * are replaced. @throws BAD_ARGUMENT when nothing is bound there
   */
  rebind(path: string, what: unknown): Promise<void> {
    return run('page.rebind', () => this.#bindings.rebind(path, what))
  }

  /**
   * Takes away what {@link bind} has put there. Functions that the page holds reject with BINDING_GONE.
   * @throws BAD_ARGUMENT when nothing is bound there
   */
  unbind(path: string): Promise<void> {
    return run('page.unbind', () => this.#bindings.unbind(path))
  }

  /** @internal */
  protected inheritBindings(opener: PageBindings, ids: readonly number[]): void {
    this.#bindings.inherit(opener.#bindings, ids)
  }

  /** @internal */
  protected override answers(): Partial<PageAnswers> {
    return { ...super.answers(), 'binding.message': (message) => this.#bindings.receive(message) }
  }

  /** @internal */
  protected override ended(): void {
    super.ended()
    void this.#bindings.end()
  }
}
