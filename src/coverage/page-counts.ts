import { join } from 'node:path'
import type { Connection } from '../client/connection.js'
import type { Page } from '../client/page.js'
import { Deadline } from '../client/timers.js'
import { sourceMapOf } from '../client/tools/source-map.js'
import type { CefrigError } from '../errors.js'
import type { ScriptCoverage } from '../protocol/tools.js'
import {
  COVERAGE_VARIABLE,
  type Counted,
  folderOf,
  removeCounts,
  scriptHash,
  writeCounts,
  writeScript,
} from './counted.js'

/** Milliseconds that a page may take to tell: longer than any but one that waits for a dialog, or that never ends. */
const patience = 5_000

/** Of the package, and of Vite. */
const foreign = /^\/@(cefrig|vite|id)\//

/** Keeps what runs in the pages of one test file, for the runner's report of coverage. */
export class PageCounts {
  readonly #directory: string
  readonly #folder: string
  /** Hashes of scripts that are written, by their addresses. */
  readonly #written = new Map<string, string>()
  /** Earlier counts of this test file are in the way no more. */
  #cleared: Promise<void> | undefined
  #count = 0
  #problem: CefrigError | null = null

  /** Of a test file; null when nobody asks for it, which is read from this process's environment. */
  static of(project: string, testFile: string): PageCounts | null {
    const directory = process.env[COVERAGE_VARIABLE]
    return directory ? new PageCounts(directory, folderOf(project, testFile)) : null
  }

  private constructor(directory: string, folder: string) {
    this.#directory = directory
    this.#folder = join(directory, folder)
  }

  /** Counts what runs in a page from now on; what it is asked afterwards comes after that. */
  follow(page: Page, connection: Connection): void {
    this.#stand(page, connection)
    const beforeClosing = () => this.take(page, connection)
    Object.defineProperty(page, 'beforeClosing', { value: beforeClosing, configurable: true })
    // With it ends what counts in its process, where others may be.
    page.once('closed', () => {
      for (const other of page.context.pages) if (other !== page) this.#stand(other, connection)
    })
  }

  #stand(page: Page, connection: Connection): void {
    // A page that is gone has nothing to count.
    if (!page.closed) connection.call('coverage.stand', page.id).catch(() => {})
  }

  /** Why something is not written; null while all is. */
  get problem(): CefrigError | null {
    return this.#problem
  }

  /** Writes what ran in a page since the last time. Nothing is left of a page that is gone, or of one that does not answer. */
  async take(page: Page, connection: Connection): Promise<void> {
    if (page.closed) return
    const asked = connection.call('coverage.fetch', page.id).catch(() => [])
    const scripts = await new Deadline(patience).guard(asked, () => [])
    await this.#write(page, scripts).catch((error) => {
      this.#problem ??= error
    })
  }

  async #write(page: Page, scripts: readonly ScriptCoverage[]): Promise<void> {
    const counts: Counted[] = []
    for (const script of scripts) {
      const hash = await this.#nameOf(page, script)
      if (hash !== null) counts.push({ script: hash, functions: script.functions })
    }
    if (counts.length === 0) return
    this.#cleared ??= removeCounts(this.#folder)
    await this.#cleared
    await writeCounts(join(this.#folder, `${++this.#count}.json`), counts)
  }

  /** Null for what is no script of the project's. */
  async #nameOf(page: Page, { url, source }: ScriptCoverage): Promise<string | null> {
    if (!URL.canParse(url) || foreign.test(new URL(url).pathname)) return null
    // Another page of the same process has run it, and knows its source.
    if (source === '') return this.#written.get(url) ?? null
    const hash = scriptHash({ url, source })
    if (this.#written.get(url) === hash) return hash
    const resource = (address: string) => page.call('page.resource', address).catch(() => null)
    const [mapped, loaded] = await Promise.all([sourceMapOf({ url, source }, resource), resource(url)])
    await writeScript(this.#directory, { url, source, ...(loaded?.file && { file: loaded.file }), ...mapped })
    this.#written.set(url, hash)
    return hash
  }
}
