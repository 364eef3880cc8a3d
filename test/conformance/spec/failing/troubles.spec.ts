// Each title says which message its test fails with.
import { after, describe, expect, test } from '../surface.js'

test('an uncaught exception fails with "TypeError: boom"', async ({ page }) => {
  await page.setContent('<script>setTimeout(() => { throw new TypeError("boom") })</script>')
  await page.waitForFunction(() => new Promise((resolve) => setTimeout(() => resolve(true))))
})

test('an unhandled rejection fails with "RangeError: rejected"', async ({ page }) => {
  await page.evaluate(() => {
    Promise.reject(new RangeError('rejected'))
  })
})

test('an error in the console fails with "bad thing"', async ({ page }) => {
  await page.evaluate(() => console.error('bad thing'))
})

test('a page made by hand fails with "by hand"', async ({ cef }) => {
  const page = await cef.newPage()
  await page.evaluate(() => console.error('by hand'))
})

test('a renderer that crashes fails with "renderer died"', async ({ page }) => {
  await page.goto('chrome://crash').catch(() => {})
  await page.evaluate(() => 1)
})

describe('with a hook', () => {
  after(({ page }) => page.evaluate(() => console.error('last sign')))
  test('what a page does in it fails with "last sign"', () => {})
})

test('a test after all that passes', async ({ page }) => {
  await page.setContent('<p>fine')
  await expect(page.locator('p')).toHaveText('fine')
})
