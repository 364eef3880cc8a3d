import { expect, test } from 'cefrig/vitest'
import { desktop, open } from './desktop.js'

test('the chosen files are packed', async ({ page }) => {
  const host = desktop()
  await open(page, host)
  await page.getByLabel('to-anna.txt').check()
  await page.getByRole('button', { name: 'Pack' }).click()
  await expect(page.getByRole('status')).toHaveText('files.zip: 100 bytes')
  expect(host.pack).toHaveBeenCalledWith(['to-anna.txt'], expect.any(Function))
})

test('progress is shown as the host tells it, and packing can be cancelled', async ({ page }) => {
  const host = desktop()
  let cancelled!: () => void
  const cancelling = new Promise<void>((resolve) => {
    cancelled = resolve
  })
  host.cancel.mockImplementation(() => cancelled())
  host.pack.mockImplementation(async (_names, progress) => {
    await progress(3, 10)
    await cancelling
    throw new Error('cancelled')
  })
  await open(page, host)
  await page.getByRole('button', { name: 'Pack' }).click()
  const bar = page.getByRole('progressbar', { name: 'Packing' })
  await expect(bar).toHaveAttribute('value', '3')
  await expect(bar).toHaveAttribute('max', '10')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('status')).toHaveText('Not packed: cancelled')
  await expect(bar).not.toBeVisible()
})

test('a full disk is told in plain words', async ({ page }) => {
  const host = desktop()
  host.pack.mockRejectedValue(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }))
  await open(page, host)
  await page.getByRole('button', { name: 'Pack' }).click()
  await expect(page.getByRole('status')).toHaveText('The disk is full.')
})
