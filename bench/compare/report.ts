// The pages of `cefrig report` and `cefrig review` with 2,000 pictures: how long a filter takes, and frames while the list is scrolled.
/// <reference lib="dom" />
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { launch } from 'cefrig'
import { chromium } from 'playwright'
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
  /** Milliseconds of a processor that the page's main thread takes for such a frame: what a busy machine leaves as it is. */
  work: number
}

/** Filters as a person would, inside the page: milliseconds of each. */
async function filter(): Promise<number[]> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const search = document.querySelector<HTMLInputElement>('#search')!
  const filters: number[] = []
  for (const text of ['picture 1', 'failed 77', 'nothing of this', '', 'page 3 of', 'mismatched', '']) {
    const start = performance.now()
    search.value = text
    search.dispatchEvent(new Event('input', { bubbles: true }))
    // Behind the second frame the first one has been drawn.
    await frame()
    await frame()
    filters.push(performance.now() - start)
  }
  return filters
}

/** Scrolls from the top to the end, inside the page: milliseconds of each frame. */
async function scroll(): Promise<number[]> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
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
  return frames
}

/** A page of either browser. */
interface Browsed {
  evaluate(work: typeof filter): ReturnType<typeof filter>
  send(method: 'Performance.enable' | 'Performance.getMetrics', given?: object): Promise<unknown>
}

async function measure({ evaluate, send }: Browsed): Promise<Figures> {
  await send('Performance.enable', { timeDomain: 'threadTicks' })
  const work = async () => {
    const { metrics } = (await send('Performance.getMetrics')) as {
      metrics: { name: string; value: number }[]
    }
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
  }
  const filters = await evaluate(filter)
  const before = await work()
  const frames = await evaluate(scroll)
  const took = (await work()) - before
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    filter: median(filters),
    scroll: sorted[Math.floor(sorted.length * 0.95)]!,
    work: took / frames.length,
  }
}

/** In cefrig's own Chromium, and in Debian's. */
export async function measureReport(full: string | undefined): Promise<Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'cefrig-bench-'))
  try {
    await writeRun(join(directory, '.cefrig'))
    await promisify(execFile)(process.execPath, [cefrigMain, 'report'], { cwd: directory })
    const url = pathToFileURL(join(directory, '.cefrig/report/index.html')).href
    const report = (measureIn: typeof inCefrig) => measureIn(url)
    const review = (measureIn: typeof inCefrig) => reviewed(directory, measureIn)
    return [...(await rowsOf('report', report, full)), ...(await rowsOf('review', review, full))]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** `measured`: gives the figures of the page in a browser. */
async function rowsOf(
  name: string,
  measured: (measureIn: typeof inCefrig) => Promise<Figures>,
  full: string | undefined,
): Promise<Row[]> {
  const subjects: Record<string, Figures> = { cefrig: await measured(inCefrig) }
  if (full) subjects['Debian Chromium'] = await measured((url) => inChromium(url, full))
  const row = (words: string, figure: keyof Figures, limit?: number): Row => ({
    name: `${name} of ${pictures} pictures: ${words}`,
    unit: 'ms',
    values: Object.fromEntries(Object.entries(subjects).map(([subject, found]) => [subject, found[figure]])),
    ...(limit !== undefined && { goal: { limit } }),
  })
  return [
    row('filter, to its frame', 'filter', 100),
    row('frame while scrolling, 95th percentile', 'scroll', 50),
    row('processor time of the page for such a frame', 'work'),
  ]
}

/** While `cefrig review` serves it: the address is good for one browser. */
async function reviewed(directory: string, measureIn: typeof inCefrig): Promise<Figures> {
  const child = spawn(process.execPath, [cefrigMain, 'review', '--json'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    for await (const line of createInterface({ input: child.stdout }))
      return await measureIn((JSON.parse(line) as { url: string }).url)
    throw new Error('cefrig review ended before it said its address.')
  } finally {
    child.kill('SIGINT')
    await ended
  }
}

async function inCefrig(url: string): Promise<Figures> {
  const cef = await launch({ viewport: { width: 1280, height: 800 } })
  try {
    const page = await cef.newPage()
    await page.goto(url)
    return await measure({
      evaluate: (work) => page.evaluate(work),
      send: (method, given) => page.cdp.send(method, given as never),
    })
  } finally {
    await cef.close()
  }
}

async function inChromium(url: string, executablePath: string): Promise<Figures> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    const session = await page.context().newCDPSession(page)
    return await measure({
      evaluate: (work) => page.evaluate(work),
      send: (method, given) => session.send(method, given as never),
    })
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
