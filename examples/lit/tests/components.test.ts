import { expect, test, vi } from 'cefrig/vitest'

test('words are typed and removed inside the shadow root, and the application is told', async ({ mount }) => {
  const changed = vi.fn()
  const list = await mount<typeof import('../source/tag-list')>('../source/tag-list', 'TagList', {
    tags: ['red'],
    changed,
  })
  await list.getByRole('textbox', { name: 'New' }).click()
  await list.page().keyboard.type('green')
  await list.page().keyboard.press('Enter')
  await list.getByRole('button', { name: 'Remove red' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect.poll(() => changed.mock.calls).toEqual([[['red', 'green']], [['green']]])
})

test('properties and slots change while it is there', async ({ mount }) => {
  const list = await mount<typeof import('../source/tag-list')>(
    '../source/tag-list',
    'TagList',
    { tags: ['red', 'green'], most: 2 },
    { children: 'Colours', slots: { hint: 'At most two' }, setup: { language: 'de' } },
  )
  await expect(list.getByRole('textbox')).toHaveCount(0)
  await list.update({ most: 3 })
  await expect(list.getByRole('textbox')).toBeVisible()
  await list.update({ tags: ['red', 'green', 'blue'] }, { slots: { hint: 'At most three' } })
  expect(await list.page().evaluate(() => document.documentElement.lang)).toBe('de')
  await expect(list).toMatchGolden('tags')
})

test('a function that gives a template', async ({ mount }) => {
  const price = await mount<typeof import('../source/price')>('../source/price', 'Price', { amount: 3 })
  await price.update({ amount: 4.5 })
  await expect(price).toHaveText('4.50 €')
})
