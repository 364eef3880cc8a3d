import type { Locator } from 'cefrig'
import { expect, test, vi } from 'cefrig/vitest'

const cities = ['Bonn', 'Bremen', 'Jena', 'Ulm']
const file = '../source/Delivery'
const hasFocus = (locator: Locator) => locator.evaluate((element) => document.activeElement === element)

test('a dialog keeps the focus, and gives it back', async ({ mount, page }) => {
  const button = await mount<typeof import('../source/Delivery')>(file, 'Delivery', { cities })
  await button.click()
  const dialog = page.getByRole('dialog', { name: 'Where and when?' })
  await expect(dialog).toBeVisible()
  // It is elsewhere in the document, and the rest of that cannot be reached.
  await expect.poll(() => button.evaluate((element) => element.closest('[inert]') !== null)).toBe(true)
  const city = page.getByRole('combobox', { name: 'City' })
  await expect.poll(() => hasFocus(dialog)).toBe(true)
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(city)).toBe(true)
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'noon' }))).toBe(true)
  // Order is disabled: after the last comes the first.
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(city)).toBe(true)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => hasFocus(button)).toBe(true)
})

test('a combobox by typing and a listbox by keys', async ({ mount, page }) => {
  const onDeliver = vi.fn()
  const button = await mount<typeof import('../source/Delivery')>(file, 'Delivery', { cities, onDeliver })
  await button.click()
  const city = page.getByRole('combobox', { name: 'City' })
  await city.click()
  await page.keyboard.type('b')
  await expect(page.getByRole('option')).toHaveText(['Bonn', 'Bremen'])
  await expect(page.getByRole('option', { name: 'Bonn' })).toHaveAttribute('data-focus', '')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { name: 'Bremen' })).toHaveAttribute('data-focus', '')
  await page.mouse.move(470, 310)
  await expect(page).toMatchGolden('combobox')
  await page.keyboard.press('Enter')
  await expect(city).toHaveValue('Bremen')
  await page.getByRole('button', { name: 'noon' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { name: 'noon' })).toHaveAttribute('data-focus', '')
  await expect.poll(() => hasFocus(page.getByRole('listbox'))).toBe(true)
  await page.keyboard.type('e')
  await expect(page.getByRole('option', { name: 'evening' })).toHaveAttribute('data-focus', '')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Order' }).click()
  await expect.poll(() => onDeliver.mock.calls).toEqual([[{ city: 'Bremen', time: 'evening' }]])
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
