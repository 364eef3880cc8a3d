import { expect, test } from 'vitest'
import { Steps } from '../../src/report/steps.js'

const call = (method: string, ...args: unknown[]) => ({ subject: 'page', method, args })

test('steps have their words, times and errors; what runs inside of one is none', async () => {
  const steps = new Steps()
  const result = await steps.record(call('goto', '/x', { timeout: 5 }), async () => {
    await Promise.resolve()
    return steps.record(call('inner'), () => 7)
  })
  expect(result).toBe(7)
  const failing = steps.record(call('click'), () => Promise.reject(new Error('no element')))
  await expect(failing).rejects.toThrow('no element')
  expect(() =>
    steps.record(call('on'), () => {
      throw new Error('at once')
    }),
  ).toThrow('at once')
  steps.record(
    call('toHave'),
    () => ({ pass: false }),
    ({ pass }) => (pass ? undefined : 'wrong'),
  )
  void steps.record(call('never'), () => new Promise(() => {}))
  steps.stop()
  steps.record(call('late'), () => {})
  expect(steps.records.map(({ title, error }) => [title, error])).toEqual([
    ["page.goto('/x', { timeout: 5 })", undefined],
    ['page.click()', 'no element'],
    ['page.on()', 'at once'],
    ['page.toHave()', 'wrong'],
    ['page.never()', undefined],
  ])
  expect(steps.records.every(({ at, duration }) => at >= 0 && duration >= 0)).toBe(true)
})

test('only the last 200 are kept, with short words', () => {
  const steps = new Steps()
  const hostile = {
    [Symbol.for('nodejs.util.inspect.custom')]() {
      throw new Error('no')
    },
  }
  for (let count = 0; count < 1000; count++) steps.record(call('evaluate', count), () => {})
  steps.record(
    call('setContent', 'x'.repeat(10_000), hostile, function named() {}),
    () => {},
  )
  const titles = steps.records.map(({ title }) => title)
  expect(titles).toHaveLength(200)
  expect(titles.at(-2)).toBe('page.evaluate(999)')
  expect(titles.at(-1)).toMatch(/^page\.setContent\('x{80}'\.\.\. 9920 more cha…, …, named\)$/)
})
