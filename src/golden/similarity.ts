import type { ComparatorOptions, ComparatorResult } from './comparators.js'
import { unequal } from './pixel-words.js'
import type { Pixels } from './png.js'

/** Half the side of the window around a pixel, which is 7 × 7 pixels, less at edges. */
const reach = 3

/** The constants of the index, for values from 0 to 255. */
const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]

/**
 * Structural similarity: Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image Quality Assessment: From Error Visibility to
 * Structural Similarity", IEEE Transactions on Image Processing 13 (4), 2004, equation 13, in a uniform window. A pixel counts when
 * it is not the very same and in one of its channels the similarity around it is less than 1 − threshold.
 */
export function bySimilarity(
  expected: Pixels,
  actual: Pixels,
  { threshold }: ComparatorOptions,
): ComparatorResult {
  const { width, height } = expected
  // Those that are not the very same, and are not found yet.
  const asked = unequal(expected, actual)
  const mask = new Uint8Array(asked.length)
  let differentPixels = 0
  for (const channel of [0, 1, 2, 3]) {
    const [a, b] = [plane(expected, channel), plane(actual, channel)]
    eachWindow(a, b, width, height, asked, (pixel, similarity) => {
      if (similarity >= 1 - threshold) return
      asked[pixel] = 0
      mask[pixel] = 1
      differentPixels++
    })
  }
  return { differentPixels, mask }
}

/** One channel, colours as they look on white. */
function plane({ width, height, data }: Pixels, channel: number): Uint8Array {
  const values = new Uint8Array(width * height)
  for (let pixel = 0, at = 0; pixel < values.length; pixel++, at += 4) {
    const alpha = data[at + 3]!
    const value = data[at + channel]!
    values[pixel] = channel === 3 || alpha === 255 ? value : 255 + Math.round(((value - 255) * alpha) / 255)
  }
  return values
}

/** Sums over a window or over a column of one: of both pictures, their squares and their product. */
type Sums = [a: Float64Array, b: Float64Array, aa: Float64Array, bb: Float64Array, ab: Float64Array]

/** Tells the similarity in the window around each pixel that is asked for. Sums are of whole numbers, so that nothing drifts. */
function eachWindow(
  a: Uint8Array,
  b: Uint8Array,
  width: number,
  height: number,
  asked: Uint8Array,
  tell: (pixel: number, similarity: number) => void,
): void {
  const columns = Array.from({ length: 5 }, () => new Float64Array(width)) as Sums
  for (let y = 0; y < Math.min(reach, height); y++) addRow(columns, a, b, y * width, 1)
  for (let y = 0; y < height; y++) {
    if (y + reach < height) addRow(columns, a, b, (y + reach) * width, 1)
    if (y > reach) addRow(columns, a, b, (y - reach - 1) * width, -1)
    if (!asked.subarray(y * width, (y + 1) * width).includes(1)) continue
    const rows = Math.min(y + reach, height - 1) - Math.max(y - reach, 0) + 1
    let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0]
    const slide = (x: number, sign: number) => {
      sa += sign * columns[0][x]!
      sb += sign * columns[1][x]!
      saa += sign * columns[2][x]!
      sbb += sign * columns[3][x]!
      sab += sign * columns[4][x]!
    }
    for (let x = 0; x < Math.min(reach, width); x++) slide(x, 1)
    for (let x = 0; x < width; x++) {
      if (x + reach < width) slide(x + reach, 1)
      if (x > reach) slide(x - reach - 1, -1)
      if (asked[y * width + x] === 0) continue
      const count = rows * (Math.min(x + reach, width - 1) - Math.max(x - reach, 0) + 1)
      tell(y * width + x, index(sa / count, sb / count, saa / count, sbb / count, sab / count))
    }
  }
}

/** Adds a row of both pictures to the sums of the columns, or takes it away. */
function addRow(
  [sa, sb, saa, sbb, sab]: Sums,
  a: Uint8Array,
  b: Uint8Array,
  from: number,
  sign: 1 | -1,
): void {
  for (let x = 0; x < sa.length; x++) {
    const here = a[from + x]!
    const there = b[from + x]!
    sa[x] = sa[x]! + sign * here
    sb[x] = sb[x]! + sign * there
    saa[x] = saa[x]! + sign * here * here
    sbb[x] = sbb[x]! + sign * there * there
    sab[x] = sab[x]! + sign * here * there
  }
}

/** The index, from the means of the values, of their squares and of their product. */
function index(a: number, b: number, aa: number, bb: number, ab: number): number {
  const [varianceA, varianceB, covariance] = [aa - a * a, bb - b * b, ab - a * b]
  return ((2 * a * b + c1) * (2 * covariance + c2)) / ((a * a + b * b + c1) * (varianceA + varianceB + c2))
}
