import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { firstOfRun } from './claims.js'
import type { GoldenOutcome } from './outcome.js'
import type { GoldenPlace } from './place.js'
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

/** Where the pictures that show a failure belong. */
export function resultFiles(place: GoldenPlace, outcome: GoldenOutcome): ResultFiles {
  const compared = 'difference' in outcome && outcome.difference !== undefined
  return {
    actual: resultFile(place, 'actual'),
    ...(outcome.kind !== 'missing' && { expected: resultFile(place, 'expected') }),
    ...(compared && { diff: resultFile(place, 'diff') }),
  }
}

function resultFile({ results }: GoldenPlace, part: 'expected' | 'actual' | 'diff'): string {
  return join(results.directory, `${results.prefix}-${part}.png`)
}
