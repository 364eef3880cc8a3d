import { readFileSync } from 'node:fs'
import type { Page } from 'cefrig'
import { expect, test } from 'cefrig/vitest'

/** An album with these pictures, which its user has chosen. */
async function album(page: Page, ...names: string[]) {
  await page.goto('/album.html')
  const choosing = page.waitForEvent('filechooser')
  await page.getByLabel('Add pictures').click()
  const chooser = await choosing
  expect(chooser.isMultiple()).toBe(true)
  await chooser.setFiles(names.map((name) => ({ name, buffer: Buffer.from(name) })))
  await expect(page.getByRole('listitem')).toHaveCount(names.length)
}

test('the album takes the name that is typed, and keeps its own when that is cancelled', async ({ page }) => {
  await page.goto('/album.html')
  page.once('dialog', (dialog) => dialog.accept('Summer'))
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByRole('heading')).toHaveText('Summer')
  page.once('dialog', (dialog) => dialog.dismiss())
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByRole('heading')).toHaveText('Summer')
})

test('a picture is removed when its user says yes', async ({ page }) => {
  await album(page, 'beach.png', 'hill.png')
  const asked: string[] = []
  for (const answer of ['dismiss', 'accept'] as const) {
    page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      return dialog[answer]()
    })
    await page.getByRole('button', { name: 'Remove beach.png' }).click()
    await expect(page.getByRole('listitem')).toHaveCount(answer === 'dismiss' ? 2 : 1)
  }
  expect(asked).toEqual(['Remove beach.png?', 'Remove beach.png?'])
})

test('a picture is shown in a window of its own', async ({ page }) => {
  await album(page, 'beach.png')
  const opening = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'beach.png' }).first().click()
  const popup = await opening
  await expect(popup.locator('p')).toHaveText('beach.png')
  expect(popup.viewport).toEqual({ width: 320, height: 240 })
})

test('the list is a file of the names', async ({ page }) => {
  await album(page, 'beach.png', 'hill.png')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save list' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('Album.txt')
  expect(readFileSync(await download.path(), 'utf8')).toBe('beach.png\nhill.png')
})

test('the album asks before it is left with changes', async ({ page }) => {
  await album(page, 'beach.png')
  const asking = page.waitForEvent('dialog')
  const left = page.goto('about:blank').catch((error) => error.code)
  const dialog = await asking
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  expect(await left).toBe('NAVIGATION_FAILED')
  await expect(page.getByRole('listitem')).toHaveCount(1)
})
