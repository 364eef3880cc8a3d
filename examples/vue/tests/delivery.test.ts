import type { Locator } from 'cefrig'
import { expect, test, vi } from 'cefrig/vitest'

const cities = ['Bonn', 'Bremen', 'Jena', 'Ulm']
const hasFocus = (locator: Locator) => locator.evaluate((element) => document.activeElement === element)

test('a dialog outside of what is mounted, with a combobox and a listbox, by keys', async ({
  mount,
  page,
}) => {
  const onDeliver = vi.fn()
  await mount('../source/DeliveryDialog.vue', 'default', { cities, onDeliver })
  const opener = page.getByText('Deliver')
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'Where and when?' })
  await expect(dialog).toBeVisible()
  const city = page.getByRole('combobox', { name: 'City' })
  await expect.poll(() => hasFocus(city)).toBe(true)
  await page.keyboard.type('b')
  await expect(page.getByRole('option')).toHaveText(['Bonn', 'Bremen'])
  await expect(page.locator('.option.active')).toHaveText('Bonn')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.option.active')).toHaveText('Bremen')
  await page.mouse.move(470, 310)
  await expect(page).toMatchGolden('combobox')
  await page.keyboard.press('Enter')
  await expect(city).toHaveValue('Bremen')
  await page.getByRole('button', { name: 'noon' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.option.active')).toHaveText('noon')
  await expect.poll(() => hasFocus(page.getByRole('listbox'))).toBe(true)
  await page.keyboard.type('e')
  await expect(page.locator('.option.active')).toHaveText('evening')
  await page.keyboard.press('Enter')
  // The focus stays within: after the last comes the first.
  await page.getByRole('button', { name: 'Order' }).focus()
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(city)).toBe(true)
  await page.getByRole('button', { name: 'Order' }).click()
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => onDeliver.mock.calls).toEqual([['Bremen', 'evening']])
  await expect.poll(() => hasFocus(opener)).toBe(true)
})
