import { describe, expect } from 'cefrig/vitest'
import { test } from './calm.js'

describe('a basket in React', () => {
  test('is empty at first', async ({ page }) => {
    await page.goto('/react.html')
    await expect(page.getByRole('button', { name: 'Less Cup' })).not.toBeEnabled()
    await expect(page).toMatchGolden('basket')
  })

  test('adds up what is put into it', async ({ page }) => {
    await page.goto('/react.html')
    await page.getByRole('button', { name: 'More Green tea' }).click()
    await page.getByRole('button', { name: 'More Cup' }).click()
    await page.getByRole('button', { name: 'More Cup' }).click()
    await expect(page.getByTestId('count-cup')).toHaveText('2')
    await expect(page.getByRole('status')).toHaveText('€ 30.50')
    await expect(page.getByRole('table')).toMatchGolden('basket-table')
    await page.getByRole('button', { name: 'Empty the basket' }).click()
    await expect(page.getByRole('status')).toHaveText('€ 0.00')
  })
})

describe('a list in Vue', () => {
  test('things to do', async ({ page }) => {
    await page.goto('/vue.html')
    await expect(page.getByText('2 left')).toBeVisible()
    await expect(page).toMatchGolden('list')
  })

  test('a new thing, one done, only open ones shown', async ({ page }) => {
    await page.goto('/vue.html')
    await page.getByPlaceholder('What next?').fill('Tell a friend')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByLabel('Write the test').check()
    await page.getByRole('button', { name: 'open' }).click()
    await expect(page.getByRole('listitem')).toHaveCount(2)
    await expect(page.getByRole('list')).toMatchGolden('list-open')
  })
})

describe('cards in Lit', () => {
  test('two ratings', async ({ page }) => {
    await page.goto('/lit.html')
    await expect(page.getByRole('button')).toHaveCount(10)
    await expect(page).toMatchGolden('cards')
  })

  test('a star in a shadow root is clicked', async ({ page }) => {
    await page.goto('/lit.html')
    const rating = page.getByRole('group', { name: 'Rating of Moby Dick' })
    await rating.getByRole('button', { name: '4 of 5' }).click()
    await expect(rating.getByRole('button', { name: '4 of 5' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.locator('rating-card').nth(1)).toMatchGolden('card-four-stars')
  })
})
