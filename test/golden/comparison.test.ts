import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align, canAlign, onlyActual, onlyExpected, regionsInPicture } from '../../src/golden/alignment.js'
import { comparePixels } from '../../src/golden/comparison.js'
import { drawDifference } from '../../src/golden/drawing.js'
import type { Tolerance } from '../../src/golden/options.js'
import type { Pixels } from '../../src/golden/png.js'
import { scratch, sheet } from './scratch.js'

const compare = (expected: Pixels, actual: Pixels, tolerance: Tolerance = {}, root = '.') =>
  comparePixels(expected, actual, { tolerance, exact: true, root })

/** Grey noise from 0 to 255, the same for the same seed. */
function noise(width: number, height: number, seed = 1, amount = 255, around = 128): Pixels {
  let state = seed
  const picture = sheet(width, height)
  for (let at = 0; at < picture.data.length; at += 4) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    picture.data.fill(around + Math.round(((state >> 16) / 32767 - 0.5) * amount), at, at + 3)
  }
  return picture
}

function pixelAt({ width, data }: Pixels, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]
}

/** A picture with rows put in, or columns. */
function widened(picture: Pixels, axis: 'rows' | 'columns', at: number, length: number): Pixels {
  const grown = noise(
    picture.width + (axis === 'columns' ? length : 0),
    picture.height + (axis === 'rows' ? length : 0),
    99,
  )
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const [toX, toY] = axis === 'rows' ? [x, y < at ? y : y + length] : [x < at ? x : x + length, y]
      grown.data.set(pixelAt(picture, x, y), (toY * grown.width + toX) * 4)
    }
  return grown
}

describe('comparator ssim', () => {
  test('finds the index of the published formula, window by window', async () => {
    const picture = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
    await fc.assert(
      fc.asyncProperty(picture, fc.integer({ min: 1, max: 1e6 }), async ([width, height], seed) => {
        const [a, b] = [noise(width, height, seed, 200), noise(width, height, seed + 1, 200)]
        for (const threshold of [0, 0.3, 0.9]) {
          const { mask } = await compare(a, b, { comparator: 'ssim', threshold })
          const wanted = Array.from({ length: width * height }, (_, pixel) => {
            const [x, y] = [pixel % width, Math.floor(pixel / width)]
            const same = pixelAt(a, x, y)[0] === pixelAt(b, x, y)[0]
            return !same && similarity(a, b, x, y) < 1 - threshold ? 1 : 0
          })
          expect([...mask]).toEqual(wanted)
        }
      }),
      { numRuns: 40 },
    )
  })

  /** As written in the paper, of the 7×7 pixels around one. */
  function similarity(a: Pixels, b: Pixels, x: number, y: number): number {
    const values: [number, number][] = []
    for (let j = Math.max(0, y - 3); j <= Math.min(a.height - 1, y + 3); j++)
      for (let i = Math.max(0, x - 3); i <= Math.min(a.width - 1, x + 3); i++)
        values.push([pixelAt(a, i, j)[0]!, pixelAt(b, i, j)[0]!])
    const mean = (of: (pair: [number, number]) => number) =>
      values.reduce((sum, pair) => sum + of(pair), 0) / values.length
    const [ma, mb] = [mean(([p]) => p), mean(([, q]) => q)]
    const [va, vb] = [mean(([p]) => (p - ma) ** 2), mean(([, q]) => (q - mb) ** 2)]
    const cov = mean(([p, q]) => (p - ma) * (q - mb))
    const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]
    return ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
  }

  test('forgives faint noise and a shade of the whole, and finds a dot', async () => {
    const smooth = sheet(40, 30, [250, 250, 250, 255])
    const faint = noise(40, 30, 5, 4, 250)
    expect((await compare(smooth, faint, { comparator: 'ssim' })).difference.differentPixels).toBe(0)
    const shade = sheet(40, 30, [244, 244, 244, 255])
    expect((await compare(smooth, shade, { comparator: 'ssim' })).difference.differentPixels).toBe(0)
    const dot = { ...smooth, data: smooth.data.slice() }
    dot.data.set([0, 0, 0, 255], (10 * 40 + 20) * 4)
    const found = await compare(smooth, dot, { comparator: 'ssim' })
    expect(found.difference).toMatchObject({
      differentPixels: 1,
      regions: [{ x: 20, y: 10, width: 1, height: 1, pixels: 1 }],
    })
  })
})

