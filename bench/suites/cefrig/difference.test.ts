// How long the verdict takes when one pixel of 1280×800 differs from the golden: when that fails, and when it is tolerated.
import { writeFileSync } from 'node:fs'
import { expect, type Page, test } from 'cefrig/vitest'

const rounds = 15
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!

/** Milliseconds until the assertion has its verdict, and whether it holds. */
async function verdict(page: Page, options: object): Promise<{ time: number; pass: boolean }> {
  const start = performance.now()
  const pass = await Promise.resolve(expect(page).toMatchGolden('pixel', options)).then(
    () => true,
    () => false,
  )
  return { time: performance.now() - start, pass }
}

/** With time for the pictures of a failure, which are written after the verdict. */
async function written<T>(verdict: Promise<T>): Promise<T> {
  const result = await verdict
  await new Promise((resolve) => setTimeout(resolve, 500))
  return result
}

test('toMatchGolden() when one pixel differs', async ({ page }) => {
  await page.goto('/page.html?n=1')
  await expect(page).toMatchGolden('pixel')
  const output = process.env.BENCH_OUTPUT
  // With -u, what differs would become the golden.
  if (output === undefined) return
  await page.evaluate(() => {
    const dot = document.body.appendChild(document.createElement('div'))
    dot.style.cssText = 'position: fixed; left: 640px; top: 400px; width: 1px; height: 1px; background: #f0f'
  })
  const first = await written(verdict(page, {}))
  const [failed, tolerated]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const [strict, loose] = [await written(verdict(page, {})), await verdict(page, { maxDiffPixels: 1 })]
    expect([strict.pass, loose.pass]).toEqual([false, true])
    failed.push(strict.time)
    tolerated.push(loose.time)
  }
  const figures = { first: first.time, failed: median(failed), tolerated: median(tolerated) }
  writeFileSync(output, JSON.stringify(figures))
})
