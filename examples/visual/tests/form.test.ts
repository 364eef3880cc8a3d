import { describe, expect, test } from 'cefrig/vitest'

describe('a form with native controls', () => {
  test('as it opens', async ({ page }) => {
    await page.goto('/form.html')
    await expect(page).toMatchGolden('form')
  })

  test('filled in and sent', async ({ page }) => {
    await page.goto('/form.html')
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Mail').fill('ada@example.org')
    await page.getByLabel('Born').fill('1815-12-10')
    await page.getByLabel('Country').selectOption('Estonia')
    await page.getByLabel('L', { exact: true }).check()
    await page.getByLabel('as a gift').check()
    await page.getByLabel('Note').fill('Two lines\nof text')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByLabel('Country')).toHaveValue('Estonia')
    await expect(page.locator('output')).toHaveText(/name=Ada Lovelace .*country=Estonia .*size=L gift=on/)
    await expect(page.locator('form')).toMatchGolden('form-filled')
  })

  test('reset brings the first state back', async ({ page }) => {
    await page.goto('/form.html')
    await page.getByLabel('Name').fill('nobody')
    await page.getByLabel('How many').fill('7')
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect(page.getByLabel('Name')).toHaveValue('')
    await expect(page.getByLabel('How many')).toHaveValue('3')
  })
})
