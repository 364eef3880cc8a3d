import { createHash } from 'node:crypto'
import type { ReportRun, ReportTest } from './data.js'
import type { Run, TestRecord } from './run.js'
import type { RunSource } from './sources.js'

/** Runs as one. */
export interface MergedRuns {
  /** {@link idOfRuns}. */
  id: string
  /** Those that are in it, in the order of `tests[].run`; the one that began last comes last. */
  sources: RunSource[]
  runs: ReportRun[]
  tests: MergedTest[]
  obsolete: string[]
  /** What does not fit together; sentences. */
  notices: string[]
}

export interface MergedTest extends TestRecord {
  /** Place of its run in `runs`. */
  run: ReportTest['run']
}

/** How many names a notice lists. */
const listed = 3

/**
 * Makes one of several runs, as of the shards of a suite. Nothing is dropped but a run that is there twice: what two runs tell of the same
 * test stays side by side, with ids made unique, and is told.
 */
export function mergeRuns(given: readonly RunSource[]): MergedRuns {
  const { sources, notices } = withoutCopies(given)
  const seen = new Set(sources.flatMap(({ run }) => run.tests.flatMap(goldensOf)))
  const tests = sources.flatMap(({ run }, index) => run.tests.map((test) => ({ ...test, run: index })))
  return {
    id: idOfRuns(sources.map(({ run }) => run)),
    sources,
    runs: sources.map(({ run: { format, tests, obsolete, ...run }, name }) => ({ ...run, name })),
    tests: withUniqueIds(tests),
    obsolete: [...new Set(sources.flatMap(({ run }) => run.obsolete))]
      .filter((golden) => !seen.has(golden))
      .sort(),
    notices: [...notices, ...shardNotices(sources), ...conflicts(sources, tests)],
  }
}

/** What names some runs as one: the id of a single one, else a digest of all ids. */
export function idOfRuns(runs: readonly Run[]): string {
  const ids = runs.map(({ id }) => id).sort()
  return ids.length === 1 ? ids[0]! : createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32)
}

function goldensOf({ pictures }: TestRecord): string[] {
  return pictures.map(({ golden }) => golden)
}

function withoutCopies(given: readonly RunSource[]): { sources: RunSource[]; notices: string[] } {
  const sources: RunSource[] = []
  const notices: string[] = []
  for (const source of given) {
    const same = sources.find(({ run }) => run.id === source.run.id)
    if (same === undefined) sources.push(source)
    else notices.push(`${source.name} and ${same.name} are the same run; it is shown once.`)
  }
  sources.sort((a, b) => Date.parse(a.run.started) - Date.parse(b.run.started))
  return { sources, notices }
}

/** Shards that are missing, and those that are there more than once. */
function shardNotices(sources: readonly RunSource[]): string[] {
  const notices: string[] = []
  for (const [count, shards] of groups(sources, ({ run }) => run.shard?.count)) {
    if (count === undefined) continue
    const indexes = groups(shards, ({ run }) => run.shard!.index)
    const missing = Array.from({ length: Math.min(count, 10_000) }, (_, at) => at + 1).filter(
      (at) => !indexes.has(at),
    )
    if (missing.length > 0)
      notices.push(
        `${missing.length === 1 ? 'Shard' : 'Shards'} ${some(missing.map(String))} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      )
    for (const [index, same] of indexes)
      if (same.length > 1)
        notices.push(
          `Shard ${index} of ${count} is there ${same.length} times: ${some(same.map(({ name }) => name))}.`,
        )
  }
  return notices
}

/** Tests that are in several runs, and goldens of which they have different pictures. */
function conflicts(sources: readonly RunSource[], tests: readonly MergedTest[]): string[] {
  const notices: string[] = []
  const twice = [...groups(tests, ({ id }) => id).values()].filter(inSeveralRuns)
  if (twice.length > 0) {
    const names = twice.map(([test]) => test!.titles.join(' › '))
    notices.push(
      `${count(twice.length, 'test is', 'tests are')} in more than one run, and shown for each: ${some(names)}.`,
    )
  }
  const looks = tests.flatMap((test) =>
    test.pictures.map(({ golden, digest }) => ({ golden, digest, run: test.run, project: test.project })),
  )
  const differing = [...groups(looks, ({ golden, project }) => JSON.stringify([project, golden])).values()]
    .filter(inSeveralRuns)
    .filter((same) => new Set(same.map(({ digest }) => digest)).size > 1)
  if (differing.length > 0) {
    const names = differing.map(([look]) => look!.golden)
    notices.push(
      `Runs made different pictures of ${count(differing.length, 'golden', 'goldens')}: ${some(names)}.`,
    )
  }
  const versions = new Set(sources.map(({ run }) => run.cefrig))
  if (versions.size > 1) notices.push(`The runs are of different versions of cefrig: ${some([...versions])}.`)
  return notices
}

function inSeveralRuns(same: readonly { run: number }[]): boolean {
  return same.some(({ run }) => run !== same[0]!.run)
}

/** Ids that are taken get a number. Those of the latest run stay as they are: it is the one that a review decides about. */
function withUniqueIds(tests: readonly MergedTest[]): MergedTest[] {
  const testIds = new Set<string>()
  const pictureIds = new Set<string>()
  return tests
    .toReversed()
    .map((test) => ({
      ...test,
      id: unique(test.id, testIds),
      pictures: test.pictures.map((picture) => ({ ...picture, id: unique(picture.id, pictureIds) })),
    }))
    .toReversed()
}

function unique(id: string, taken: Set<string>): string {
  let free = id
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`
  taken.add(free)
  return free
}

function groups<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const map = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = map.get(key)
    if (group) group.push(item)
    else map.set(key, [item])
  }
  return map
}

function some(names: readonly string[]): string {
  const rest = names.length - listed
  return names.slice(0, listed).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
