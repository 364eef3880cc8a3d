import { expect, test } from 'cefrig/vitest'
import { desktop, open } from './desktop.js'

test('the theme is there before the first script that needs it', async ({ page }) => {
  const host = desktop()
  host.theme.mockReturnValue('dark')
  await open(page, host)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('#theme')).toHaveValue('dark')
  await expect(page.locator('#version')).toHaveText('2.1')
})

test('another theme is saved', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await page.getByLabel('Theme').selectOption('dark')
  await expect.poll(() => host.settings.save).toHaveBeenCalledWith({ theme: 'dark' })
})

test('the folder is saved when the page is left', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await page.getByLabel('Folder').selectOption('Photos')
  await page.goto('about:blank')
  await expect.poll(() => host.settings.save).toHaveBeenCalledWith({ folder: 'Photos' })
})
