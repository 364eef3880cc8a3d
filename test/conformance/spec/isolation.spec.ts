import { expect, test } from './surface.js'

test('a test leaves what it likes', async ({ page }) => {
  await page.goto('/index.html')
  await page.evaluate(() => {
    document.cookie = 'left=1'
    localStorage.setItem('left', '1')
    window.name = 'left'
  })
})

test('the next one finds nothing of it', async ({ page }) => {
  expect(page.url()).toBe('about:blank')
  await page.goto('/index.html')
  expect(await page.evaluate(() => [document.cookie, localStorage.length, window.name])).toEqual(['', 0, ''])
})
