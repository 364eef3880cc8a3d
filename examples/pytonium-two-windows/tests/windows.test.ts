import type { Cef, Page } from 'cefrig'
import { pytonium } from 'cefrig/presets'
import { expect, test, vi } from 'cefrig/vitest'

/** The two windows of the application: what one is asked for changes the other's state. */
async function open(control: Page, cef: Cef) {
  const lamp = await cef.newPage()
  let count = 0
  await control.bind(
    pytonium({
      objects: {
        lamp: {
          async set_colour(colour: string) {
            if (lamp.state.get('lamp', 'broken')) throw new Error('The lamp is broken')
            await lamp.state.set('lamp', 'colour', colour)
            return ++count
          },
        },
      },
    }),
  )
  await lamp.bind(pytonium())
  await Promise.all([control.goto('/control.html'), lamp.goto('/lamp.html')])
  return lamp
}

test("one window's binding changes another's state", async ({ page, cef }) => {
  const lamp = await open(page, cef)
  await page.getByRole('button', { name: 'Green' }).click()
  await expect(page.getByRole('status')).toHaveText('Switched 1 times')
  await expect(lamp.getByRole('heading')).toHaveText('limegreen')
  expect(page.state.get('lamp')).toEqual({})
})

test('a window that is opened later has the state from its first script on', async ({ page, cef }) => {
  const lamp = await open(page, cef)
  await lamp.state.set('lamp', 'colour', 'tomato')
  await lamp.reload()
  await expect(lamp.getByRole('heading')).toHaveText('tomato')
})

test('what a window changes itself reaches the host', async ({ page, cef }) => {
  page.expectError('The lamp is broken')
  const lamp = await open(page, cef)
  const changes = vi.fn()
  await lamp.state.on(changes, { namespaces: ['lamp'] })
  await lamp.getByLabel('Broken').click()
  await vi.waitFor(() => expect(changes).toHaveBeenCalledTimes(1), 10_000)
  expect(changes).toHaveBeenCalledWith({
    namespace: 'lamp',
    key: 'broken',
    value: true,
    source: 'page',
    deleted: false,
  })
  await page.getByRole('button', { name: 'Red' }).click()
  await vi.waitFor(() => expect(page.errors).toHaveLength(1), 10_000)
  await expect(lamp.getByRole('heading')).toHaveText('off')
})