describe('the strict look', () => {
  const page = sheet(40, 30, [250, 250, 250, 255])
  const shade = sheet(40, 30, [244, 244, 244, 255])

  test('sees what the first look forgives', async () => {
    const forgiving = { threshold: 0.1 }
    expect((await compare(page, shade, forgiving)).difference).toMatchObject({
      differentPixels: 0,
      strict: null,
    })
    const strict = { threshold: 0.01, maxDiffPixelRatio: 0.02 }
    expect((await compare(page, shade, { ...forgiving, strict })).difference).toMatchObject({
      differentPixels: 1200,
      allowedPixels: 24,
      strict: 0.01,
    })
    const spot = { ...page, data: page.data.slice() }
    for (let pixel = 0; pixel < 24; pixel++) spot.data.fill(244, pixel * 4, pixel * 4 + 3)
    expect((await compare(page, spot, { ...forgiving, strict })).difference).toMatchObject({
      differentPixels: 0,
      strict: null,
    })
  })

  test('is as strict as can be where it is silent, and may have a comparator of its own', async () => {
    const looks = [{}, { comparator: 'pixelmatch' as const }, { comparator: 'exact' as const }]
    for (const strict of looks) {
      const { difference } = await compare(page, shade, { comparator: 'ssim', strict })
      expect(difference).toMatchObject({ differentPixels: 1200, strict: 0, allowedPixels: 0 })
    }
  })

  test('is not needed where the first one fails', async () => {
    const seen: number[] = []
    const comparator = (_: Pixels, __: Pixels, { threshold }: { threshold: number }) => {
      seen.push(threshold)
      return { differentPixels: 3 }
    }
    await compare(page, shade, { comparator, threshold: 0.5, strict: { threshold: 0.2 } })
    expect(seen).toEqual([0.5])
    await compare(page, shade, { comparator, threshold: 0.5, maxDiffPixels: 3, strict: { threshold: 0.2 } })
    expect(seen).toEqual([0.5, 0.5, 0.2])
  })
})

