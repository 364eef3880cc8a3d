// What a passing toMatchGolden() costs beyond the capture that it takes.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'cefrig/vitest'

const rounds = 60
const captureKey = Symbol.for('cefrig.capture')
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!

test('toMatchGolden beyond the capture', async ({ page }) => {
  await page.goto('/page.html?n=1')
  const take = (page as unknown as Record<symbol, (options: object) => Promise<unknown>>)[captureKey]!.bind(
    page,
  )
  await expect(page).toMatchGolden('cost')
  const captures: number[] = []
  const goldens: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await take({})
    const between = performance.now()
    await expect(page).toMatchGolden('cost')
    captures.push(between - start)
    goldens.push(performance.now() - between)
  }
  if (process.env.BENCH_OUTPUT)
    writeFileSync(
      process.env.BENCH_OUTPUT,
      JSON.stringify({ capture: median(captures), golden: median(goldens) }),
    )
})
