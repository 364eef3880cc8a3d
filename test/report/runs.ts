import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GoldenEnvironment } from '../../src/golden/environment.js'
import { encodePng, type Pixels } from '../../src/golden/png.js'
import { regionsOf } from '../../src/golden/regions.js'
import type { PictureRecord, Run, TestRecord } from '../../src/report/run.js'

export const environment: GoldenEnvironment = {
  cef: '146.0.10',
  platform: 'linux',
  arch: 'x64',
  cpu: 'x86-64-v3',
  fonts: 'sealed',
  switches: '',
  scale: 1,
}

/** What a picture of a run is to be. */
export interface Sample {
  name: string
  outcome?: PictureRecord['outcome']
  width?: number
  height?: number
  /** Boxes that differ. */
  boxes?: readonly (readonly [x: number, y: number, width: number, height: number])[]
  attempt?: number
  seed?: number
}

const failing = ['missing', 'resized', 'mismatched', 'environment-differs']

/** Stripes and blocks, of which every sample has its own. */
function drawn(width: number, height: number, seed: number): Pixels {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const isBlock = (x >> 5) % 3 === seed % 3 && (y >> 4) % 2 === 0
      data[at] = isBlock ? (seed * 53) % 256 : 245
      data[at + 1] = isBlock ? (seed * 97) % 256 : 246
      data[at + 2] = isBlock ? (x * 3) % 256 : 248
      data[at + 3] = 255
    }
  return { width, height, data }
}

function withBoxes(
  { width, height, data }: Pixels,
  boxes: NonNullable<Sample['boxes']>,
  colour: number[],
): Pixels {
  const copy = data.slice()
  for (const [left, top, wide, high] of boxes)
    for (let y = top; y < Math.min(height, top + high); y++)
      for (let x = left; x < Math.min(width, left + wide); x++) copy.set(colour, (y * width + x) * 4)
  return { width, height, data: copy }
}

const digest = (...parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)

/** Makes runs below a directory, with real pictures. */
export class Runs {
  /** PNGs that were made already, by what they show. */
  readonly #pngs = new Map<string, Uint8Array>()

  /** A picture's record; what a failure keeps is written below `<directory>/results`. */
  async picture(directory: string, testId: string, sample: Sample): Promise<PictureRecord> {
    const { name, outcome = 'mismatched', width = 160, height = 100, attempt = 0, seed = 1 } = sample
    const boxes = sample.boxes ?? [[8, 8, 20, 12] as const, [100, 60, 6, 6] as const]
    const golden = drawn(width, height, seed)
    const isResized = outcome === 'resized'
    const actual = withBoxes(
      isResized ? drawn(width + 20, height + 10, seed) : golden,
      boxes,
      [200, 30, 40, 255],
    )
    const isDifferent = outcome === 'mismatched' || outcome === 'environment-differs'
    const hasFiles = failing.includes(outcome)
    const mask = new Uint8Array(width * height)
    for (let at = 0; at < golden.data.length; at++)
      if (isDifferent && golden.data[at] !== actual.data[at]) mask[at >> 2] = 1
    const regions = regionsOf(golden, mask)
    const prefix = `results/${digest(testId)}/${digest(name)}-${attempt}`
    const files: PictureRecord['files'] = {}
    const keep = async (part: keyof typeof files, pixels: Pixels) => {
      files[part] = `${prefix}-${part}.png`
      await this.write(join(directory, files[part]), pixels)
    }
    if (hasFiles) await keep('actual', actual)
    if (hasFiles && outcome !== 'missing') await keep('expected', golden)
    if (isDifferent) await keep('diff', withBoxes(golden, boxes, [255, 0, 0, 255]))
    return {
      id: digest('picture', testId, name, attempt),
      name,
      golden: `tests/__goldens__/pictures.test.ts/${name.replace(/[^\w-]+/g, '-')}.png`,
      attempt,
      outcome,
      message: `toMatchGolden() failed: the picture ${name} is ${outcome}. If that is intended, run with -u.`,
      size: { width: actual.width, height: actual.height },
      digest: digest(name, seed, boxes),
      environment,
      changes:
        outcome === 'environment-differs' ? [{ what: 'cpu', golden: 'x86-64-v4', here: 'x86-64-v3' }] : [],
      reference:
        outcome === 'missing' || outcome === 'written'
          ? null
          : { size: { width, height }, sha256: digest(name) },
      difference: isDifferent
        ? {
            differentPixels: regions.reduce((sum, { pixels }) => sum + pixels, 0),
            totalPixels: width * height,
            allowedPixels: 0,
            regions: regions.map((region, index) =>
              index === 0 ? { ...region, element: 'button.save "Save"' } : region,
            ),
          }
        : null,
      files,
    }
  }

