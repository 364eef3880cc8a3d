import { setTimeout as sleep } from 'node:timers/promises'
import type { BindingStats, Page } from 'cefrig'

export interface Heaps {
  host: number
  page: number
  test: number
}

export interface MemoryResult {
  calls: number
  /** Functions that the sides held of each other at the end. */
  held: number
  /** Bytes after a warm-up, and at the end. */
  before: Heaps
  after: Heaps
}

/** Milliseconds in which functions are let go of that were collected. */
const patience = 30_000

/** In the page: calls with a callback each, a hundred at a time. */
const callsOf = (count: number) => `(async () => {
  for (let done = 0; done < ${count}; done += 100)
    await Promise.all(Array.from({ length: 100 }, async (_, at) => {
      const back = await host.each((n) => n + at)
      if (typeof back !== 'function') throw new Error('wrong')
    }))
})()`

/** Calls with a function in each direction; then everything must be as it was after the warm-up. */
export async function measureMemory(page: Page, calls: number, warmUp: number): Promise<MemoryResult> {
  await page.bind('host.each', async (callback: (n: number) => Promise<number>) => {
    const sum = await callback(1)
    return () => sum
  })
  await page.evaluate(callsOf(warmUp))
  const before = heaps(await atRest(page))
  // Not in one evaluation, which has a deadline.
  for (let done = 0; done < calls; done += 1000) await page.evaluate(callsOf(Math.min(1000, calls - done)))
  const stats = await atRest(page)
  await page.unbind('host.each')
  return { calls, held: stats.testFunctions + stats.pageFunctions, before, after: heaps(stats) }
}

/** When neither side holds functions of the other, or has had time enough. */
async function atRest(page: Page): Promise<BindingStats> {
  const deadline = performance.now() + patience
  let rests = 0
  for (;;) {
    const stats = await page.bindingStats({ collect: true })
    // What was told of collected functions is garbage itself.
    if (stats.testFunctions + stats.pageFunctions === 0 && ++rests === 4) return stats
    if (performance.now() > deadline) return stats
    await sleep(20)
  }
}

function heaps({ heap }: BindingStats): Heaps {
  return { ...heap, test: process.memoryUsage().heapUsed }
}
