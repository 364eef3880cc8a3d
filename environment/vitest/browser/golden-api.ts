import type { GoldenOptions } from '../../../src/golden/options.js'
import type { GoldenPictures, TestIdentity, UpdateMode } from '../../../src/golden/test-identity.js'
import type { TestNotes } from '../../../src/report/notes.js'

/** Name of the command by which a test in the browser has a golden looked at. */
export const goldenCommand = '__cefrig_golden'

/** What the page tells of the assertion. */
export interface GoldenQuestion {
  name: string | undefined
  /** Null: all that the tests' document shows. */
  selector: string | null
  masks: string[]
  options: Omit<GoldenOptions, 'mask'>
  negated: boolean
  test: Pick<TestIdentity, 'id' | 'names' | 'retry' | 'repeat'> & {
    /** Another one each time that the test file runs. */
    run: string
    updateMode: UpdateMode
  }
}

export interface GoldenAnswer {
  pass: boolean
  message: string
  /** Counters of the runner's summary that go up by one. */
  counted: Parameters<TestIdentity['count']>[0][]
  pictures: GoldenPictures[]
  /** For the record of the run. */
  notes: Pick<TestNotes, 'looks' | 'pictures'>
}
