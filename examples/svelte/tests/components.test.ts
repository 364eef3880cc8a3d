import { expect, nested, test, vi } from 'cefrig/vitest'

test('a rating tells what was chosen, and keeps it when it gets other properties', async ({ mount }) => {
  const onrate = vi.fn()
  const rating = await mount('../source/Rating.svelte', 'default', { onrate }, { children: 'How was it?' })
  await rating.getByRole('button', { name: '4' }).click()
  await expect.poll(() => onrate.mock.calls).toEqual([[4]])
  await rating.update({ most: 6 })
  await expect(rating.getByRole('button')).toHaveCount(6)
  await expect(rating.getByRole('button', { pressed: true })).toHaveCount(4)
})

test('with snippets and another theme', async ({ mount }) => {
  const hint = nested('../source/Hint.svelte', 'default', { text: 'From 1 to 5' })
  const rating = await mount(
    '../source/Rating.svelte',
    'default',
    {},
    { children: 'How was it?', slots: { hint }, setup: { accent: 'rebeccapurple' } },
  )
  await rating.getByRole('button', { name: '2' }).click()
  await rating.page().mouse.move(470, 310)
  await rating.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(rating).toMatchGolden('rating')
})

test('an accordion of Bits UI', async ({ mount }) => {
  const questions = [
    { question: 'How long?', answer: 'Two days' },
    { question: 'How much?', answer: 'Nothing' },
  ]
  const accordion = await mount('../source/Questions.svelte', 'default', { questions })
  await accordion.getByRole('button', { name: 'How much?' }).click()
  await expect(accordion.getByText('Nothing')).toBeVisible()
  await expect(accordion.getByText('Two days')).not.toBeVisible()
  await accordion.page().mouse.move(470, 310)
  await accordion.evaluate(() => (document.activeElement as HTMLElement).blur())
  await expect(accordion).toMatchGolden('questions')
})
