import type { EnvironmentChange, GoldenEnvironment } from '../golden/environment.js'
import type { Size } from '../golden/outcome.js'
import type {
  ConsoleRecord,
  ErrorRecord,
  PictureRecord,
  RegionRecord,
  Run,
  StepRecord,
  TestRecord,
} from './run.js'

/** What a value must be. */
interface Rule<T> {
  /** @throws Misfit */
  check(value: unknown, at: string): void
  optional?: true
  /** Only for the compiler. */
  of?: T
}

/** Something that is not as the format says: where, what is there, and what must be. */
export class Misfit extends Error {
  constructor(at: string, value: unknown, must: string) {
    const shown = value === undefined ? 'missing' : (JSON.stringify(value)?.slice(0, 60) ?? typeof value)
    super(`${at === '' ? 'the whole' : at} is ${shown}, not ${must}`)
  }
}

const text: Rule<string> = { check: (value, at) => must(typeof value === 'string', at, value, 'a text') }
const date: Rule<string> = {
  check: (value, at) =>
    must(typeof value === 'string' && !Number.isNaN(Date.parse(value)), at, value, 'a date'),
}
const number: Rule<number> = {
  check: (value, at) => must(typeof value === 'number' && Number.isFinite(value), at, value, 'a number'),
}
const count: Rule<number> = {
  check: (value, at) =>
    must(Number.isSafeInteger(value) && (value as number) >= 0, at, value, 'a whole number from 0 up'),
}

function must(holds: boolean, at: string, value: unknown, what: string): void {
  if (!holds) throw new Misfit(at, value, what)
}

function oneOf<T extends string>(...words: T[]): Rule<T> {
  return {
    check: (value, at) => must(words.includes(value as T), at, value, `one of ${words.join(', ')}`),
  }
}

function listOf<T>(rule: Rule<T>): Rule<T[]> {
  return {
    check(value, at) {
      must(Array.isArray(value), at, value, 'a list')
      ;(value as unknown[]).forEach((item, index) => {
        rule.check(item, `${at}[${index}]`)
      })
    },
  }
}

function objectOf<T>(fields: { [Name in keyof T]-?: Rule<T[Name]> }): Rule<T> {
  return {
    check(value, at) {
      must(typeof value === 'object' && value !== null && !Array.isArray(value), at, value, 'an object')
      for (const [name, rule] of Object.entries(fields) as [string, Rule<unknown>][]) {
        const part = Object.hasOwn(value as object, name)
          ? (value as Record<string, unknown>)[name]
          : undefined
        if (part === undefined && rule.optional) continue
        rule.check(part, at === '' ? name : `${at}.${name}`)
      }
    },
  }
}

function optional<T>(rule: Rule<T>): Rule<T | undefined> {
  return { check: rule.check, optional: true }
}

function orNull<T>(rule: Rule<T>): Rule<T | null> {
  return {
    check(value, at) {
      if (value !== null) rule.check(value, at)
    },
  }
}

const size = objectOf<Size>({ width: count, height: count })

const environment = objectOf<GoldenEnvironment>({
  cef: text,
  platform: text,
  arch: text,
  cpu: text,
  fonts: text,
  switches: text,
  scale: number,
})

const change = objectOf<EnvironmentChange>({
  what: oneOf('cef', 'platform', 'arch', 'cpu', 'fonts', 'switches', 'scale'),
  golden: text,
  here: text,
})

const region = objectOf<RegionRecord>({
  x: number,
  y: number,
  width: number,
  height: number,
  pixels: count,
  element: optional(text),
})

const picture = objectOf<PictureRecord>({
  id: text,
  name: text,
  golden: text,
  attempt: count,
  outcome: oneOf(
    'matched',
    'matched-within-tolerance',
    'missing',
    'written',
    'updated',
    'resized',
    'mismatched',
    'environment-differs',
  ),
  message: text,
  size,
  digest: text,
  environment,
  changes: listOf(change),
  reference: orNull(objectOf<{ size: Size; sha256?: string }>({ size, sha256: optional(text) })),
  difference: orNull(
    objectOf<NonNullable<PictureRecord['difference']>>({
      // A comparator may count in parts of pixels.
      differentPixels: number,
      totalPixels: count,
      allowedPixels: number,
      regions: listOf(region),
    }),
  ),
  files: objectOf<PictureRecord['files']>({
    expected: optional(text),
    actual: optional(text),
    diff: optional(text),
  }),
})

const test = objectOf<TestRecord>({
  id: text,
  project: text,
  file: text,
  titles: listOf(text),
  state: oneOf('passed', 'failed', 'skipped'),
  duration: number,
  attempts: count,
  errors: listOf(objectOf<ErrorRecord>({ message: text, stack: optional(text) })),
  console: listOf(objectOf<ConsoleRecord>({ level: text, text, source: optional(text) })),
  steps: listOf(objectOf<StepRecord>({ title: text, at: number, duration: number, error: optional(text) })),
  pictures: listOf(picture),
})

const run = objectOf<Omit<Run, 'format'>>({
  id: text,
  started: date,
  duration: number,
  runner: objectOf<Run['runner']>({ name: oneOf('vitest', 'jest', 'shoot'), version: text }),
  cefrig: text,
  shard: orNull(objectOf<NonNullable<Run['shard']>>({ index: count, count })),
  partial: listOf(oneOf('filter', 'watch', 'shard', 'failed', 'skipped', 'interrupted')),
  tests: listOf(test),
  obsolete: listOf(text),
})

/** Checks all of a run but its format. @throws Misfit */
export function checkRun(value: unknown): asserts value is Run {
  run.check(value, '')
}
