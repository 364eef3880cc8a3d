import { expect, mock, test } from './surface.js'

test('a component of the project is mounted, used, updated and taken out', async ({ mount, page }) => {
  const onPress = mock((_count: number) => {})
  const counter = await mount('./counter', 'Counter', { label: 'Clicks', onPress })
  await counter.click()
  await expect(counter).toHaveText('Clicks 1')
  expect(onPress).toHaveBeenCalledWith(1)
  await counter.update({ label: 'Presses' })
  await expect(counter).toHaveText('Presses 1')
  await counter.unmount()
  await expect(page.getByRole('button')).toHaveCount(0)
})
