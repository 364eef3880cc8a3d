import { expect, test } from 'vitest'
import { boxAround, regionsOf } from '../../src/golden/regions.js'

/** A picture of 40×24 in which these points differ. */
function at(...points: [x: number, y: number][]) {
  const mask = new Uint8Array(40 * 24)
  for (const [x, y] of points) mask[y * 40 + x] = 1
  return regionsOf({ width: 40, height: 24 }, mask)
}

test('without a difference there is no region', () => {
  expect(at()).toEqual([])
  expect(boxAround([])).toBeNull()
})

test('pixels that lie close together are one region, in the smallest box', () => {
  expect(at([7, 7], [8, 8], [3, 9])).toEqual([{ x: 3, y: 7, width: 6, height: 3, pixels: 3 }])
})

test('others are regions of their own, the largest first', () => {
  const regions = at([39, 23], [0, 0], [1, 0])
  expect(regions).toEqual([
    { x: 0, y: 0, width: 2, height: 1, pixels: 2 },
    { x: 39, y: 23, width: 1, height: 1, pixels: 1 },
  ])
  expect(boxAround(regions)).toEqual({ x: 0, y: 0, width: 40, height: 24, pixels: 3 })
})

test('a ring is one region', () => {
  const ring = Array.from({ length: 24 }, (_, step): [number, number][] => [
    [step, 0],
    [step, 23],
    [0, step],
    [23, step],
  ]).flat()
  expect(at(...ring)).toEqual([{ x: 0, y: 0, width: 24, height: 24, pixels: 92 }])
})
