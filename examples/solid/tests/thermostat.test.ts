import { expect, test, vi } from 'cefrig/vitest'

const rooms = ['Kitchen', 'Bath']

test('each room has its own degrees, which the application is told', async ({ mount }) => {
  const onSet = vi.fn()
  const thermostat = await mount<typeof import('../source/Thermostat')>(
    '../source/Thermostat',
    'Thermostat',
    { warmest: 22, rooms, onSet },
    { children: 'At home' },
  )
  await thermostat.getByRole('button', { name: 'warmer' }).click()
  await thermostat.getByRole('tab', { name: 'Bath' }).click()
  await thermostat.getByRole('button', { name: 'colder' }).click()
  await expect(thermostat.locator('output')).toHaveText('19 °C')
  await thermostat.getByRole('tab', { name: 'Kitchen' }).click()
  await expect(thermostat.locator('output')).toHaveText('21 °C')
  await expect
    .poll(() => onSet.mock.calls)
    .toEqual([
      ['Kitchen', 21],
      ['Bath', 19],
    ])
})

test('a property changes what depends on it, and nothing is made anew', async ({ mount }) => {
  const thermostat = await mount<typeof import('../source/Thermostat')>(
    '../source/Thermostat',
    'Thermostat',
    { warmest: 24, rooms },
    { children: 'At home', setup: { unit: 'fahrenheit' } },
  )
  await thermostat.getByRole('button', { name: 'warmer' }).click()
  await expect(thermostat.locator('output')).toHaveText('69.8 °F')
  await thermostat.update({ warmest: 20 })
  await expect(thermostat.locator('output')).toHaveText('68.0 °F')
  await expect(thermostat.getByText('This is the warmest.')).toBeVisible()
  await thermostat.page().mouse.move(470, 310)
  await thermostat.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(thermostat).toMatchGolden('thermostat')
})
