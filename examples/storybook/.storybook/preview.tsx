// As Storybook reads it.
import type { Preview } from '@storybook/react'
import '../source/global.css'
import { Currency } from '../source/currency'

const preview: Preview = {
  initialGlobals: { currency: '€' },
  decorators: [
    (Story, { globals }) => (
      <Currency value={globals.currency}>
        <Story />
      </Currency>
    ),
  ],
}

export default preview
