// The report's page with 2,000 pictures: how long a filter takes, and frames while the list is scrolled.
/// <reference lib="dom" />
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { launch, type Page } from 'cefrig'
import { chromium, type Page as PlaywrightPage } from 'playwright'
import { PNG } from 'pngjs'
import { median } from './measure.ts'
import type { Row } from './types.ts'

const pictures = 2000
/** Every other picture failed and has three files of this size. */
const size = { width: 1280, height: 800 }
const cefrigMain = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

interface Figures {
  /** Milliseconds from the input to the frame that shows its result: the median of several filters. */
  filter: number
  /** The 95th percentile of milliseconds between frames while the list scrolls through all lines. */
  scroll: number
}

/** Filters and scrolls as a person would, inside the page. */
async function use(): Promise<{ filters: number[]; frames: number[] }> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  // Behind the second frame the first one has been drawn.
  const drawn = async () => {
    await frame()
    await frame()
  }
  const search = document.querySelector<HTMLInputElement>('#search')!
  const filters: number[] = []
  for (const text of ['picture 1', 'failed 77', 'nothing of this', '', 'page 3 of', 'mismatched', '']) {
    const start = performance.now()
    search.value = text
    search.dispatchEvent(new Event('input', { bubbles: true }))
    await drawn()
    filters.push(performance.now() - start)
  }
  const list = document.querySelector<HTMLElement>('#list')!
  const frames: number[] = []
  const [steps, end] = [300, list.scrollHeight - list.clientHeight]
  let before = await frame()
  for (let step = 1; step <= steps; step++) {
    list.scrollTop = (end * step) / steps
    const now = await frame()
    frames.push(now - before)
    before = now
  }
  return { filters, frames }
}

function figures({ filters, frames }: Awaited<ReturnType<typeof use>>): Figures {
  const sorted = frames.toSorted((a, b) => a - b)
  return { filter: median(filters), scroll: sorted[Math.floor(sorted.length * 0.95)]! }
}

/** In cefrig's own Chromium, and in Debian's. */
export async function measureReport(full: string | undefined): Promise<Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'cefrig-bench-'))
  try {
    await writeRun(join(directory, '.cefrig'))
    await promisify(execFile)(process.execPath, [cefrigMain, 'report'], { cwd: directory })
    const url = pathToFileURL(join(directory, '.cefrig/report/index.html')).href
    const subjects: Record<string, Figures> = { cefrig: await inCefrig(url) }
    if (full) subjects['Debian Chromium'] = await inChromium(url, full)
    const of = (figure: keyof Figures) =>
      Object.fromEntries(Object.entries(subjects).map(([name, found]) => [name, found[figure]]))
    return [
      {
        name: `report of ${pictures} pictures: filter, to its frame`,
        unit: 'ms',
        values: of('filter'),
        goal: { limit: 100 },
      },
      {
        name: `report of ${pictures} pictures: frame while scrolling, 95th percentile`,
        unit: 'ms',
        values: of('scroll'),
        goal: { limit: 50 },
      },
    ]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function inCefrig(url: string): Promise<Figures> {
  const cef = await launch({ viewport: { width: 1280, height: 800 } })
  try {
    const page: Page = await cef.newPage()
    await page.goto(url)
    return figures(await page.evaluate(use))
  } finally {
    await cef.close()
  }
}

async function inChromium(url: string, executablePath: string): Promise<Figures> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page: PlaywrightPage = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    return figures(await page.evaluate(use))
  } finally {
    await browser.close()
  }
}

/** A run of 200 tests with ten pictures each. */
async function writeRun(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const environment = { cef: '', platform: 'linux', arch: '', cpu: '', fonts: '', switches: '', scale: 1 }
  const tests = []
  for (let number = 0; number < pictures / 10; number++) {
    const looks = []
    for (let look = 0; look < 10; look++) {
      const [id, failed] = [`${number}-${look}`, look % 2 === 0]
      const files: Record<string, string> = {}
      if (failed)
        for (const [part, shade] of [
          ['expected', 90],
          ['actual', 160],
          ['diff', 230],
        ] as const) {
          files[part] = `${id}-${part}.png`
          await writeFile(join(directory, files[part]), png(shade, (number * 10 + look) % 32))
        }
      looks.push({
        id,
        name: `picture ${look}`,
        golden: `tests/__goldens__/page-${number}.test.ts/picture-${look}.png`,
        attempt: 0,
        outcome: failed ? 'mismatched' : 'matched',
        message: failed ? `toMatchGolden() failed: ${number} pixels differ.` : 'It matched.',
        size,
        digest: id,
        environment,
        changes: [],
        reference: { size },
        difference: failed
          ? {
              differentPixels: 64,
              totalPixels: 1_024_000,
              allowedPixels: 0,
              regions: [{ x: 8, y: 8, width: 8, height: 8, pixels: 64 }],
            }
          : null,
        files,
      })
    }
    tests.push({
      id: String(number),
      project: number % 2 === 0 ? 'wide' : 'narrow',
      file: `tests/page-${number}.test.ts`,
      titles: ['pages', `page ${number} of ${pictures / 10}`],
      state: 'failed',
      duration: 100,
      attempts: 1,
      errors: [{ message: 'toMatchGolden() failed' }],
      console: [],
      steps: [],
      pictures: looks,
    })
  }
  const run = {
    format: 1,
    id: 'bench',
    started: new Date().toISOString(),
    duration: 1000,
    runner: { name: 'vitest', version: '' },
    cefrig: '',
    shard: null,
    partial: [],
    tests,
    obsolete: [],
  }
  await writeFile(join(directory, 'run.json'), JSON.stringify(run))
}

const encoded = new Map<string, Buffer>()

/** Blocks of a page, at other places in each of 32. */
function png(shade: number, seed: number): Buffer {
  const known = encoded.get(`${shade} ${seed}`)
  if (known) return known
  const { width, height } = size
  const picture = new PNG({ width, height })
  picture.data.fill(255)
  for (let block = 0; block < 12; block++) {
    const [left, top] = [(block * 97 + seed * 31) % (width - 200), (block * 61) % (height - 40)]
    for (let y = top; y < top + 40; y++)
      picture.data.fill(shade + block, (y * width + left) * 4, (y * width + left + 200) * 4)
  }
  const bytes = PNG.sync.write(picture, { deflateLevel: 1, filterType: 0 })
  encoded.set(`${shade} ${seed}`, bytes)
  return bytes
}
