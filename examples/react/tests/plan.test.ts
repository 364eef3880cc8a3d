import { expect, test, vi } from 'cefrig/vitest'

test('a switch and a disclosure of Headless UI', async ({ mount }) => {
  const onYearly = vi.fn()
  const plan = await mount<typeof import('../source/Plan')>('../source/Plan', 'Plan', { onYearly })
  await plan.getByRole('switch', { name: 'Pay yearly' }).click()
  await expect.poll(() => onYearly.mock.calls).toEqual([[true]])
  await plan.getByRole('button', { name: 'What does it cost?' }).click()
  await expect(plan).toHaveText('Pay yearlyWhat does it cost?100 a year')
  await plan.page().mouse.move(470, 310)
  await plan.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(plan).toMatchGolden('plan')
})
