import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { startBrowser } from './browser.ts'
import { Judge, judgeByOracle, type Verdict } from './judge.ts'
import type { Kind } from './kind.ts'
import { startLoad } from './load.ts'
import type { Browser, Taken } from './page.ts'
import type { Picture, Size } from './picture.ts'
import { Random } from './random.ts'
import { Site } from './site.ts'

export interface StressOptions {
  /** Over all kinds, in equal parts. */
  captures: number
  kinds: readonly Kind[]
  /** The same seed gives the same pages; `page` repeats one page of one kind alone. */
  seed: number
  page?: number
  /** Busy processes meanwhile. */
  load: number
  /** Pages at one time. */
  lanes: number
  /** Each how many captures one is compared with the browser's other path of rendering. */
  oracleEvery: number
  /** Milliseconds after which no more captures are begun. */
  budget?: number
  /** Where pictures of the first wrong captures go. */
  directory: string
  onProgress?(result: StressResult): void
  onWrong?(wrong: WrongCapture): void
}

export interface WrongCapture {
  kind: string
  page: number
  capture: number
  verdict: string
  /** Of how many captures ago on this page the picture is, when it is one of those. */
  stale?: number
  /** What had been done to the page, the last steps last. */
  story: string[]
  files: string[]
}

export interface KindResult {
  kind: string
  captures: number
  wrong: number
  /** Compared with the other path of rendering. */
  oracle: number
  errors: number
  pages: number
  /** Milliseconds of the captures. */
  median: number
  slowest: number
}

export interface StressResult {
  seed: number
  captures: number
  wrong: number
  errors: number
  seconds: number
  kinds: KindResult[]
  /** The first wrong ones of each kind. */
  examples: WrongCapture[]
}

const sizes: Size[] = [
  { width: 320, height: 240 },
  { width: 320, height: 240 },
  { width: 800, height: 600 },
  { width: 1280, height: 800 },
]
const examplesPerKind = 3

/** Runs captures until there are as many as asked for. Everything that it starts has ended when it resolves. */
export async function runStress(options: StressOptions): Promise<StressResult> {
  const stopLoad = startLoad(options.load)
  try {
    const site = new Site()
    const browser = await startBrowser((url) => site.answer(url))
    try {
      return await new Run(options, browser, site).all()
    } finally {
      await browser.close()
    }
  } finally {
    await stopLoad()
  }
}

class Run {
  readonly #options: StressOptions
  readonly #browser: Browser
  readonly #site: Site
  readonly #judges = new Map<Kind, Judge>()
  readonly #kinds = new Map<Kind, KindResult & { times: number[]; begun: number }>()
  readonly #examples: WrongCapture[] = []
  readonly #started = performance.now()
  #sinceOracle = 0

  constructor(options: StressOptions, browser: Browser, site: Site) {
    this.#options = options
    this.#browser = browser
    this.#site = site
    for (const kind of options.kinds) {
      const none = {
        captures: 0,
        wrong: 0,
        oracle: 0,
        errors: 0,
        pages: 0,
        median: 0,
        slowest: 0,
        times: [],
        begun: 0,
      }
      this.#kinds.set(kind, { kind: kind.name, ...none })
      this.#judges.set(kind, new Judge())
    }
  }

