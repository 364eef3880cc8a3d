import { expect, test } from '@playwright/experimental-ct-react'
import { Counter } from '../Counter'

for (let number = 0; number < 50; number++) {
  test(`mount ${number}`, async ({ mount }) => {
    const counter = await mount(<Counter label={`Counter ${number}`} from={number} />)
    await counter.getByRole('button', { name: 'More' }).click()
    await expect(counter.getByRole('status')).toHaveText(String(number + 1))
  })
}
