import { expect, test } from 'cefrig/vitest'

/** Tests of one file: each shows a page of its own and compares it with its golden. */
export function goldens(from: number, count: number): void {
  for (let number = from; number < from + count; number++) {
    test(`page ${number}`, async ({ page }) => {
      await page.goto(`/page.html?n=${number}`)
      await expect(page).toMatchGolden(`page-${number}`)
    })
  }
}
