import { describe, expect } from 'cefrig/vitest'
import { test } from './calm.js'

test('KaTeX: formulas in web fonts', async ({ page }) => {
  await page.goto('/formula.html')
  await expect(page).toMatchGolden('formula')
})

test('KaTeX: what is typed is set at once', async ({ page }) => {
  await page.goto('/formula.html')
  await page
    .getByLabel('Your own')
    .fill('\\oint_C \\vec{E} \\cdot \\mathrm{d}\\vec{s} = -\\frac{\\partial \\Phi}{\\partial t}')
  await expect(page.locator('#preview')).toMatchGolden('formula-typed')
  await page.getByLabel('Your own').fill('\\frac{1')
  await expect(page.locator('#preview')).toHaveText(/KaTeX parse error/)
})

test('marked: a whole document, longer than the window', async ({ page }) => {
  await page.goto('/markdown.html')
  await expect(page.getByRole('heading')).toHaveCount(2)
  await expect(page.getByRole('heading', { name: 'Table' })).toBeVisible()
  await expect(page).toMatchGolden('markdown', { fullPage: true })
  await expect(page.getByRole('table')).toMatchGolden('markdown-table')
})

test('Bootstrap Icons: as a font and as SVG', async ({ page }) => {
  await page.goto('/icons.html')
  await expect(page.getByRole('listitem')).toHaveCount(32)
  await expect(page).toMatchGolden('icons')
})

describe('Arabic and Hebrew', () => {
  test('a page from right to left', async ({ page }) => {
    await page.goto('/right-to-left.html')
    await expect(page).toMatchGolden('right-to-left')
  })

  test('typed text', async ({ page }) => {
    await page.goto('/right-to-left.html')
    await page.getByLabel('الاسم').fill('نجيب محفوظ (1911)')
    await page.getByLabel('أوافق على الشروط').check()
    await page.getByRole('heading').click()
    await expect(page.locator('form')).toMatchGolden('right-to-left-form')
  })
})

test('Japanese, Chinese, Korean and emoji, in lines and in columns', async ({ page }) => {
  await page.goto('/east-asian.html')
  await expect(page).toMatchGolden('east-asian')
  await page.getByLabel('検索').fill('寿司')
  await expect(page.getByLabel('検索')).toHaveValue('寿司')
})

test('every script of the sealed fonts, shaped by its own rules', async ({ page }) => {
  await page.resize({ width: 900, height: 700 })
  await page.goto('/scripts.html')
  await expect(page).toMatchGolden('scripts')
})
