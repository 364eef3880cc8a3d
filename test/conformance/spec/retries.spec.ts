import { expect, failing, test } from './surface.js'

let attempts = 0
const pages = new Set<unknown>()

test(
  'a retry has a new page, and nothing of the attempt before counts',
  async ({ page }) => {
    pages.add(page)
    attempts++
    if (attempts < 3) await page.evaluate(() => console.error('not yet'))
    expect(pages.size).toBe(attempts)
  },
  { retry: 2 },
)

failing('a test that is known to fail by its page', async ({ page }) => {
  await page.evaluate(() => console.error('known'))
})
