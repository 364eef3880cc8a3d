import { describe, expect, test } from 'cefrig/vitest'
import { sizes } from '../sizes.ts'

const onePage = process.env.BENCH_ISOLATION === 'file'

for (const [index, viewport] of sizes.entries()) {
  describe(`${viewport.width}×${viewport.height}`, () => {
    for (let number = index; number < 100; number += sizes.length) {
      const name = `page-${number}`
      if (onePage) {
        test(`visual ${number}`, async ({ page }) => {
          if (page.viewport.width !== viewport.width) await page.resize(viewport)
          await page.goto(`/page.html?n=${number}`)
          await expect(page).toMatchGolden(name)
        })
        continue
      }
      // Pages are made ahead in the size that was asked for last.
      test(`visual ${number}`, async ({ cef }) => {
        const page = await cef.newPage({ viewport })
        await page.goto(`/page.html?n=${number}`)
        await expect(page).toMatchGolden(name)
      })
    }
  })
}
