import { CefrigError } from '../errors.js'
import { type GoldenPlace, resultsName, shownPath } from './place.js'
import type { TestIdentity } from './test-identity.js'

/** Which test of this process asked for a golden, and by what name. */
interface Claim {
  run: object
  id: string
  file: string
  title: string
  name: string
  /** The retry that wrote the golden: its later looks, and those of its repeats, are compared and not written. */
  writtenIn: number | null
}

interface Registry {
  /** By the golden's path in lower case, because some file systems do not tell the cases apart. */
  claims: Map<string, Claim>
  runs: WeakMap<object, Run>
}

/** What is remembered during one run of a test file. */
interface Run {
  /** Ids of the tests, by the folder of their pictures in lower case. */
  folders: Map<string, string>
  /** How many goldens were asked for, by attempt and name. */
  counters: Map<string, number>
  /** Ids of the tests whose results of an earlier run are gone. */
  cleaned: Set<string>
}

const key = Symbol.for('cefrig.goldens')

/** One per process, also when a runner loads this module again. */
function registry(): Registry {
  const host = globalThis as { [key]?: Registry }
  host[key] ??= { claims: new Map(), runs: new WeakMap() }
  return host[key]
}

function runOf(test: TestIdentity): Run {
  const { runs } = registry()
  const run = runs.get(test.run) ?? { folders: new Map(), counters: new Map(), cleaned: new Set() }
  runs.set(test.run, run)
  return run
}

/** Names one attempt of one test. */
function attemptOf(test: TestIdentity): string {
  return `${test.id}/${test.repeat}/${test.retry}`
}

/**
 * Takes a golden for a test. Errors: BAD_ARGUMENT when another test, or this test by another name, has taken it: the two
 * would overwrite each other.
 */
export function claimGolden(place: GoldenPlace, test: TestIdentity): Claim {
  const { claims } = registry()
  const path = place.file.toLowerCase()
  const title = test.names.join(' > ')
  const before = claims.get(path)
  const stale = before === undefined || (before.file === test.file && before.run !== test.run)
  if (!stale && before.id !== test.id)
    throw collision(
      place,
      `the tests ${quoted(before, place.root)} and ${quoted({ title, file: test.file }, place.root)}`,
    )
  if (!stale && before.name !== place.name)
    throw collision(place, `the names "${before.name}" and "${place.name}" of the test "${title}"`)
  if (!stale) return before
  const claim: Claim = {
    run: test.run,
    id: test.id,
    file: test.file,
    title,
    name: place.name,
    writtenIn: null,
  }
  claims.set(path, claim)
  return claim
}

/** Whether a test of this process has asked for a golden. */
export function isClaimed(file: string): boolean {
  return registry().claims.has(file.toLowerCase())
}

/** Counts the goldens of one name (or without one) that an attempt of a test asks for, from 1. */
export function nextCounter(test: TestIdentity, name: string | undefined): number {
  const { counters } = runOf(test)
  const key = `${attemptOf(test)} ${name ?? ''}`
  const counter = (counters.get(key) ?? 0) + 1
  counters.set(key, counter)
  return counter
}

/** Which of the tests whose pictures would have the same folder, in one run of a file, this is, from 1. */
export function titleOrdinal(test: TestIdentity): number {
  const { folders } = runOf(test)
  for (let ordinal = 1; ; ordinal++) {
    const folder = resultsName(test, ordinal).toLowerCase()
    const owner = folders.get(folder) ?? test.id
    folders.set(folder, owner)
    if (owner === test.id) return ordinal
  }
}

/** True once per test and run of its file: the results of an earlier run are to be removed. */
export function firstOfRun(test: TestIdentity): boolean {
  const { cleaned } = runOf(test)
  const first = !cleaned.has(test.id)
  cleaned.add(test.id)
  return first
}

function quoted({ title, file }: { title: string; file: string }, root: string): string {
  return `"${title}" (${shownPath(root, file)})`
}

function collision(place: GoldenPlace, who: string): CefrigError {
  const file = shownPath(place.root, place.file)
  return new CefrigError(
    'BAD_ARGUMENT',
    `toMatchGolden() failed: ${who} mean one golden, ${file}. Name them differently.`,
    {
      facts: { file: place.file },
    },
  )
}
