import { expect, test, vi } from 'cefrig/vitest'
import { notes } from '../notes.js'

const milk = { id: 1, text: 'milk' }

test('what the page saves is what the host gets', async ({ page }) => {
  const host = notes.mock({ all: () => [], limit: () => 3, save: ({ text }) => ({ id: 1, text }) })
  await page.bind(notes, host)
  await page.goto('/notes.html')
  await page.getByLabel('Note').fill('milk')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Note')).toHaveValue('')
  expect(host.save).toHaveBeenCalledWith({ text: 'milk' })
  await expect(page).toHonor(notes)
})

test('what the host announces is what the page shows', async ({ page }) => {
  const host = notes.mock({ all: () => [milk], limit: () => 3 })
  const bound = await page.bind(notes, host)
  await page.goto('/notes.html')
  await expect(page.getByRole('status')).toHaveText('1 of 3')
  await bound.emit('changed', [milk, { id: 2, text: 'bread' }])
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'Remove bread' }).click()
  await vi.waitFor(() => expect(host.remove).toHaveBeenCalledWith(2), 10_000)
})

test('an error that the contract names is shown', async ({ page }) => {
  const full = Object.assign(new Error('0 left'), { code: 'FULL' as const, left: 0 })
  await page.bind(notes, notes.mock({ all: () => [milk], limit: () => 1, save: () => Promise.reject(full) }))
  await page.goto('/notes.html')
  await page.getByLabel('Note').fill('bread')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toHaveText('No room: 0 left')
})

test('a host that breaks the contract fails the test; this one expects it', async ({ page }) => {
  page.expectError('host.notes.all() failed: result[0].text')
  await page.bind(notes, notes.mock({ all: () => [{ id: 1, text: '' }], limit: () => 1 }))
  await page.goto('/notes.html')
  await vi.waitFor(() => expect(page.errors).toHaveLength(1), 10_000)
  expect(page.errors[0]).toMatchObject({
    name: 'CefrigError',
    message: expect.stringContaining('result[0].text'),
  })
})
