import type { PageAnswers } from '../connection.js'
import { type ServeHandler, Serving } from '../serving.js'
import { PagePictures } from './pictures.js'

/** What a page asks the network for. */
export abstract class PageNetwork extends PagePictures {
  readonly #serving = new Serving(this, (error, request) =>
    this.story.failures.record({ kind: 'handler', error, request, url: this.url() }),
  )

  /** Answers every URL that starts with `prefix` (the longest wins) from a directory, or by a function of the test. */
  serve(prefix: string, source: string | ServeHandler): Promise<void> {
    return this.#serving.serve(prefix, source)
  }

  unserve(prefix: string): Promise<void> {
    return this.#serving.unserve(prefix)
  }

  /** @internal */
  protected override answers(): Partial<PageAnswers> {
    return {
      ...super.answers(),
      'serve.request': (routeId, request) => this.#serving.answer(routeId, request),
    }
  }
}
