import { expect, test, vi } from 'cefrig/vitest'

const file = '../source/Ticket.stories'

test('a story with its own arguments, and with some of the test', async ({ mount }) => {
  const onBuy = vi.fn()
  const ticket = await mount<typeof import('../source/Ticket.stories')>(file, 'Empty', { to: 'Jena', onBuy })
  await expect(ticket.locator('b')).toHaveText('Ulm – Jena')
  await ticket.getByLabel('Name').fill('Grace')
  await ticket.update({ price: 10 })
  await ticket.getByRole('button', { name: 'Buy' }).click()
  await expect(ticket.locator('output')).toHaveText('10.00 €')
  await expect.poll(() => onBuy.mock.calls).toEqual([[1, 'Grace']])
})

test('decorators of the story and of the project', async ({ mount }) => {
  const ticket = await mount(file, 'OnDark')
  await expect(ticket).toMatchGolden('on-dark')
})

test('what a play function leaves', async ({ mount }) => {
  const ticket = await mount(file, 'Bought')
  await expect(ticket.getByLabel('Name')).toHaveValue('Ada')
  await ticket.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(ticket).toMatchGolden('bought')
})

test('globals, loaders and a render function', async ({ mount }) => {
  const dollars = await mount(file, 'InDollars')
  await expect(dollars.locator('output')).toHaveText('19.90 $')
  await dollars.unmount()
  const several = await mount(file, 'OfSeveral')
  await expect(several.locator('b')).toHaveText(['Ulm – Mainz', 'Mainz – Bonn'])
})
