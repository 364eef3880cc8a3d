import { lstat, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CefrigError } from '../errors.js'
import { writing } from '../file-failure.js'
import { readGoldenHeader } from '../golden/golden-file.js'
import { inside } from './inside.js'
import { leftoverOf } from './leftovers.js'
import type { PartialReason, Run } from './run.js'
import { newTestFile } from './test-files.js'

const reasons: Record<PartialReason, string> = {
  filter: 'files or tests were asked for by name',
  watch: 'it was a rerun of watch mode',
  shard: 'it was one shard of several',
  failed: 'tests failed, and may have ended before they looked at a golden',
  skipped: 'tests were left out by skip or only',
  interrupted: 'it did not come to its end',
}

/**
 * The goldens that the last run found obsolete, and leftovers of merges beside goldens, that are still there, relative to the root.
 * @throws PRUNE_REFUSED when the run was not of the whole suite, when a test file or one of the goldens changed since, and when the
 *   record names something else than goldens of this project.
 */
export async function prunable(root: string, run: Run): Promise<string[]> {
  if (run.shard !== null || run.partial.length > 0) {
    const why = run.partial.length > 0 ? run.partial : (['shard'] as const)
    throw refused(
      `the last run was not of the whole suite: ${why.map((reason) => reasons[reason]).join('; ')}`,
      'Run all tests, and prune when they pass',
      { partial: why },
    )
  }
  const started = Date.parse(run.started)
  for (const file of new Set(run.tests.map((test) => test.file))) {
    const changed = await changedAt(join(root, file))
    if (changed === null) throw changedSince(`the test file ${file} is gone since the last run`, file)
    if (changed > started) throw changedSince(`the test file ${file} changed since the last run began`, file)
  }
  if (started > Date.now())
    throw refused(
      `by its record the last run began at ${run.started}, which is yet to come`,
      'Run all tests again on a machine whose clock is right',
      { started: run.started },
    )
  const goldens: string[] = []
  for (const golden of run.obsolete) {
    const file = inside(root, golden)
    const leftover = leftoverOf(golden)
    if (file === null || !(golden.endsWith('.png') || leftover))
      throw refused(
        `the record of the run names ${JSON.stringify(golden)}, which is no golden of this project`,
        'Run all tests again',
        { golden },
      )
    const changed = await changedAt(file)
    if (changed === null) continue
    if (changed > started) throw changedSince(`the golden ${golden} changed since the last run began`, golden)
    if (leftover?.kind !== 'rej' && !isGolden(file))
      throw changedSince(`${golden} is no golden that cefrig wrote`, golden)
    goldens.push(golden)
  }
  const unseen = goldens.length === 0 ? null : await newTestFile(root, run)
  if (unseen !== null)
    throw changedSince(`the file ${unseen} may hold tests that the last run had not`, unseen)
  return goldens
}

/** Deletes goldens of {@link prunable}, and the directories that are empty then. @throws FILE_FAILED */
export async function prune(root: string, goldens: readonly string[]): Promise<void> {
  for (const golden of goldens) {
    const file = join(root, golden)
    await writing(file, () => unlink(file))
    await removeEmpty(dirname(file), root)
  }
}

/** When a file was written last, in milliseconds; null when there is none. */
async function changedAt(file: string): Promise<number | null> {
  return lstat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
}

function isGolden(file: string): boolean {
  try {
    return (readGoldenHeader(file)?.recorded ?? null) !== null
  } catch {
    return false
  }
}

async function removeEmpty(directory: string, root: string): Promise<void> {
  for (let here = directory; here !== root; here = dirname(here)) {
    const removed = await rmdir(here).then(
      () => true,
      () => false,
    )
    if (!removed) return
  }
}

function changedSince(fact: string, path: string): CefrigError {
  return refused(fact, 'Run all tests again', { path })
}

function refused(fact: string, next: string, facts: Record<string, unknown>): CefrigError {
  return new CefrigError('PRUNE_REFUSED', `cefrig prune failed: ${fact}. Nothing was deleted. ${next}.`, {
    facts,
  })
}
