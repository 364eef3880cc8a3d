import { posix } from 'node:path'
import type { MergedTest } from '../merge.js'
import type { PictureRecord, TestRecord } from '../run.js'
import type { RunFolder } from './folders.js'

/** A picture that may become its golden. */
export interface Candidate {
  folder: RunFolder
  test: TestRecord
  picture: PictureRecord
  /** Its id before ids of several runs were made unique. */
  key: string
  /** Ids of the pictures that have the same pixels for the same golden, this one included: one decision is all theirs. */
  same: string[]
  /** Ids of the looks at this golden that saw other pixels, open or matched: no approval can be right for all. */
  rivals: string[]
  /** Whether some of those are of other runs. */
  hasRivalRuns: boolean
}

type Look = Pick<Candidate, 'folder' | 'test' | 'picture' | 'key'>

/**
 * The pictures that there is something to decide about, by their ids. Of a test's attempts the last one that looked at the golden
 * counts. `tests`: those of all folders, each folder's in their order, with ids that are unique.
 */
export function candidatesOf(
  folders: readonly RunFolder[],
  tests: readonly MergedTest[],
): Map<string, Candidate> {
  const own = folders.map(({ run }) => run.tests.values())
  const looks = tests.flatMap((test) => lastLooks(test, own[test.run]!.next().value!, folders[test.run]!))
  const byGolden = new Map<string, Look[]>()
  for (const look of looks) {
    const golden = posix.normalize(look.picture.golden)
    const others = byGolden.get(golden)
    if (others) others.push(look)
    else byGolden.set(golden, [look])
  }
  const open = looks.filter(({ picture }) => isOpen(picture))
  return new Map(open.map((look) => [look.picture.id, withOthers(look, byGolden)]))
}

/** Whether an outcome leaves something to decide. */
export function isOpen({ outcome }: PictureRecord): boolean {
  switch (outcome) {
    case 'missing':
    case 'resized':
    case 'mismatched':
    case 'environment-differs':
      return true
    case 'matched':
    case 'matched-within-tolerance':
    case 'written':
    case 'updated':
      return false
  }
  outcome satisfies never
}

function lastLooks(test: MergedTest, own: TestRecord, folder: RunFolder): Look[] {
  const last = new Map<string, number>()
  for (const { golden, attempt } of test.pictures) last.set(golden, Math.max(attempt, last.get(golden) ?? 0))
  return test.pictures
    .map((picture, index) => ({ folder, test, picture, key: own.pictures[index]!.id }))
    .filter(({ picture }) => picture.attempt === last.get(picture.golden))
}

function withOthers(look: Look, byGolden: Map<string, Look[]>): Candidate {
  const { picture } = look
  const others = byGolden.get(posix.normalize(picture.golden))!
  const isSame = ({ picture: other }: Look) =>
    other.digest === picture.digest &&
    other.size.width === picture.size.width &&
    other.size.height === picture.size.height
  const same = others.filter((other) => isOpen(other.picture) && isSame(other))
  // What matched within tolerance may do so with the new golden too.
  const rivals = others.filter(
    (other) => other.picture.outcome !== 'matched-within-tolerance' && !isSame(other),
  )
  return {
    ...look,
    same: same.map((other) => other.picture.id),
    rivals: rivals.map((other) => other.picture.id),
    hasRivalRuns: rivals.some(({ folder }) => folder !== look.folder),
  }
}
