import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import '../../pages/render.js'
import { sizes } from '../sizes.ts'

declare const renderPage: (number: number) => string

for (const [index, { width, height }] of sizes.entries()) {
  describe(`${width}×${height}`, () => {
    for (let number = index; number < 100; number += sizes.length) {
      test(`visual ${number}`, async () => {
        await page.viewport(width, height)
        document.body.innerHTML = renderPage(number)
        await expect.element(page.elementLocator(document.body)).toMatchScreenshot(`page-${number}`)
      })
    }
  })
}
