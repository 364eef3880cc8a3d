import { expect, test } from '@playwright/test'
import { sizes } from '../sizes'

const pages = new URL('../../pages/page.html', import.meta.url).href

for (const [index, size] of sizes.entries()) {
  test.describe(`${size.width}×${size.height}`, () => {
    test.use({ viewport: size })
    for (let number = index; number < 100; number += sizes.length) {
      test(`visual ${number}`, async ({ page }) => {
        await page.goto(`${pages}?n=${number}`)
        await expect(page).toHaveScreenshot(`page-${number}.png`)
      })
    }
  })
}
