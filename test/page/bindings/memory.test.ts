import { expect, test } from 'vitest'
import { measureMemory } from '../../../bench/stress/bindings/memory.ts'
import { failure, launched } from '../setup.js'

const cefrig = launched()

test('calls with callbacks leave nothing behind on either side', { timeout: 120_000 }, async () => {
  const page = await cefrig.newPage({ timeout: 60_000 })
  const { held, before, after } = await measureMemory(page, 5000, 1000)
  expect(held).toBe(0)
  for (const side of ['host', 'page', 'test'] as const)
    expect(after[side], side).toBeLessThan(1.1 * before[side] + 2 ** 20)
})

test('what page and test hold of each other can be counted', async () => {
  const page = await cefrig.newPage()
  let fn!: () => Promise<unknown>
  await page.bind('host.keep', (given: typeof fn) => {
    fn = given
    return () => 'mine'
  })
  await page.bind('host.never', () => new Promise(() => {}))
  await page.setContent(`<script>
    (async () => {
      window.theirs = await host.keep(() => new Promise(() => {}))
      void host.never()
      window.done = true
    })()
  </script>`)
  await page.waitForFunction('window.done')
  const pending = failure(fn())
  await expect
    .poll(() => page.bindingStats())
    .toMatchObject({ documents: 1, testFunctions: 1, pageFunctions: 1, pageCalls: 1, testCalls: 1 })
  const { renderers, heap } = await page.bindingStats({ collect: true })
  expect(renderers.length).toBeGreaterThan(0)
  expect(Math.min(...renderers, heap.host, heap.page)).toBeGreaterThan(1)
  await page.goto('about:blank#other')
  await page.reload()
  expect((await pending).code).toBe('EXECUTION_CONTEXT_LOST')
  await expect
    .poll(() => page.bindingStats())
    .toMatchObject({ documents: 0, testFunctions: 0, pageFunctions: 0, pageCalls: 0, testCalls: 0 })
})

test('functions of a message that could not be sent are not held', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.take', (value: unknown) => [() => value, Symbol('s')])
  await page.evaluate('host.take(() => {}, document.body).catch(() => {})')
  await page.evaluate('host.take(1).catch(() => {})')
  expect(await page.bindingStats()).toMatchObject({ testFunctions: 0, pageFunctions: 0 })
})

test('options of stats are checked, and a closed page has none', async () => {
  const page = await cefrig.newPage()
  expect((await failure(page.bindingStats({ colect: true } as never))).code).toBe('UNKNOWN_OPTION')
  await page.close()
  expect((await failure(page.bindingStats())).code).toBe('PAGE_CLOSED')
})
