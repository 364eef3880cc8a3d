import { join, relative, resolve, sep } from 'node:path'
import type { GoldenResult } from '../golden/check.js'
import type { GoldenEnvironment } from '../golden/environment.js'
import { type EndedTest, errorRecord, makeRun, recordTests } from '../report/assemble.js'
import { pictureOf } from '../report/picture-record.js'
import { cefrigVersion, writeRun } from '../report/run-file.js'
import type { Shot } from './shots.js'

/** The directory of the record of the last `cefrig shoot --golden`, and of its pictures, below the working directory. */
export const shootDirectory = join('.cefrig', 'shoot')

/** What became of one picture that was to be compared. */
export interface Compared {
  /** Absent when it could not be taken. */
  result?: GoldenResult
  environment?: GoldenEnvironment
  /** What a person was told. */
  words: string
  failed: boolean
  /** Milliseconds. */
  duration: number
}

/** The record of one `cefrig shoot --golden`, which report and review read: each page is a test. */
export class ShootRecord {
  readonly #started = Date.now()
  readonly #root: string
  readonly #file: string
  readonly #tests: EndedTest[] = []

  /** `list`: the file that names the pages, if there is one. */
  constructor(root: string, list: string | undefined) {
    this.#root = root
    this.#file =
      list === undefined ? 'cefrig shoot' : relative(root, resolve(root, list)).split(sep).join('/')
  }

  /** Takes a picture in. `place`: which of the command's pictures it is, from 0. */
  async add(place: number, { url }: Shot, compared: Compared): Promise<void> {
    const { result, environment, words, failed, duration } = compared
    const [root, directory] = [this.#root, join(this.#root, shootDirectory)]
    const pictures =
      result && environment ? [await pictureOf(result, environment, { root, attempt: 0, directory })] : []
    this.#tests[place] = {
      project: '',
      file: this.#file,
      titles: [url],
      state: failed ? 'failed' : 'passed',
      duration,
      attempts: 1,
      errors: failed ? [errorRecord(words, undefined, root)] : [],
      notes: { looks: pictures.map(({ golden }) => golden), pictures, console: [], steps: [] },
    }
  }

  /** Writes it in the place of the former one. Errors: FILE_FAILED. */
  async write(): Promise<void> {
    const run = makeRun({
      started: this.#started,
      ended: Date.now(),
      runner: { name: 'shoot', version: cefrigVersion() },
      shard: null,
      partial: [],
      tests: recordTests(this.#tests),
      obsolete: [],
    })
    await writeRun(this.#root, run, join(this.#root, shootDirectory))
  }
}
