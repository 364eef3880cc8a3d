import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averageDown } from '../../src/golden/scale.js'
import { sheet } from './scratch.js'

describe('averageDown()', () => {
  test('makes one pixel of four', () => {
    const data = Uint8Array.from([0, 0, 0, 255, 100, 0, 0, 255, 0, 40, 0, 255, 100, 40, 200, 255])
    const { width, height, data: mean } = averageDown({ width: 2, height: 2, data }, 2)
    expect([width, height, ...mean]).toEqual([1, 1, 50, 20, 50, 255])
  })

  test('weighs colours by their opacity', () => {
    const data = Uint8Array.from([200, 0, 0, 255, 0, 90, 0, 0])
    expect([...averageDown({ width: 2, height: 1, data }, 2).data]).toEqual([200, 0, 0, 128])
  })

  test('keeps a picture of one colour, at any scale', () => {
    const side = fc.integer({ min: 1, max: 30 })
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(
        side,
        side,
        colour,
        fc.double({ min: 1, max: 4, noNaN: true }),
        (width, height, rgba, scale) => {
          const small = averageDown(sheet(width, height, rgba), scale)
          expect([small.width, small.height]).toEqual([
            Math.max(1, Math.round(width / scale)),
            Math.max(1, Math.round(height / scale)),
          ])
          expect(Buffer.compare(small.data, sheet(small.width, small.height, rgba).data)).toBe(0)
        },
      ),
    )
  })

  test('leaves a picture as it is at scale 1', () => {
    const picture = sheet(3, 2)
    expect(averageDown(picture, 1)).toBe(picture)
  })
})
