import { setTimeout as sleep } from 'node:timers/promises'
import { type Cef, isCefrigError, launch, type Page } from 'cefrig'
import { Random } from '../random.ts'
import { type PageReport, pageActs, stormPage } from './storm-page.ts'
import { Tally } from './tally.ts'

export interface StormOptions {
  /** Promises of both sides, at least. */
  promises: number
  seed: number
  /** Pages at one time. */
  lanes: number
  onProgress?(settled: number): void
}

export interface StormResult {
  seed: number
  settled: number
  /** How many, by what came of them. */
  outcomes: Record<string, number>
  /** What had not settled when all pages were closed, by number. */
  never: readonly string[]
  /** Wrong values and errors that must not come. */
  wrong: readonly string[]
  seconds: number
}

/** Milliseconds in which a promise of a document that is left alone settles. */
const patience = 30_000
const steps = ['rest', 'reload', 'goto', 'leave', 'close', 'kill', 'reload', 'goto', 'leave'] as const
const sites = ['https://one.test/', 'https://two.test/']
const endings = new Set(['EXECUTION_CONTEXT_LOST', 'PAGE_CLOSED', 'RENDERER_CRASHED'])

type Remote = (...args: unknown[]) => Promise<unknown>

/** Calls and callbacks at random while documents are left, pages close and renderers are killed. */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { promises, seed, lanes, onProgress } = options
  const started = performance.now()
  const tally = new Tally()
  const cef = await launch()
  const progress = setInterval(() => onProgress?.(tally.settled), 10_000)
  try {
    const all = Array.from({ length: lanes }, (_, lane) =>
      new Lane(cef, tally, new Random(Math.imul(seed + lane, 0x9e3779b1)), lane).run(promises),
    )
    await Promise.all(all)
    const deadline = performance.now() + patience
    while (tally.open.length > 0 && performance.now() < deadline) await sleep(10)
  } finally {
    clearInterval(progress)
    await cef.close()
  }
  const { wrong, settled, open: never } = tally
  const outcomes = Object.fromEntries([...tally.outcomes].sort())
  return { seed, settled, outcomes, never, wrong, seconds: (performance.now() - started) / 1000 }
}

/** One page after the other. */
class Lane {
  readonly #cef: Cef
  readonly #tally: Tally
  readonly #random: Random
  #step: number
  #page!: Page
  /** Documents of this page that have called. */
  #documents = new Set<string>()

  constructor(cef: Cef, tally: Tally, random: Random, lane: number) {
    this.#cef = cef
    this.#tally = tally
    this.#random = random
    this.#step = lane
  }

  async run(promises: number): Promise<void> {
    const random = this.#random
    await this.#open()
    // Each step in turn first, so that a short run has seen all.
    while (this.#tally.begun < promises || this.#step < steps.length) {
      const count = 1 + random.below(60)
      const acts = Array.from({ length: count }, () => random.pick(pageActs))
      const acting = this.#page.evaluate<string>(`storm.act(${JSON.stringify(acts)})`)
      const step = this.#step < steps.length ? steps[this.#step]! : random.pick(steps)
      this.#step++
      // Not waited for at times, so that documents are left in the middle.
      const isBegun = step === 'rest' || random.chance(0.7)
      if (isBegun) await acting
      else acting.catch(() => {})
      if (random.chance(0.3)) await sleep(random.below(20))
      if (isBegun) await this.#report()
      await this.#take(step)
    }
    await this.#rest()
    await this.#close()
  }

  async #take(step: (typeof steps)[number]): Promise<void> {
    const page = this.#page
    if (step === 'rest') return this.#rest()
    if (step === 'close') {
      await this.#close()
      return this.#open()
    }
    if (step === 'kill') {
      page.expectError('crashed')
      const { renderers } = await page.bindingStats()
      const crash = new Promise<unknown>((resolve) => page.once('crashed', resolve))
      for (const pid of renderers) kill(pid)
      await crash
      await this.#close()
      return this.#open()
    }
    if (step === 'reload') await page.reload()
    else {
      const here = new URL(page.url()).origin
      const there = sites.find((site) => site.startsWith(here) === (step === 'goto'))
      await page.goto(`${there}${this.#random.below(1000)}`)
    }
    this.#left(await page.evaluate<string>('storm.document'))
  }

  /** All of the present document's promises settle when it is left alone. */
  async #rest(): Promise<void> {
    const deadline = performance.now() + patience
    for (;;) {
      const { document, open } = await this.#report()
      if (open === 0) return
      if (performance.now() > deadline) throw new Error(`${open} promises of ${document} did not settle`)
      await sleep(2)
    }
  }

  async #report(): Promise<PageReport> {
    const report = await this.#page.evaluate<PageReport>('storm.report()')
    for (const [number, outcome] of report.settled) {
      this.#tally.arrived(report.document, number)
      this.#tally.told(report.document, number, outcome)
    }
    return report
  }

  async #open(): Promise<void> {
    const page = await this.#cef.newPage({ viewport: { width: 200, height: 100 }, timeout: 60_000 })
    this.#page = page
    this.#documents = new Set()
    const documents = this.#documents
    const arrived = (document: string, number: number) => {
      documents.add(document)
      this.#tally.arrived(document, number)
    }
    const given = (own: number) => (document: string, number: number) => {
      arrived(document, number)
      return own + number
    }
    const now = (document: string, number: number) => {
      arrived(document, number)
      return number
    }
    await page.bind('host.work', (document: string, number: number, how: string, argument?: unknown) => {
      arrived(document, number)
      return how === 'function' ? given(number) : this.#work(number, how, argument)
    })
    await page.bind('host.now', now, { sync: true })
    const answer = () => ({ headers: { 'content-type': 'text/html' }, body: stormPage })
    for (const site of sites) await page.serve(site, answer)
    await page.goto(this.#random.pick(sites))
  }

  /** The test's side of what the page does. */
  async #work(number: number, how: string, argument: unknown): Promise<unknown> {
    if (how === 'throw') throw new TypeError(`no ${number}`)
    if (how === 'late') await sleep(this.#random.below(30))
    if (how === 'callback') return this.#watched((argument as Remote)(1))
    if (how === 'kept') this.#watched((argument as Remote)())
    if (how === 'failing') {
      const error = await this.#watched((argument as Remote)()).catch((reason: Error) => reason)
      return (error as Error).message
    }
    return how === 'value' ? (argument ?? number) : number
  }

  /** A call of a function of the page, which settles whatever becomes of its document. */
  #watched(promise: Promise<unknown>): Promise<unknown> {
    this.#tally.watch(promise, (error) => {
      if (isCefrigError(error)) return endings.has(error.code) ? `test: ${error.code}` : `wrong: ${error}`
      return error instanceof RangeError && /^page \d+$/.test(error.message)
        ? 'test: rejection'
        : `wrong: ${error}`
    })
    promise.catch(() => {})
    return promise
  }

  #left(present?: string): void {
    for (const document of this.#documents) if (document !== present) this.#tally.left(document)
  }

  async #close(): Promise<void> {
    await this.#page.close()
    this.#left()
  }
}

/** Also one that has ended by itself meanwhile. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
