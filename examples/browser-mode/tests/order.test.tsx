import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Order } from '../src/Order'

const lines = [
  { name: 'Tea', price: 250 },
  { name: 'Cake', price: 399 },
]

test('nothing can be ordered at first', async () => {
  const screen = await render(<Order lines={lines} onSend={() => {}} />)
  await expect.element(screen.getByRole('button')).toBeDisabled()
})

test('the total is sent', async () => {
  const onSend = vi.fn()
  const screen = await render(<Order lines={lines} onSend={onSend} />)
  await screen.getByLabelText('Tea').fill('2')
  await userEvent.type(screen.getByLabelText('Cake'), '{selectall}1')
  await expect.element(screen.getByRole('status')).toHaveTextContent('8.99 €')
  await screen.getByRole('button', { name: 'Order' }).click()
  expect(onSend).toHaveBeenCalledWith(899)
})

test('looks as it should', async () => {
  const screen = await render(<Order lines={lines} onSend={() => {}} />)
  await screen.getByLabelText('Cake').fill('3')
  await expect(screen.container.querySelector('form')).toMatchGolden('order')
})
