import { describe, expect, test } from 'cefrig/vitest'

describe('Chart.js', () => {
  test('two charts on canvases', async ({ page }) => {
    await page.goto('/chart.html')
    await expect(page).toMatchGolden('charts')
  })

  test('stacked bars', async ({ page }) => {
    await page.goto('/chart.html')
    await page.getByRole('button', { name: 'Stack the bars' }).click()
    await expect(page.getByRole('button', { name: 'Stack the bars' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('img', { name: 'Sales by quarter' })).toMatchGolden('chart-stacked')
  })
})

describe('D3', () => {
  test('a tree and a pie as SVG', async ({ page }) => {
    await page.goto('/drawing.html')
    await expect(page).toMatchGolden('drawing')
  })

  test('a node that was clicked', async ({ page }) => {
    await page.goto('/drawing.html')
    await page.locator('.node').filter({ hasText: 'birds' }).locator('circle').click()
    await expect(page.locator('.selected')).toHaveText('birds')
    await expect(page.locator('svg')).toMatchGolden('drawing-selected')
  })
})

describe('Three.js', () => {
  test('a scene by WebGL', async ({ page }) => {
    await page.goto('/scene.html')
    await expect(page.locator('html')).toHaveAttribute('data-ready', 'yes')
    await expect(page).toMatchGolden('scene')
  })

  test('the scene turned by a slider', async ({ page }) => {
    await page.goto('/scene.html')
    await page.getByLabel('Turn').fill('200')
    await expect(page.locator('canvas')).toMatchGolden('scene-turned')
  })
})

describe('Leaflet', () => {
  test('a map of vectors', async ({ page }) => {
    await page.goto('/map.html')
    await expect(page).toMatchGolden('map')
  })

  test('a marker tells what it is, one zoom closer', async ({ page }) => {
    await page.goto('/map.html')
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.getByTitle('Harbour').click()
    await expect(page.getByText('Boats leave at noon.')).toBeVisible()
    await expect(page).toMatchGolden('map-popup')
  })
})
