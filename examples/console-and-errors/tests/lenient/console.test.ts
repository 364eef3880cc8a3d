import { expect, test } from 'cefrig/vitest'

test('with failOn.consoleError false, complaints on the console are only noted', async ({ page }) => {
  await page.goto('/talkative.html')
  await page.getByRole('button', { name: 'Complain' }).click()
  await expect(page).toHaveConsole({ level: 'error', text: /cannot reach/ })
})

test.fails('errors of the page still fail the test', async ({ page }) => {
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Break' }).click()
  await expect.poll(() => page.errors).toHaveLength(1)
})
