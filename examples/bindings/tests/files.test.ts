import { expect, test } from 'cefrig/vitest'
import { desktop, open } from './desktop.js'

test('the files of a folder, with their sizes and dates', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await expect(page.locator('tr')).toHaveCount(2)
  await expect(page.locator('tr').nth(1)).toHaveText('to-bert.txt1152921504606846976 bytes2026-04-02')
  expect(host.files.list).toHaveBeenCalledWith('Letters')
})

test('another folder', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await page.getByLabel('Folder').selectOption('Photos')
  await expect(page.getByRole('status')).toHaveText('This folder is empty.')
})

test('a folder that cannot be read', async ({ page }) => {
  const host = desktop()
  host.files.list.mockRejectedValue(new Error('permission denied'))
  await open(page, host)
  await expect(page.getByRole('status')).toHaveText('Letters cannot be read: permission denied')
})

test('the host tells the page that a folder has changed', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await expect(page.locator('tr')).toHaveCount(2)
  host.files.list.mockResolvedValue([{ name: 'to-carla.txt', size: 1n, modified: new Date(0) }])
  const [changed] = host.files.watch.mock.lastCall!
  await changed('Photos')
  await expect(page.locator('tr')).toHaveCount(2)
  await changed('Letters')
  await expect(page.getByRole('checkbox', { name: 'to-carla.txt' })).toBeVisible()
})
