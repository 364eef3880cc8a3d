import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'cefrig'
import { expect, test } from 'cefrig/vitest'

/** A server whose prices these are, and which has no news. */
async function serving(page: Page, prices: object) {
  await page.route('**/api/prices', (route) => route.fulfill({ json: prices }))
  await page.route('**/api/changes', (route) => route.abort())
}

test('prices are shown as the server has them', async ({ page }) => {
  await serving(page, { tea: 3, milk: 1 })
  await page.goto('/prices.html')
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expect(page.locator('#tea')).toHaveText('tea: 3')
})

test('a server that fails, or is not there, is told', async ({ page }) => {
  await page.route('**/api/prices', (route) => route.fulfill({ status: 503 }), { times: 1 })
  await page.goto('/prices.html')
  await expect(page.getByRole('status')).toHaveText('No prices: the server says 503')
  await page.route('**/api/prices', (route) => route.abort('connectionrefused'))
  await page.reload()
  await expect(page.getByRole('status')).toHaveText('No prices: Failed to fetch')
})

test('while the server takes its time, the page says so', async ({ page }) => {
  let answer = () => {}
  const waiting = new Promise<void>((resolve) => {
    answer = resolve
  })
  await serving(page, {})
  await page.route('**/api/prices', async (route) => {
    await waiting
    await route.fulfill({ json: { tea: 3 } })
  })
  await page.goto('/prices.html', { waitUntil: 'commit' })
  await expect(page.getByRole('status')).toHaveText('Loading')
  answer()
  await expect(page.getByRole('status')).toHaveText('Ready')
})

test('changes come as the server sends them', async ({ page }) => {
  await page.route('**/api/prices', (route) => route.fulfill({ json: { tea: 3 } }))
  await page.route('**/api/changes', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      stream: (async function* () {
        yield 'data: {"tea":4}\n\n'
        yield 'data: {"milk":1}\n\n'
      })(),
    }),
  )
  await page.goto('/prices.html')
  await expect(page.locator('#tea')).toHaveText('tea: 4')
  await expect(page.locator('#milk')).toHaveText('milk: 1')
})

test('what is bought is sent, and what is sold out is told', async ({ page }) => {
  await serving(page, { tea: 3 })
  await page.route('**/api/orders', (route) => route.fulfill({ status: 409 }))
  await page.goto('/prices.html')
  const sending = page.waitForRequest('**/api/orders')
  await page.getByRole('button', { name: 'Buy tea' }).click()
  expect((await sending).postDataJSON()).toEqual({ name: 'tea', count: 1 })
  await expect(page.getByRole('status')).toHaveText('Sold out')
})

test('a session that was recorded is replayed without its server', async ({ page }) => {
  const directory = mkdtempSync(join(tmpdir(), 'prices-'))
  try {
    const path = join(directory, 'prices.har')
    await serving(page, { tea: 3 })
    const recording = await page.recordHar(path, { url: '**/api/prices' })
    await page.goto('/prices.html')
    await expect(page.getByRole('status')).toHaveText('Ready')
    await recording.stop()

    await page.unroute('**/api/prices')
    await page.routeFromHAR(path, { url: '**/api/prices' })
    await page.reload()
    await expect(page.locator('#tea')).toHaveText('tea: 3')
  } finally {
    rmSync(directory, { recursive: true })
  }
})
