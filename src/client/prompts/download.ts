import { copyFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { makeDirectory } from '../../directories.js'
import { CefrigError } from '../../errors.js'
import { writing } from '../../file-failure.js'
import type { PromptEvent } from '../../protocol/prompts.js'
import { Events } from '../events.js'
import { requireString, run } from '../failure.js'
import { type TimeoutOptions, timeoutSchema } from '../method-options.js'
import { checkOptions } from '../options.js'
import type { Deadline } from '../timers.js'

/** What a download tells. */
export interface DownloadEvents {
  /** Bytes so far, and of all, null when the server does not say. */
  progress: [progress: { received: number; total: number | null }]
}

/** What a download needs of its page. */
export interface DownloadPage {
  deadline(timeout?: number): Deadline
  cancel(number: number): Promise<void>
}

/** A file that the page makes the browser download, into the Host's temporary directory; it is removed when the page is closed. */
export class Download extends Events<DownloadEvents> {
  readonly #page: DownloadPage
  readonly #event: PromptEvent & { type: 'download' }
  #received = 0
  #total: number
  #finish!: (failure: string | null) => void
  /** With what went wrong. */
  readonly #finished = new Promise<string | null>((finish) => (this.#finish = finish))

  /** @internal */
  constructor(page: DownloadPage, event: PromptEvent & { type: 'download' }) {
    super()
    this.#page = page
    this.#event = event
    this.#total = event.total
  }

  /** What is downloaded, after redirects. */
  url(): string {
    return this.#event.url
  }

  /** The name that the page or the server gives the file. */
  suggestedFilename(): string {
    return this.#event.name
  }

  mimeType(): string {
    return this.#event.mimeType
  }

  /** Bytes so far. */
  get received(): number {
    return this.#received
  }

  /** Bytes of the whole file; null when the server does not say. */
  get total(): number | null {
    return this.#total > 0 ? this.#total : null
  }

  /**
   * Waits for the end, and answers with why it failed: null when it did not, `canceled`, or Chromium's reason as `NETWORK_FAILED`.
   * @throws TIMEOUT
   */
  failure(options?: TimeoutOptions): Promise<string | null> {
    return run('download.failure', () => {
      checkOptions('download.failure()', timeoutSchema, options)
      return this.#end(options)
    })
  }

  /** Waits for the end, and answers with where the file is until the page is closed. @throws DOWNLOAD_FAILED, TIMEOUT */
  path(options?: TimeoutOptions): Promise<string> {
    return run('download.path', () => {
      checkOptions('download.path()', timeoutSchema, options)
      return this.#path(options)
    })
  }

  /** Waits for the end, and copies the file; directories are made. @throws DOWNLOAD_FAILED, TIMEOUT, FILE_FAILED */
  saveAs(path: string, options?: TimeoutOptions): Promise<void> {
    return run('download.saveAs', async () => {
      checkOptions('download.saveAs()', timeoutSchema, options)
      requireString('the path', path)
      const [from, to] = [await this.#path(options), resolve(path)]
      await writing(to, async () => {
        await makeDirectory(dirname(to))
        await copyFile(from, to)
      })
    })
  }

  /** Stops it; nothing happens when it has ended. */
  cancel(): Promise<void> {
    return run('download.cancel', () => this.#page.cancel(this.#event.number))
  }

  /** @internal */
  update({ received, total, isOver, failure }: PromptEvent & { type: 'downloading' }): void {
    this.#received = received
    this.#total = total
    this.emit('progress', { received, total: this.total })
    if (isOver) this.#finish(failure)
  }

  /** @internal The page is closed. */
  lost(): void {
    this.#finish('canceled')
  }

  #end({ timeout }: TimeoutOptions = {}): Promise<string | null> {
    const deadline = this.#page.deadline(timeout)
    return deadline.guard(this.#finished, () => {
      const { name } = this.#event
      const message = `${JSON.stringify(name)} was not there after ${deadline.timeout} ms, but ${this.received} of ${this.total ?? 'an unknown number of'} bytes. Check the server, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { name, received: this.received } })
    })
  }

  async #path(options: TimeoutOptions = {}): Promise<string> {
    const failure = await this.#end(options)
    if (failure === null) return this.#event.path
    const { name, url } = this.#event
    const message = `the download of ${JSON.stringify(name)} from ${url} failed: ${failure}. Ask failure() first where that may happen.`
    throw new CefrigError('DOWNLOAD_FAILED', message, { facts: { name, url, failure } })
  }
}
