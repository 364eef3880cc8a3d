import { expect, test } from '../surface.js'

test('with isolation by file a test leaves a cookie and a message', async ({ page }) => {
  await page.goto('/index.html')
  await page.evaluate(() => {
    document.cookie = 'left=1'
    console.log('left')
  })
})

test('the next one finds the cookie, on a blank page', async ({ page }) => {
  expect([page.url(), page.console.length]).toEqual(['about:blank', 0])
  await page.goto('/index.html')
  expect(await page.evaluate(() => document.cookie)).toBe('left=1')
})
