// As it is shown in Storybook: nothing here knows of tests with cefrig.
import type { Meta, StoryObj } from '@storybook/react'
import { expect, fn } from 'storybook/test'
import { Ticket } from './Ticket'

const meta = {
  title: 'Shop/Ticket',
  component: Ticket,
  args: { from: 'Ulm', to: 'Bonn', price: 19.9, onBuy: fn() },
  argTypes: { icon: { options: ['train', 'bus'], mapping: { train: '🚆', bus: '🚌' } } },
} satisfies Meta<typeof Ticket>

export default meta

type Story = StoryObj<typeof meta>

export const Empty: Story = {}

export const OnDark: Story = {
  args: { icon: 'bus' },
  decorators: [
    (Story) => (
      <div className="dark">
        <Story />
      </div>
    ),
  ],
}

export const InDollars: Story = { globals: { currency: '$' } }

export const Bought: Story = {
  async play({ args, canvas, step, userEvent }) {
    await step('fill in', async () => {
      await userEvent.type(canvas.getByLabelText('Name'), 'Ada')
      await userEvent.click(canvas.getByRole('button', { name: 'One more place' }))
    })
    await step('buy', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Buy' }))
      await expect(args.onBuy).toHaveBeenCalledWith(2, 'Ada')
    })
  },
}

export const OfSeveral: Story = {
  loaders: [async () => ({ stops: ['Ulm', 'Mainz', 'Bonn'] })],
  render: (args, { loaded: { stops } }) => (
    <>
      {stops.slice(1).map((to: string, at: number) => (
        <Ticket {...args} key={to} from={stops[at]} to={to} />
      ))}
    </>
  ),
}
