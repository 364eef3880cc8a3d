import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BrowserContext, chromium, type Page as PlaywrightPage } from '@playwright/test'
import { launch, type Page } from 'cefrig'
import { alternately, median, sleep, timed } from './measure.ts'
import { childrenRunning, treeMemory } from './memory.ts'
import type { Row } from './types.ts'

const pages = fileURLToPath(new URL('../pages/', import.meta.url))
const sizes = [
  { width: 800, height: 600 },
  { width: 1280, height: 800 },
  { width: 800, height: 5000 },
]

/** What this package and another one answer alike. */
interface Evaluating {
  evaluate(expression: string): Promise<unknown>
}

type Capturing = (options: object) => Promise<unknown>

/** Latencies and memory of cefrig and Playwright as libraries, both in this process, by turns. */
export async function compareLatency(shell: string, rounds: number): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-bench-'))
  const cef = await launch({ root: pages })
  const browser = await chromium.launch({ executablePath: shell, args: ['--no-sandbox'] })
  try {
    const rows: Row[] = []
    // A page of a context that was asked for has no spares ready behind it.
    const alone = await (await cef.newContext()).newPage()
    await alone.goto('/page.html?n=1')
    const context = await browser.newContext()
    const peer = await context.newPage()
    await peer.goto(`${pathToFileURL(pages)}page.html?n=1`)
    await Promise.all([alone.pixels(), peer.screenshot()])
    await sleep(1000)
    rows.push({
      name: 'memory with one page (PSS of all processes)',
      unit: 'MB',
      values: memory(),
      goal: { limit: 320 },
    })
    await alone.context.close()
    const page = await cef.newPage()
    await page.goto('/page.html?n=1')
    await sleep(1000)
    rows.push({
      name: 'memory with one page and the spares behind it',
      unit: 'MB',
      values: { cefrig: memory().cefrig! },
    })
    for (const size of sizes) rows.push(...(await captures(page, peer, size, rounds, directory)))
    rows.push(...(await conversation(page, peer, rounds * 4)))
    await page.close()
    await context.close()
    rows.push(await creation(cef, browser, rounds))
    rows.push(await creationWithoutSpare(cef, browser, rounds))
    return rows
  } finally {
    await cef.close()
    await browser.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Megabytes of the Host and of the peer's browser, with all their processes. */
function memory(): Record<string, number> {
  const sum = (text: string) => childrenRunning(text).reduce((total, pid) => total + treeMemory(pid), 0)
  return { cefrig: sum('host/main.js'), playwright: sum('headless') }
}

async function captures(
  page: Page,
  peer: PlaywrightPage,
  size: (typeof sizes)[number],
  rounds: number,
  directory: string,
): Promise<Row[]> {
  await page.resize(size)
  await peer.setViewportSize(size)
  const take = (page as unknown as Record<symbol, Capturing>)[Symbol.for('cefrig.capture')]!.bind(page)
  let count = 0
  const change = (target: Evaluating) => {
    count += 37
    return target.evaluate(`document.getElementById('counter').style.background = 'hsl(${count} 80% 50%)'`)
  }
  // The change is made before each measurement and is not part of it.
  const changed = (run: () => Promise<unknown>, target: Evaluating) => async () => {
    await change(target)
    return timed(run)
  }
  const runs = {
    digest: changed(() => take({}), page),
    file: changed(() => page.screenshot({ path: join(directory, 'a.png') }), page),
    peer: changed(() => peer.screenshot({ path: join(directory, 'b.png') }), peer),
  }
  const times: Record<keyof typeof runs, number[]> = { digest: [], file: [], peer: [] }
  for (let round = 0; round < rounds + 2; round++) {
    for (const name of ['digest', 'file', 'peer'] as const) {
      const time = await runs[name]()
      if (round >= 2) times[name].push(time)
    }
  }
  const [digest, file, playwright] = [median(times.digest), median(times.file), median(times.peer)]
  const label = `${size.width}×${size.height}`
  const goal: Row['goal'] = { of: { subject: 'playwright', ratio: 1 / 8 } }
  if (size.width === 1280) goal.limit = 8
  return [
    {
      name: `capture ${label}: compared (digest / page.screenshot)`,
      unit: 'ms',
      values: { cefrig: digest, playwright },
      goal,
    },
    {
      name: `capture ${label}: PNG on disk`,
      unit: 'ms',
      values: { cefrig: file, playwright },
      goal: { of: { subject: 'playwright', ratio: 1 } },
    },
  ]
}

async function conversation(page: Page, peer: PlaywrightPage, rounds: number): Promise<Row[]> {
  const evaluate = await alternately(rounds, {
    cefrig: () => page.evaluate('1 + 1'),
    playwright: () => peer.evaluate('1 + 1'),
  })
  // Each as its own types say; both take the name of an event and a listener.
  const heard =
    (target: { once(event: 'console', listener: () => void): unknown } & Evaluating) => async () => {
      const event = new Promise<void>((resolve) => target.once('console', resolve))
      await Promise.all([event, target.evaluate(`console.log('heard')`)])
    }
  const console = await alternately(rounds, {
    cefrig: heard(page as never),
    playwright: heard(peer as never),
  })
  const click = await alternately(rounds / 2, {
    cefrig: () => page.mouse.click(60, 160),
    playwright: () => peer.mouse.click(60, 160),
  })
  return [
    { name: 'evaluate', unit: 'ms', values: evaluate },
    { name: 'console event after evaluate', unit: 'ms', values: console },
    { name: 'mouse click, handled by the page', unit: 'ms', values: click },
  ]
}

type Cef = Awaited<ReturnType<typeof launch>>
type Browser = Awaited<ReturnType<typeof chromium.launch>>

async function creation(cef: Cef, browser: Browser, rounds: number): Promise<Row> {
  const [own, peers]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds / 2; round++) {
    // Time for the spares to be made.
    await sleep(250)
    let page!: Page
    own.push(await timed(async () => (page = await cef.newPage())))
    await page.close()
    let context!: BrowserContext
    peers.push(
      await timed(async () => {
        context = await browser.newContext()
        await context.newPage()
      }),
    )
    await context.close()
  }
  const values = { cefrig: median(own), playwright: median(peers) }
  return { name: 'isolated page, spare ready', unit: 'ms', values, goal: { limit: 10 } }
}

async function creationWithoutSpare(cef: Cef, browser: Browser, rounds: number): Promise<Row> {
  const [own, peers]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds / 2; round++) {
    await sleep(250)
    // Spares are of the size that was asked for last.
    const viewport = { width: 700 + round, height: 500 }
    let page!: Page
    own.push(await timed(async () => (page = await cef.newPage({ viewport }))))
    await page.close()
    let context!: BrowserContext
    peers.push(
      await timed(async () => {
        context = await browser.newContext({ viewport })
        await context.newPage()
      }),
    )
    await context.close()
  }
  const values = { cefrig: median(own), playwright: median(peers) }
  return { name: 'isolated page, no spare', unit: 'ms', values, goal: { limit: 70 } }
}