  async all(): Promise<StressResult> {
    const { lanes, onProgress } = this.#options
    const timer = setInterval(() => onProgress?.(this.#result()), 10_000)
    try {
      await Promise.all(Array.from({ length: lanes }, () => this.#lane()))
    } finally {
      clearInterval(timer)
    }
    return this.#result()
  }

  #result(): StressResult {
    const kinds = [...this.#kinds.values()].map(({ times, begun: _, ...result }) => {
      const sorted = [...times].sort((a, b) => a - b)
      return { ...result, median: sorted[sorted.length >> 1] ?? 0, slowest: sorted.at(-1) ?? 0 }
    })
    const sum = (key: 'captures' | 'wrong' | 'errors') =>
      kinds.reduce((total, result) => total + result[key], 0)
    return {
      seed: this.#options.seed,
      captures: sum('captures'),
      wrong: sum('wrong'),
      errors: sum('errors'),
      seconds: (performance.now() - this.#started) / 1000,
      kinds,
      examples: this.#examples,
    }
  }

  async #lane(): Promise<void> {
    const { captures, kinds, page, seed, budget = Number.POSITIVE_INFINITY } = this.#options
    const share = Math.ceil(captures / kinds.length)
    for (;;) {
      const open = [...this.#kinds].filter(([, { begun }]) => begun < share)
      if (open.length === 0 || performance.now() - this.#started > budget) return
      // The kind that is furthest behind, so that an early end has seen all.
      const [kind, result] = open.reduce((least, next) => (next[1].begun < least[1].begun ? next : least))
      const count = Math.min(kind.lifetime, share - result.begun, Math.max(1, Math.ceil(share / 5)))
      result.begun += count
      const number = page ?? result.pages
      result.pages++
      const random = new Random(Math.imul(seed ^ (number * 0x9e3779b1), 0x85ebca6b) ^ hash(kind.name))
      try {
        await this.#onePage(kind, number, count, random)
      } catch (error) {
        result.errors++
        if (result.errors <= examplesPerKind) console.error(`${kind.name}, page ${number}:`, error)
        if (result.errors > 20) result.begun = share
      }
      if (page !== undefined) return
    }
  }

  async #onePage(kind: Kind, number: number, count: number, random: Random): Promise<void> {
    const size = random.pick(sizes)
    const story = [`page ${number} of ${size.width}×${size.height}`]
    const page = await this.#browser.newPage(size)
    try {
      const note = (step: string) => void story.push(step)
      const change = await kind.open({ page, size, random, site: this.#site, note })
      const earlier: string[] = []
      for (let index = 0; index < count; index++) {
        const expectation = await change()
        const picture = 'exactly' in expectation ? expectation.exactly : expectation.picture
        const asksOracle = kind.hasOracle !== false && ++this.#sinceOracle % this.#options.oracleEvery === 0
        const judge = this.#judges.get(kind)!
        const started = performance.now()
        const capturing = page.capture({ store: asksOracle || judge.needsPixels(expectation) })
        // Meanwhile, not afterwards.
        const expected = picture.digest
        const taken = await capturing
        const time = performance.now() - started
        let verdict: Verdict = judge.judge(expectation, taken)
        const result = this.#kinds.get(kind)!
        if (!verdict && asksOracle) {
          result.oracle++
          verdict = judgeByOracle(taken, await page.oracle())
        }
        result.captures++
        if (result.times.length < 20_000) result.times.push(time)
        if (verdict) {
          result.wrong++
          const stale = earlier.lastIndexOf(taken.digest)
          const example: WrongCapture = {
            kind: kind.name,
            page: number,
            capture: index,
            verdict,
            story: story.slice(0, 2).concat(story.slice(2).slice(-8)),
            files: [],
          }
          if (stale >= 0) example.stale = earlier.length - stale
          if (result.wrong <= examplesPerKind) {
            const later = await page.capture({ store: true, immediate: true })
            example.story.push(
              `captured frame ${taken.frame} ${later.frame === taken.frame ? '(in the picture)' : `(picture: frame ${later.frame})`}`,
            )
            if (later.digest === expected)
              example.story.push(`now right, after ${later.frame - taken.frame} more frames`)
            example.files = this.#save(example, later, picture)
            this.#examples.push(example)
          }
          this.#options.onWrong?.(example)
        }
        earlier.push('exactly' in expectation ? expected : taken.digest)
        if (earlier.length > 20) earlier.shift()
      }
    } finally {
      await page.close().catch(() => {})
    }
  }

  #save({ kind, page, capture }: WrongCapture, taken: Taken, picture: Picture): string[] {
    const { directory } = this.#options
    mkdirSync(directory, { recursive: true })
    const file = (what: string) => join(directory, `${kind}-${page}-${capture}-${what}.png`)
    writePng(file('captured'), taken.width, taken.height, taken.bytes!)
    writePng(file('expected'), picture.width, picture.height, picture.bytes)
    return [file('captured'), file('expected')]
  }
}

function writePng(path: string, width: number, height: number, bytes: Uint8Array): void {
  const png = new PNG({ width, height })
  png.data = Buffer.from(bytes)
  writeFileSync(path, PNG.sync.write(png))
}

function hash(text: string): number {
  let word = 2166136261
  for (const character of text) word = Math.imul(word ^ character.charCodeAt(0), 16777619)
  return word >>> 0
}
