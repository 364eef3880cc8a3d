import type { GoldenResult } from './check.js'
import type { GoldenEnvironment } from './environment.js'
import type { GoldenDefaults } from './options.js'

/**
 * Where a page keeps the test that it was made for, as a {@link TestIdentity}. Whatever hands a page to a test sets it, once
 * per attempt: a golden takes its name and its fate from the page, not from a global "current test", so that concurrent tests
 * never mix. A page without it belongs to a plain script.
 */
export const testKey = Symbol.for('cefrig.test')

/**
 * What may be written. `all` (the runner's `-u`): missing goldens, and those whose pixels do not match. `new`: missing ones.
 * `none` (CI): nothing.
 */
export type UpdateMode = 'all' | 'new' | 'none'

/** One attempt of one test, as its runner sees it. */
export interface TestIdentity {
  /** Tells two tests of equal titles apart and stays the same over retries and repeats, as Vitest's `task.id`. */
  readonly id: string
  /** One object for all tests of one run of the test file, another when the file runs again in this process, as Vitest's `task.file`. */
  readonly run: object
  /** Absolute path of the test file. */
  readonly file: string
  /** Name of the project, when the runner has several that may run one file; it keeps the pictures of failures apart. */
  readonly project?: string
  /** Titles, from the outermost `describe` to the test. */
  readonly names: readonly string[]
  /** Absolute path of the project's root; results are written below it and messages name paths relative to it. */
  readonly root: string
  /** How often this test was tried before because it failed. */
  readonly retry: number
  /** How often this test ran before because it is to be repeated. */
  readonly repeat: number
  readonly updateMode: UpdateMode
  /** Set for the whole project. */
  readonly defaults?: GoldenDefaults
  /** Called once per golden that was looked at. `matched` includes a match within tolerance. */
  count(what: 'added' | 'matched' | 'updated' | 'unmatched'): void
  /**
   * Takes what goes on when an assertion has its verdict: pictures of its failure are still being written. The test must not end
   * before, and fails when it rejects. Without this method assertions wait themselves.
   */
  later?(work: Promise<void>): void
  /**
   * Called once per golden that was looked at, except by `.not`. The pictures stay where they are until the next run. For a
   * golden that matched, the only one is the golden itself.
   */
  attach(pictures: GoldenPictures): void | Promise<void>
  /** Called with the absolute path of each golden before it is looked at, by `.not` too, for the record of the run. */
  look?(file: string): void
  /** Called once per golden that was looked at, except by `.not`, for the record of the run. */
  record?(result: GoldenResult, environment: GoldenEnvironment): void | Promise<void>
}

/** The pictures of one golden, for the runner's own report. */
export interface GoldenPictures {
  /** The golden's name. */
  name: string
  /** Whether the test goes on: the golden matched, or was written or updated. */
  pass: boolean
  /** One sentence. */
  message: string
  /** What was expected; absent when there was no golden. */
  reference?: PictureFile
  actual?: PictureFile
  diff?: PictureFile
}

export interface PictureFile {
  /** Absolute path of a PNG: the golden, or a file that is unique per test, retry and repeat. */
  path: string
  /** Pixels of the picture. */
  width: number
  height: number
}
