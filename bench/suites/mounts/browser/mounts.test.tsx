import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { Counter } from '../Counter'

for (let number = 0; number < 50; number++) {
  test(`mount ${number}`, async () => {
    const counter = await render(<Counter label={`Counter ${number}`} from={number} />)
    await counter.getByRole('button', { name: 'More' }).click()
    await expect.element(counter.getByRole('status')).toHaveTextContent(String(number + 1))
  })
}
