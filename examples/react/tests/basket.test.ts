import { describe, expect, nested, test, vi } from 'cefrig/vitest'

const items = [
  { name: 'Tea', price: 3.5 },
  { name: 'Cake', price: 4.25 },
]

describe('Basket', () => {
  test('tells the application what is ordered, and shows its answer', async ({ mount }) => {
    const onOrder = vi.fn(async ({ count }: { count: number }) => `${count} on the way`)
    const basket = await mount<typeof import('../source/Basket')>('../source/Basket', 'Basket', {
      items,
      onOrder,
    })
    await basket.getByRole('button', { name: 'Remove' }).first().click()
    await basket.getByRole('button', { name: 'Order' }).click()
    await expect(basket.getByRole('status')).toHaveText('1 on the way')
    expect(onOrder).toHaveBeenCalledWith({ total: 4.25, count: 1 })
  })

  test('keeps what was removed when it gets other items', async ({ mount }) => {
    const basket = await mount<typeof import('../source/Basket')>('../source/Basket', 'Basket', { items })
    await basket.getByRole('button', { name: 'Remove' }).first().click()
    await basket.update({ items: [...items, { name: 'Jam', price: 2 }] })
    await expect(basket.getByRole('listitem')).toHaveCount(2)
    await expect(basket.getByTestId('total')).toHaveText('6.25')
  })

  test('in another language, with children and a component in a property', async ({ mount }) => {
    const footer = nested<typeof import('../source/Basket')>('../source/Basket', 'Note', {
      text: 'inkl. MwSt.',
    })
    const basket = await mount<typeof import('../source/Basket')>(
      '../source/Basket',
      'Basket',
      { items, footer },
      { children: 'Korb', setup: { language: 'de' }, strict: true },
    )
    await expect(basket.getByRole('heading')).toHaveText('Korb')
    await expect(basket.getByRole('button', { name: 'Bestellen' })).toBeVisible()
    await expect(basket).toMatchGolden('basket')
  })
})
