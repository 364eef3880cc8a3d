import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type EndedTest, recordTests } from '../src/report/assemble.js'
import { removeOldCopies } from '../src/report/copies.js'
import { leadsOut, slashed } from '../src/report/inside.js'
import type { TestNotes } from '../src/report/notes.js'
import { findObsolete, type GoldenSpace, type ObsoleteGolden } from '../src/report/obsolete.js'
import type { Run, TestRecord } from '../src/report/run.js'
import { writeRun } from '../src/report/run-file.js'

/** The record of a runner's runs below its root. Where a rerun leaves tests out, those are as they were. */
export class RunRecord {
  /** Absolute path. */
  readonly root: string
  /** Of all files so far. */
  readonly #tests = new Map<string, TestRecord[]>()

  constructor(root: string) {
    this.root = root
  }

  get tests(): TestRecord[] {
    return [...this.#tests.values()].flat()
  }

  /** Whether tests of a file were told of; `key`: {@link fileKey}. */
  has(key: string): boolean {
    return this.#tests.has(key)
  }

  /** Takes what became of the tests of a file; `path` is absolute. */
  add(project: string, path: string, ended: readonly EndedTest[]): void {
    const key = fileKey(project, path)
    const before = new Map(this.#tests.get(key)?.map((test) => [test.id, test]))
    const tests = recordTests(ended)
    // A rerun of some tests of a file leaves the others as they were.
    const kept = tests.map((test) => (test.state === 'skipped' ? (before.get(test.id) ?? test) : test))
    this.#tests.set(key, kept)
  }

  /** Forgets files that were removed while the runner watches. */
  forgetGone(): void {
    for (const key of this.#tests.keys()) {
      const [, path] = JSON.parse(key) as [string, string]
      if (!existsSync(path)) this.#tests.delete(key)
    }
  }

  /** The goldens that no test of a whole run looked at; `notes`: of all its tests. */
  obsolete(spaces: readonly GoldenSpace[], notes: readonly TestNotes[]): ObsoleteGolden[] {
    const goldens = new Set(notes.flatMap(({ looks }) => looks.map((golden) => resolve(this.root, golden))))
    const environments = notes.flatMap(({ pictures }) => pictures.map(({ environment }) => environment))
    return findObsolete(spaces, { goldens, environments }).filter(
      ({ golden }) => !leadsOut(slashed(this.root, golden)),
    )
  }

  /** Answers why the run is not recorded; null when it is. The tests themselves may be well. */
  async write(run: Run): Promise<string | null> {
    try {
      await writeRun(this.root, run)
      await removeOldCopies(this.root, run)
      return null
    } catch (error) {
      return `cefrig: the run is not recorded: ${(error as Error).message}`
    }
  }
}

/** Tells the files of a run apart; `path` is absolute. */
export function fileKey(project: string, path: string): string {
  return JSON.stringify([project, path])
}

/** What a runner says at the end of a run of goldens that no test looked at; `listed`: those that nothing else names. */
export function obsoleteWords(count: number, listed: readonly string[]): string {
  const words = count === 1 ? '1 obsolete golden' : `${count} obsolete goldens`
  const list = listed.map((golden) => `  ${golden}\n`).join('')
  return `cefrig: no test looked at ${words}. \`npx cefrig prune\` deletes what is listed.\n${list}`
}
