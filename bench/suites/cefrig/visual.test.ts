import { expect, test } from 'cefrig/vitest'
import { sizes } from '../sizes.ts'

for (let number = 0; number < 100; number++) {
  const size = sizes[number % sizes.length]!
  test(`visual ${number}`, async ({ page }) => {
    await page.resize(size)
    await page.goto(`/page.html?n=${number}`)
    await expect(page).toMatchGolden(`page-${number}`)
  })
}
