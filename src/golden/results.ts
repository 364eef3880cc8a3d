import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from '../directories.js'
import { writing } from '../file-failure.js'
import { firstOfRun } from './claims.js'
import type { GoldenEnvironment } from './environment.js'
import { encodeGolden, writeWhole } from './golden-file.js'
import type { GoldenOutcome } from './outcome.js'
import type { GoldenPlace } from './place.js'
import { encodePngAsync, type Pixels } from './png.js'
import type { TestIdentity } from './test-identity.js'

/** Absolute paths of the pictures of one failure. */
export interface ResultFiles {
  /** A copy of the golden; absent when there was none. */
  expected?: string
  /** What a golden would be that was made of this picture: a copy of its bytes is an approval. */
  actual: string
  /** Absent when nothing could be compared. */
  diff?: string
}

/**
 * Removes what earlier runs left for this test: once, at the first golden of its first attempt, so that the pictures of all
 * attempts of one run stay side by side. A script removes what the same golden left.
 */
export async function clearResults(place: GoldenPlace, test: TestIdentity | null): Promise<void> {
  const { results } = place
  if (test === null) {
    await Promise.all(
      (['expected', 'actual', 'diff'] as const).map((part) => rm(resultFile(place, part), { force: true })),
    )
  } else if (results.test !== null && firstOfRun(test)) {
    await rm(results.test, { recursive: true, force: true })
  }
}

/** Writes the pictures that show a failure. */
export async function writeResults(
  place: GoldenPlace,
  hasGolden: boolean,
  actual: Pixels,
  environment: GoldenEnvironment,
  outcome: GoldenOutcome,
): Promise<ResultFiles> {
  const files: ResultFiles = { actual: resultFile(place, 'actual') }
  const { directory } = place.results
  await writing(directory, () => makeDirectory(directory))
  const pictures = [encodeGolden(actual, environment).then((bytes) => writeWhole(files.actual, bytes))]
  if (hasGolden) {
    const file = resultFile(place, 'expected')
    files.expected = file
    pictures.push(writing(file, () => copyFile(place.file, file)))
  }
  const diff = 'difference' in outcome ? outcome.difference.diff : null
  if (diff !== null) {
    const file = resultFile(place, 'diff')
    files.diff = file
    pictures.push(encodePngAsync(diff).then((bytes) => writeWhole(file, bytes)))
  }
  await Promise.all(pictures)
  return files
}

function resultFile({ results }: GoldenPlace, part: 'expected' | 'actual' | 'diff'): string {
  return join(results.directory, `${results.prefix}-${part}.png`)
}
