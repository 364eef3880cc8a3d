import type { EnvironmentChange, GoldenEnvironment } from '../golden/environment.js'
import type { GoldenOutcome, Size } from '../golden/outcome.js'
import type { Region } from '../golden/regions.js'

/**
 * What is kept of one run of tests, in `.cefrig/run.json` below the runner's root. Report, review and prune read it, on this machine
 * or where the folder was copied to: no path in it is absolute, and all have forward slashes.
 */
export interface Run {
  /** Of this format. */
  format: 1
  /** Random; an approval names the run that it means. */
  id: string
  /** ISO 8601. */
  started: string
  /** Milliseconds. */
  duration: number
  runner: { name: 'vitest' | 'jest' | 'shoot'; version: string }
  /** Version of cefrig. */
  cefrig: string
  /** From 1. Null: the whole suite. */
  shard: { index: number; count: number } | null
  /** Why goldens that this run did not look at may be in use all the same; empty: nothing was left out. */
  partial: PartialReason[]
  tests: TestRecord[]
  /** Goldens that no test looked at, relative to the root. Empty in a partial run. */
  obsolete: string[]
}

/**
 * `filter`: names of files or tests were asked for. `watch`: a rerun of some files. `shard`: other shards have the rest. `failed`: a test failed, and may have
 * ended before it looked at a golden. `skipped`: tests were left out by `skip` or `only`. `interrupted`: the run did not come to its end.
 */
export type PartialReason = 'filter' | 'watch' | 'shard' | 'failed' | 'skipped' | 'interrupted'

/** One test of a run. */
export interface TestRecord {
  /** Unique in the run and the same in the next one: a digest of project, file and titles. */
  id: string
  /** Name of the runner's project; empty without one. */
  project: string
  /** Of the test, relative to the root. */
  file: string
  /** From the outermost `describe` to the test. */
  titles: string[]
  state: 'passed' | 'failed' | 'skipped'
  /** Milliseconds. */
  duration: number
  /** How often it ran until it passed or was given up. */
  attempts: number
  errors: ErrorRecord[]
  /** What its pages wrote to the console; only of tests that failed. */
  console: ConsoleRecord[]
  /** What it asked of its pages; only of tests that failed. */
  steps: StepRecord[]
  pictures: PictureRecord[]
}

/** Texts are without colours. */
export interface ErrorRecord {
  message: string
  stack?: string
}

export interface ConsoleRecord {
  level: string
  text: string
  /** `url:line:column`. */
  source?: string
}

/** One call of a page's or a locator's method, or one assertion. */
export interface StepRecord {
  title: string
  /** Milliseconds since the attempt began. */
  at: number
  /** Milliseconds. */
  duration: number
  /** Absent when it worked. */
  error?: string
}

/** One golden that was looked at. */
export interface PictureRecord {
  /** Unique in the run: a digest of project, golden, test and which look of the test it is. */
  id: string
  /** The golden's name, as the test gave it. */
  name: string
  /** Path of the golden, relative to the root. */
  golden: string
  /** From 0: which retry of the test. */
  attempt: number
  outcome: GoldenOutcome['kind']
  /** One sentence or two. */
  message: string
  /** Of the picture that was judged. */
  size: Size
  /** Of the pixels that were judged, as goldens hold it. */
  digest: string
  /** What the picture was made in: an approval makes a golden of that environment. */
  environment: GoldenEnvironment
  /** What differs from the golden's environment. */
  changes: EnvironmentChange[]
  /** The golden's file as it was compared; null when there was none. For a match only its size is known. */
  reference: { size: Size; sha256?: string } | null
  difference: {
    differentPixels: number
    totalPixels: number
    allowedPixels: number
    /** The largest first. */
    regions: RegionRecord[]
  } | null
  /** Paths of the pictures of a failure, relative to the directory of the run's file. */
  files: { expected?: string; actual?: string; diff?: string }
}

export interface RegionRecord extends Region {
  /** The element that is there, as far as the page told. */
  element?: string
}
