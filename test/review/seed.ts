import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digestPixels } from '../../src/golden/digest.js'
import { encodeGolden } from '../../src/golden/golden-file.js'
import type { Pixels } from '../../src/golden/png.js'
import { pictureId } from '../../src/report/review/folders.js'
import type { PictureRecord, Run, TestRecord } from '../../src/report/run.js'
import { environment, scratch, sheet } from '../golden/scratch.js'

export const white = sheet(6, 4)
export const red = sheet(6, 4, [255, 0, 0, 255])
export const blue = sheet(6, 4, [0, 0, 255, 255])
export const wide = sheet(9, 4, [0, 255, 0, 255])

/** What a picture of a seeded run is to be. */
export interface Seed {
  /** Of its test; default: the picture's name. */
  test?: string
  name?: string
  /** The golden that the run found; null: none. Default: white. */
  was?: Pixels | null
  /** What the run saw. Default: red. */
  is?: Pixels
  attempt?: number
  /** Overrides of the record. */
  record?: Partial<PictureRecord>
}

/** A project on disk with a run whose pictures failed. */
export interface Project {
  /** Without symbolic links. */
  root: string
  /** Of the run's record. */
  directory: string
  run: Run
  /** Of the pictures in the review, as seeded. */
  ids: string[]
  golden(name: string): string
  actual(index: number): string
  /** Writes the run's record anew. */
  save(change?: Partial<Run>): void
}

/** A project in a directory of its own, or in `root`; `into`: where the run is, relative to the root. */
export async function seedProject(
  seeds: readonly Seed[],
  { root = realpathSync(scratch()), into = '.cefrig', id = 'run-1' } = {},
): Promise<Project> {
  const directory = join(root, into)
  const run: Run = {
    format: 1,
    id,
    started: '2026-11-21T10:00:00.000Z',
    duration: 1000,
    runner: { name: 'vitest', version: '5.1.0' },
    cefrig: '0.1.0',
    shard: null,
    partial: [],
    tests: [],
    obsolete: [],
  }
  for (const [index, seed] of seeds.entries()) {
    const { name = `picture ${index}`, attempt = 0 } = seed
    const picture = await pictureOf(seed, name, index, { root, directory })
    const title = seed.test ?? name
    const test = run.tests.find(({ titles }) => titles[0] === title) ?? testOf(title)
    if (!run.tests.includes(test)) run.tests.push(test)
    test.attempts = Math.max(test.attempts, attempt + 1)
    test.pictures.push(picture)
  }
  put(join(root, 'specs/page.test.ts'), '')
  const project: Project = {
    root,
    directory,
    run,
    ids: seeds.map((_, index) => pictureId(id, `picture-${index}`)),
    golden: (name) => join(root, 'specs/__goldens__', `${name}.png`),
    actual: (index) => join(directory, 'results', `${index}-actual.png`),
    save: (change = {}) => put(join(directory, 'run.json'), JSON.stringify(Object.assign(run, change))),
  }
  project.save()
  return project
}

async function pictureOf(
  { was = white, is = red, attempt = 0, record = {} }: Seed,
  name: string,
  index: number,
  { root, directory }: { root: string; directory: string },
): Promise<PictureRecord> {
  const golden = `specs/__goldens__/${name}.png`
  const expected = was === null ? null : await encodeGolden(was, environment)
  if (expected !== null) put(join(root, golden), expected)
  put(join(directory, 'results', `${index}-actual.png`), await encodeGolden(is, environment))
  const { width, height } = is
  return {
    id: `picture-${index}`,
    name,
    golden,
    attempt,
    outcome: was === null ? 'missing' : was.width === width ? 'mismatched' : 'resized',
    message: `toMatchGolden() failed: ${golden}.`,
    size: { width, height },
    digest: await digestPixels(is.data),
    environment,
    changes: [],
    reference:
      expected === null
        ? null
        : { size: { width: was!.width, height: was!.height }, sha256: sha256(expected) },
    difference: null,
    files: { actual: `results/${index}-actual.png` },
    ...record,
  }
}

function testOf(title: string): TestRecord {
  return {
    id: `test ${title}`,
    project: '',
    file: 'specs/page.test.ts',
    titles: [title],
    state: 'failed',
    duration: 10,
    attempts: 1,
    errors: [{ message: 'toMatchGolden() failed' }],
    console: [],
    steps: [],
    pictures: [],
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A file's SHA-256. */
export function shaOf(file: string): string {
  return sha256(readFileSync(file))
}

export function put(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
