import { describe, expect, test } from 'cefrig/vitest'

describe('CodeMirror', () => {
  test('highlights a program', async ({ page }) => {
    await page.goto('/editor.html')
    await expect(page.locator('output')).toHaveText('11')
    await expect(page).toMatchGolden('editor')
  })

  test('typing, completion of brackets and undo', async ({ page }) => {
    await page.goto('/editor.html')
    const source = page.getByRole('textbox', { name: 'Source' })
    await source.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('const list = [1, 2')
    await expect(source).toHaveText('const list = [1, 2]')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect(page.locator('output')).toHaveText('11')
  })

  test('a folded function', async ({ page }) => {
    await page.goto('/editor.html')
    await page.getByTitle('Fold line', { exact: true }).first().click()
    await expect(page.getByText('Math.abs')).toHaveCount(0)
    await expect(page.locator('.cm-editor')).toMatchGolden('editor-folded')
  })
})

describe('Tabulator', () => {
  test('the first page of a table', async ({ page }) => {
    await page.goto('/table.html')
    await expect(page.getByText('Istanbul')).toBeVisible()
    await expect(page).toMatchGolden('table')
  })

  test('sorted by people', async ({ page }) => {
    await page.goto('/table.html')
    await page.getByRole('columnheader', { name: 'People (million)' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'London' })).toBeVisible()
    await page.mouse.move(0, 0)
    await expect(page.locator('#table')).toMatchGolden('table-sorted')
  })

  test('found by a word', async ({ page }) => {
    await page.goto('/table.html')
    await page.getByLabel('Find').fill('japan')
    await expect(page.locator('.tabulator-row')).toHaveCount(2)
    await expect(page.locator('.tabulator-row').first()).toHaveText(/Tokyo/)
  })
})

describe('FullCalendar', () => {
  test('a month', async ({ page }) => {
    await page.goto('/calendar.html')
    await expect(page.getByText('Release 1.4')).toBeVisible()
    await expect(page).toMatchGolden('calendar')
  })

  test('the next month', async ({ page }) => {
    await page.goto('/calendar.html')
    await page.getByRole('button', { name: 'Next Month' }).click()
    await expect(page.getByRole('heading', { name: 'April 2026' })).toBeVisible()
    await page.mouse.move(0, 0)
    await expect(page).toMatchGolden('calendar-april')
  })
})

describe('Swiper', () => {
  test('the first slide', async ({ page }) => {
    await page.goto('/carousel.html')
    await expect(page).toMatchGolden('carousel')
  })

  test('the third slide, by button and by key', async ({ page }) => {
    await page.goto('/carousel.html')
    await page.getByRole('button', { name: 'Next slide' }).click()
    await page.keyboard.press('ArrowRight')
    await expect(page.locator('.swiper-slide-active')).toHaveText('Autumn')
    await page.mouse.move(0, 0)
    await expect(page.locator('.swiper')).toMatchGolden('carousel-autumn')
  })
})
