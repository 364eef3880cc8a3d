import { createHash, randomBytes } from 'node:crypto'
import { stripVTControlCharacters } from 'node:util'
import type { TestNotes } from './notes.js'
import type { ErrorRecord, PartialReason, Run, TestRecord } from './run.js'
import { cefrigVersion } from './run-file.js'

/** A test that has ended, as its runner tells. */
export interface EndedTest extends Omit<TestRecord, 'id' | 'console' | 'steps' | 'pictures'> {
  notes: TestNotes | undefined
}

/** The records of the tests of one file in one project, in the order in which it has them. */
export function recordTests(tests: readonly EndedTest[]): TestRecord[] {
  const seen = new Map<string, number>()
  return tests.map(({ notes, ...test }) => {
    const { project, file, titles } = test
    const ordinal = nextIn(seen, JSON.stringify(titles))
    const id = digestOf(project, file, titles, ordinal)
    const looks = new Map<string, number>()
    const pictures = (notes?.pictures ?? []).map((picture) => ({
      id: digestOf(project, picture.golden, id, nextIn(looks, picture.golden)),
      ...picture,
    }))
    const failed = test.state === 'failed'
    return {
      id,
      ...test,
      console: (failed && notes?.console) || [],
      steps: (failed && notes?.steps) || [],
      pictures,
    }
  })
}

/** What a run is besides its tests. */
export interface RunFacts {
  /** Milliseconds since 1970. */
  started: number
  /** Default: now. */
  ended?: number
  runner: Run['runner']
  shard: Run['shard']
  partial: PartialReason[]
  tests: TestRecord[]
  obsolete: string[]
}

/** The record of a run that has ended. */
export function makeRun({ started, ended = Date.now(), ...facts }: RunFacts): Run {
  return {
    format: 1,
    id: randomBytes(8).toString('hex'),
    started: new Date(started).toISOString(),
    duration: Math.max(0, Math.round(ended - started)),
    cefrig: cefrigVersion(),
    ...facts,
  }
}

/** An error in plain words: without colours, with paths relative to the root. */
export function errorRecord(message: string, stack: string | undefined, root: string): ErrorRecord {
  const frames = stack === undefined ? '' : plain(stack, root)
  return { message: plain(message, root), ...(frames !== '' && { stack: frames }) }
}

/** The longest text of an error that is kept, in characters. */
const longestText = 20_000

function plain(text: string, root: string): string {
  const words = stripVTControlCharacters(text).replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '')
  return words.length > longestText ? `${words.slice(0, longestText)} …` : words
}

function nextIn(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1
  counts.set(key, count)
  return count
}

function digestOf(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
