import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-vue'
import AlarmClock from '../src/AlarmClock.vue'

test('a component of Vue tells what was chosen, with what it is given anew', async () => {
  const screen = await render(AlarmClock, { props: { minutes: 7 * 60 } })
  await userEvent.click(screen.getByRole('button', { name: 'Later' }))
  await expect.element(screen.getByRole('status')).toHaveTextContent('7:05')
  await screen.rerender({ minutes: 8 * 60 })
  await page.getByRole('button', { name: 'Wake me' }).click()
  expect(screen.emitted('alarm')).toEqual([['8:05']])
  await screen.unmount()
  expect(screen.container.textContent).toBe('')
})
