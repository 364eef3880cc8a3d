import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isClaimed } from './claims.js'
import { readGoldenHeader } from './golden-file.js'
import type { Size } from './outcome.js'
import type { GoldenPlace } from './place.js'
import type { TestIdentity } from './test-identity.js'

/** No more goldens than these are looked into. */
const mostCandidates = 500

/**
 * The absolute path of a golden with the very pixels of one that was missing, which is perhaps that one under its old name: in the same
 * directory, or of the same name in the directory of a test file that is gone. Only chunk headers are read. Null when there is none.
 */
export function twinOf(
  place: GoldenPlace,
  test: TestIdentity,
  picture: Size & { digest: string },
): string | null {
  const directory = dirname(place.file)
  const candidates = [...besides(directory), ...ofGoneFiles(directory, basename(place.file), test)]
  const unused = candidates.filter((file) => file !== place.file && !isClaimed(file)).slice(0, mostCandidates)
  return unused.find((file) => isOf(file, picture)) ?? null
}

function besides(directory: string): string[] {
  return namesIn(directory)
    .filter((name) => name.endsWith('.png'))
    .map((name) => join(directory, name))
}

/** Where the template has a folder per test file, beside or below the test files. */
function ofGoneFiles(directory: string, name: string, test: TestIdentity): string[] {
  const above = dirname(directory)
  return namesIn(above)
    .filter((folder) => !existsSync(join(dirname(test.file), folder)))
    .map((folder) => join(above, folder, name))
}

function isOf(file: string, { width, height, digest }: Size & { digest: string }): boolean {
  try {
    const header = readGoldenHeader(file)
    return (
      header?.intact === true &&
      header.recorded?.digest === digest &&
      header.width === width &&
      header.height === height
    )
  } catch {
    return false
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
