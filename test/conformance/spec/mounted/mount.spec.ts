// For runners that have `mount()`. Its modules are made by the project's own Vite.
import { expect, test, vi } from 'cefrig/vitest'

test('a component of the project is mounted, used, updated and taken out', async ({ mount, page }) => {
  const onPress = vi.fn()
  const counter = await mount('./counter', 'Counter', { label: 'Clicks', onPress })
  await counter.click()
  await expect(counter).toHaveText('Clicks 1')
  await expect.poll(() => onPress.mock.calls).toEqual([[1]])
  await counter.update({ label: 'Presses' })
  await expect(counter).toHaveText('Presses 1')
  await counter.unmount()
  await expect(page.getByRole('button')).toHaveCount(0)
})
