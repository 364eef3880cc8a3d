import { expect, test, vi } from 'cefrig/vitest'

test('a range tells its price in the currency of the application', async ({ mount }) => {
  const onChange = vi.fn()
  const range = await mount('../source/PriceRange.vue', 'default', { lowest: 1, highest: 9, onChange })
  await range.getByRole('slider').focus()
  await range.page().keyboard.press('ArrowRight')
  await expect(range.locator('output')).toHaveText('2 €')
  await expect.poll(() => onChange.mock.calls).toEqual([[2]])
  await range.update({ highest: 2 })
  await range.page().keyboard.press('ArrowRight')
  await expect(range.locator('output')).toHaveText('2 €')
})

test('slots and another currency', async ({ mount }) => {
  const range = await mount(
    '../source/PriceRange.vue',
    'default',
    { lowest: 3, highest: 9 },
    { children: 'At most', slots: { hint: 'Without postage' }, setup: { sign: '£' } },
  )
  await expect(range.locator('output')).toHaveText('3 £')
  await expect(range).toMatchGolden('range')
})

test('a switch of Headless UI', async ({ mount }) => {
  const onChoose = vi.fn()
  const consent = await mount('../source/NewsConsent.vue', 'default', { onChoose })
  await consent.getByText('Send me news').click()
  await expect(consent.getByRole('switch')).toHaveAttribute('aria-checked', 'true')
  await expect.poll(() => onChoose.mock.calls).toEqual([[true]])
  await consent.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(consent).toMatchGolden('consent')
})