describe('a comparator by path', () => {
  test('is a module of the project, loaded anew when it has changed', async () => {
    const root = scratch()
    const file = join(root, 'compare.mjs')
    const [a, b] = [sheet(3, 2), sheet(3, 2, [0, 0, 0, 255])]
    const count = async () =>
      (await compare(a, b, { comparator: './compare.mjs' }, root)).difference.differentPixels
    writeFileSync(file, 'export default () => ({ differentPixels: 4 })')
    utimesSync(file, 1000, 1000)
    expect(await count()).toBe(4)
    writeFileSync(file, 'export default async () => ({ differentPixels: 5 })')
    utimesSync(file, 2000, 2000)
    expect(await count()).toBe(5)
  })

  test.each([
    ['none', undefined, /cannot be loaded: ENOENT.* Give a module that Node loads as it is\.$/],
    ['one that does not parse', 'export default {', /cannot be loaded: /],
    [
      'one without a default export',
      'export const compare = 1',
      /has no function as its default export\. Write `export default/,
    ],
  ])('that leads to %s is refused', async (_, text, sentence) => {
    const root = scratch()
    if (text !== undefined) writeFileSync(join(root, 'compare.mjs'), text)
    await expect(
      compare(sheet(1, 1), sheet(1, 1), { comparator: './compare.mjs' }, root),
    ).rejects.toMatchObject({ code: 'BAD_ARGUMENT', message: expect.stringMatching(sentence) })
  })

  test('may not answer a picture of another size', async () => {
    const comparator = () => ({ differentPixels: 1, diff: sheet(2, 2) })
    await expect(compare(sheet(3, 3), sheet(3, 3), { comparator })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining("comparator's diff is no picture of 3×3"),
    })
  })
})

describe('pictures of different sizes', () => {
  test('are laid on each other where something was put in or taken out', async () => {
    const inserts = fc.record({
      axis: fc.constantFrom('rows' as const, 'columns' as const),
      at: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 1, max: 9 }),
      removed: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(inserts, async ({ axis, at, length, removed }) => {
        const small = noise(20, 20)
        const large = widened(small, axis, at, length)
        const [expected, actual] = removed ? [large, small] : [small, large]
        const { difference } = await compare(expected, actual)
        const gap = { at, length, missingIn: removed ? 'actual' : 'expected' }
        const [size, none] = [20 + length, null]
        expect(difference.alignment).toEqual(
          axis === 'rows'
            ? { width: 20, height: size, rows: gap, columns: none }
            : { width: size, height: 20, rows: none, columns: gap },
        )
        expect(difference).toMatchObject({ differentPixels: 20 * length, totalPixels: 20 * size })
      }),
      { numRuns: 60 },
    )
  })

  test('both ways at once: the corner that neither has is empty, and does not count', async () => {
    const small = noise(10, 10)
    const [expected, actual] = [widened(small, 'rows', 4, 3), widened(small, 'columns', 6, 2)]
    const comparison = await compare(expected, actual)
    expect(comparison.difference).toMatchObject({
      differentPixels: 10 * 3 + 10 * 2,
      alignment: {
        width: 12,
        height: 13,
        rows: { at: 4, length: 3, missingIn: 'actual' },
        columns: { at: 6, length: 2, missingIn: 'expected' },
      },
    })
    const drawn = drawDifference(comparison)
    expect(drawn).toMatchObject({ width: 12, height: 13 })
    expect(pixelAt(drawn, 6, 4)).toEqual([0, 0, 0, 0])
    const { presence } = align(expected, actual)
    expect([presence[4 * 12], presence[6], presence[4 * 12 + 6]]).toEqual([onlyExpected, onlyActual, 3])
  })

  test('show what was added in green, what was removed in purple and what differs in red', async () => {
    const page = noise(16, 16, 3, 100, 200)
    const grown = widened(page, 'rows', 8, 2)
    grown.data.set([0, 0, 0, 255], (12 * 16 + 5) * 4)
    const added = drawDifference(await compare(page, grown))
    expect(pixelAt(added, 5, 12)).toEqual([255, 0, 0, 255])
    const [red, green] = pixelAt(added, 3, 8)
    expect(green! - red!).toBe(85)
    const [same] = [pixelAt(added, 0, 0)]
    expect(new Set(same.slice(0, 3)).size).toBe(1)
    expect(same[0]).toBeGreaterThan(229)
    const removed = pixelAt(drawDifference(await compare(grown, page)), 3, 8)
    expect(removed[0]! - removed[1]!).toBe(95)
  })

  test('tell where their regions lie in the new picture', async () => {
    const page = noise(20, 60)
    const rows = (from: number, to: number) => page.data.subarray(from * 80, to * 80)
    const cut = { width: 20, height: 52, data: Buffer.concat([rows(0, 6), rows(14, 60)]) }
    cut.data.set([255, 0, 0, 255], (40 * 20 + 7) * 4)
    const { difference } = await compare(page, cut)
    expect(difference.alignment?.rows).toEqual({ at: 6, length: 8, missingIn: 'actual' })
    expect(difference.regions).toMatchObject([
      { x: 0, y: 6, width: 20, height: 8 },
      { x: 7, y: 48, width: 1, height: 1 },
    ])
    expect(regionsInPicture(difference)).toMatchObject([{ y: 6 }, { x: 7, y: 40 }])
  })

  test('that would make too large a picture are told apart before', () => {
    expect(canAlign({ width: 1280, height: 50_000 }, { width: 1280, height: 800 })).toBe(true)
    expect(canAlign({ width: 2 ** 14, height: 1 }, { width: 1, height: 2 ** 14 })).toBe(false)
  })
})
