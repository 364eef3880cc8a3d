import { describe, expect } from 'cefrig/vitest'
import { test } from './calm.js'

describe('Bootstrap', () => {
  test('components', async ({ page }) => {
    await page.goto('/bootstrap.html')
    await expect(page).toMatchGolden('bootstrap')
  })

  test('an alert goes when it is dismissed', async ({ page }) => {
    await page.goto('/bootstrap.html')
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page).toMatchGolden('bootstrap-without-alert', {
      clip: { x: 0, y: 0, width: 800, height: 320 },
    })
  })

  test('a dialog over the page', async ({ page }) => {
    await page.goto('/bootstrap.html')
    await page.getByRole('button', { name: 'New order' }).click()
    const dialog = page.getByRole('dialog', { name: 'New order' })
    await expect(dialog).toBeVisible()
    await dialog.getByLabel('Customer').fill('Grace Hopper')
    await dialog.getByRole('switch', { name: 'Express' }).click()
    await expect(dialog.getByRole('switch', { name: 'Express' })).toBeChecked()
    await dialog.getByText('New order').click()
    await expect(page).toMatchGolden('bootstrap-dialog')
  })
})

describe('Pico', () => {
  for (const scheme of ['light', 'dark']) {
    test(`in the ${scheme} that the system asks for`, async ({ page }) => {
      await page.cdp.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      })
      await page.goto('/theme.html')
      await expect(page).toMatchGolden(`theme-${scheme}`)
    })
  }

  test('a theme chosen by hand wins over the system', async ({ page }) => {
    await page.goto('/theme.html')
    await page.getByRole('button', { name: 'Other theme' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.getByRole('article')).toMatchGolden('theme-card-dark')
  })
})