  /** A test with its pictures. */
  async test(
    directory: string,
    given: Partial<TestRecord> & { titles: string[]; samples?: Sample[] },
  ): Promise<TestRecord> {
    const { samples = [], ...known } = given
    const file = known.file ?? 'tests/pictures.test.ts'
    const id = known.id ?? digest(known.project ?? '', file, known.titles)
    const pictures = []
    for (const sample of samples) pictures.push(await this.picture(directory, id, sample))
    const state = pictures.some(({ outcome }) => failing.includes(outcome)) ? 'failed' : 'passed'
    return {
      id,
      project: '',
      file,
      state,
      duration: 120,
      attempts: 1,
      errors: [],
      console: [],
      steps: [],
      pictures,
      ...known,
    }
  }

  /** Writes `run.json` into a directory. */
  async write(file: string, pixels: Pixels): Promise<void> {
    const key = createHash('sha1').update(pixels.data).digest('hex') + pixels.width
    const png = this.#pngs.get(key) ?? encodePng(pixels)
    this.#pngs.set(key, png)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, png)
  }

  /** A run of these tests. */
  run(tests: TestRecord[], given: Partial<Run> = {}): Run {
    return {
      format: 1,
      id: digest(
        tests.map(({ id }) => id),
        given.shard,
      ),
      started: '2026-03-01T10:00:00.000Z',
      duration: 4321,
      runner: { name: 'vitest', version: '5.1.0' },
      cefrig: '0.1.0',
      shard: null,
      partial: [],
      tests,
      obsolete: [],
      ...given,
    }
  }
}

/** Writes a run's file. */
export async function writeRunFile(directory: string, run: Run): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'run.json'), JSON.stringify(run))
}

/** A run with every outcome, a failed test without pictures, and one that passed at its second attempt. */
export async function sampleRun(directory: string): Promise<Run> {
  const runs = new Runs()
  const failed = await runs.test(directory, {
    titles: ['editor', 'saves the document'],
    project: 'web',
    samples: [{ name: 'editor' }, { name: 'toolbar', outcome: 'resized', seed: 2 }],
    errors: [
      {
        message: 'toMatchGolden() failed: 240 of 16,000 pixels differ.',
        stack: 'toMatchGolden() failed: 240 of 16,000 pixels differ.\n    at tests/pictures.test.ts:12:9',
      },
    ],
    console: [
      { level: 'log', text: 'loaded' },
      { level: 'error', text: 'Failed to load resource', source: 'http://cefrig.test/app.js:3:1' },
    ],
    steps: [
      { title: 'page.goto("/editor.html")', at: 3, duration: 41 },
      { title: 'expect(page).toMatchGolden("editor")', at: 51, duration: 130, error: '240 pixels differ' },
    ],
  })
  const others = [
    await runs.test(directory, {
      titles: ['list', 'is empty'],
      project: 'web',
      samples: [{ name: 'empty list', outcome: 'missing', seed: 3 }],
    }),
    await runs.test(directory, {
      titles: ['list', 'elsewhere'],
      project: 'mobile',
      file: 'tests/list.test.ts',
      samples: [{ name: 'list', outcome: 'environment-differs', seed: 4 }],
    }),
    await runs.test(directory, {
      titles: ['list', 'after a retry'],
      state: 'passed',
      attempts: 2,
      project: 'mobile',
      file: 'tests/list.test.ts',
      samples: [
        { name: 'retried', seed: 5 },
        { name: 'retried', seed: 5, attempt: 1, outcome: 'matched' },
      ],
    }),
    await runs.test(directory, {
      titles: ['login'],
      project: 'web',
      samples: [
        { name: 'login', outcome: 'written', seed: 6 },
        { name: 'form', outcome: 'matched-within-tolerance', seed: 7 },
      ],
    }),
    await runs.test(directory, {
      titles: ['logout'],
      project: 'web',
      state: 'failed',
      errors: [{ message: 'expected true to be false' }],
    }),
  ]
  const run = runs.run([failed, ...others], { id: 'sample', obsolete: ['tests/__goldens__/old.png'] })
  await writeRunFile(directory, run)
  return run
}
