import { chromium } from '@playwright/test'
import { launch } from 'cefrig'
import { median } from './measure.ts'
import type { Row } from './types.ts'

const warmUp = 200
const calls = 1000
const rounds = 20
/** Calls in one sample: a page's clock has steps of 100 µs. */
const perSample = 10

/** In the page: milliseconds of an awaited call, sample by sample. */
const timesOf = (count: number) => `(async () => {
  const times = []
  for (let done = 0; done < ${count}; done += ${perSample}) {
    const start = performance.now()
    for (let call = 0; call < ${perSample}; call++) await ping(call)
    times.push((performance.now() - start) / ${perSample})
  }
  return times
})()`

/** An awaited call of a function of the test with a small argument, from the page and back, by turns. */
export async function compareBindings(shell: string): Promise<Row> {
  const cef = await launch()
  const browser = await chromium.launch({ executablePath: shell, args: ['--no-sandbox'] })
  try {
    const page = await cef.newPage()
    const peer = await (await browser.newContext()).newPage()
    await page.bind('ping', (value: number) => value)
    await peer.exposeFunction('ping', (value: number) => value)
    await Promise.all([page.goto('about:blank'), peer.goto('about:blank')])
    const measure = {
      cefrig: (count: number) => page.evaluate<number[]>(timesOf(count)),
      playwright: (count: number) => peer.evaluate<number[]>(timesOf(count)),
    }
    const times: Record<keyof typeof measure, number[]> = { cefrig: [], playwright: [] }
    const names = ['cefrig', 'playwright'] as const
    for (const name of names) await measure[name](warmUp)
    for (let round = 0; round < rounds; round++)
      for (const name of names) times[name].push(...(await measure[name](calls / rounds)))
    return {
      name: 'an awaited call of a bound function',
      unit: 'ms',
      values: { cefrig: median(times.cefrig), playwright: median(times.playwright) },
      goal: { of: { subject: 'playwright', ratio: 1 / 2 } },
    }
  } finally {
    await cef.close()
    await browser.close()
  }
}
