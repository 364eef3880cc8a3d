import { expect, test } from 'vitest'
import { roundTrips } from '../../../bench/stress/bindings/round-trip.ts'
import { difference } from '../../../bench/stress/bindings/same.ts'
import { launched } from '../setup.js'

const cefrig = launched()

// A new seed every time; the failure tells it, and `npm run stress -- --bindings --seed` repeats the run.
test('values of every kind travel both ways, strictly compared on both sides', {
  timeout: 120_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const page = await cefrig.newPage({ timeout: 60_000 })
  const { different } = await roundTrips(page, 3000, seed)
  expect({ seed, different }).toEqual({ seed, different: [] })
})

test.each([
  [0, -0],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [[1], { 0: 1 }],
  [new Error('a'), new TypeError('a')],
  [new Error('a', { cause: 1 }), new Error('a', { cause: 2 })],
  [new Map([[1, [2]]]), new Map([[1, [3]]])],
  [new Uint8Array([1]), new Int8Array([1])],
  [new Date(0), new Date(1)],
])('the comparison tells %o from %o', (one, other) => {
  expect(difference(one, other)).toBeTypeOf('string')
})

test('the comparison tells shared objects from equal ones', () => {
  const shared = {}
  expect(difference([shared, shared], [{}, {}])).toBe('value["1"]: another shared object')
  expect(difference([shared, shared], [shared, shared])).toBeUndefined()
})
