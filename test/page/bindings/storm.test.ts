import { expect, test } from 'vitest'
import { runStorm } from '../../../bench/stress/bindings/storm.ts'

// A new seed every time; the failure tells it, and `npm run stress -- --bindings --seed` repeats the run.
test('every call settles on both sides, whatever happens to documents meanwhile', {
  timeout: 120_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const { settled, never, wrong, outcomes } = await runStorm({ promises: 1500, seed, lanes: 4 })
  expect({ seed, never, wrong }).toEqual({ seed, never: [], wrong: [] })
  expect(settled).toBeGreaterThanOrEqual(1500)
  expect(outcomes['test: value']).toBeGreaterThan(0)
})
