import type { FilePages } from '../../fixtures/file-pages.js'
import type { TestPages } from '../../fixtures/test-pages.js'
import type { Cef } from '../../src/client/cef.js'
import { type Mount, makeMount } from '../../src/client/mount/mount.js'
import type { Page } from '../../src/client/page.js'
import { CefrigError } from '../../src/errors.js'
import type { TestIdentity } from '../../src/golden/test-identity.js'
import type { ConsoleRecord, StepRecord } from '../../src/report/run.js'

/** One attempt of one test with its pages, as the globals `page` and `cef` hand them out. */
export class Attempt {
  readonly #identity: TestIdentity
  readonly #isConcurrent: boolean
  #pages: TestPages | undefined
  #page: Page | undefined
  #mount: Mount | undefined
  #problem: unknown
  #isTouched = false
  #ending: Promise<CefrigError | null> | undefined

  constructor(identity: TestIdentity, isConcurrent: boolean) {
    this.#identity = identity
    this.#isConcurrent = isConcurrent
  }

  /** Whether the test has asked for `page` or `cef`. */
  get isTouched(): boolean {
    return this.#isTouched
  }

  /**
   * Makes what the globals hand out, as they cannot wait. A page that this test does not touch is the next one's. What fails is
   * thrown to the test, if it asks.
   */
  async start(filePages: FilePages): Promise<void> {
    try {
      this.#pages = await filePages.forTest(this.#identity)
      if (!this.#isConcurrent) this.#page = await this.#pages.open()
    } catch (error) {
      this.#problem = error
    }
  }

  /** What its pages told, for the record of a test that failed. */
  get story(): { console: ConsoleRecord[]; steps: StepRecord[] } {
    return this.#pages?.story ?? { console: [], steps: [] }
  }

  get cef(): Cef {
    this.#touch()
    return this.#pages!.cef
  }

  get page(): Page {
    return this.#pageFor('page')
  }

  get mount(): Mount {
    this.#mount ??= makeMount(this.#pageFor('mount'), this.#identity.file)
    return this.#mount
  }

  /** Closes the pages, and answers what went wrong in them; `thrown` is what the test has thrown itself. Again is no error. */
  end(thrown: readonly unknown[]): Promise<CefrigError | null> {
    this.#ending ??= this.#end(thrown)
    return this.#ending
  }

  async #end(thrown: readonly unknown[]): Promise<CefrigError | null> {
    const errors = thrown.filter((error) => typeof error === 'object' && error !== null) as {
      message: string
    }[]
    const failure = (await this.#pages?.end(errors)) ?? null
    return this.#isTouched ? failure : null
  }

  #pageFor(name: string): Page {
    this.#touch()
    if (this.#page) return this.#page
    throw new CefrigError(
      'BAD_ARGUMENT',
      `The global ${name} failed: this is a test.concurrent(), and tests that run at once would share the global. ` +
        'Make it a test(), or give it a page of its own: await cef.newPage().',
    )
  }

  #touch(): void {
    this.#isTouched = true
    if (this.#problem !== undefined) throw this.#problem
  }
}
