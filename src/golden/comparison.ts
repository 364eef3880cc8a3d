import { CefrigError } from '../errors.js'
import type { Tolerance } from './options.js'
import type { Pixels } from './png.js'

/** What a comparator finds. */
export interface ComparatorResult {
  differentPixels: number
  /** A picture of the difference, of the same size. */
  diff?: Pixels
}

/** Compares two pictures of one size; `expected` is the golden. */
export type Comparator = (
  expected: Pixels,
  actual: Pixels,
  options: { threshold: number; includeAA: boolean },
) => ComparatorResult | Promise<ComparatorResult>

/** How far a picture is from its golden. */
export interface Difference {
  /** As the comparator counts them. */
  differentPixels: number
  /** `differentPixels` as a share of all pixels. */
  ratio: number
  totalPixels: number
  /** How many pixels may differ. */
  allowedPixels: number
  /** Pixels that are not exactly equal, and the smallest rectangle around them, in device pixels. */
  unequalPixels: number
  box: { x: number; y: number; width: number; height: number }
  diff: Pixels | null
}

/**
 * Compares two pictures of one size by the tolerance's comparator. `exact` says what holds where the tolerance is silent: every
 * pixel counts, or pixelmatch's own defaults. Errors: BAD_ARGUMENT for a comparator's bad answer.
 */
export async function comparePixels(
  expected: Pixels,
  actual: Pixels,
  tolerance: Tolerance,
  exact: boolean,
): Promise<Difference> {
  const comparator = typeof tolerance.comparator === 'function' ? tolerance.comparator : byPixelmatch
  const { threshold = exact ? 0 : 0.1, includeAA = exact } = tolerance
  const result = await comparator(expected, actual, { threshold, includeAA })
  const differentPixels: unknown = result?.differentPixels
  if (typeof differentPixels !== 'number' || !(differentPixels >= 0)) {
    throw new CefrigError(
      'BAD_ARGUMENT',
      `toMatchGolden() failed: the comparator answered ${JSON.stringify(result)}. Return { differentPixels: number, diff? }.`,
    )
  }
  const totalPixels = expected.width * expected.height
  return {
    differentPixels,
    ratio: differentPixels / totalPixels,
    totalPixels,
    allowedPixels: allowedPixels(tolerance, totalPixels),
    ...unequal(expected, actual),
    diff: result.diff ?? null,
  }
}

function allowedPixels({ maxDiffPixels, maxDiffPixelRatio }: Tolerance, totalPixels: number): number {
  if (maxDiffPixels === undefined && maxDiffPixelRatio === undefined) return 0
  const byRatio =
    maxDiffPixelRatio === undefined ? Number.POSITIVE_INFINITY : Math.floor(maxDiffPixelRatio * totalPixels)
  return Math.min(maxDiffPixels ?? Number.POSITIVE_INFINITY, byRatio)
}

const byPixelmatch: Comparator = async (expected, actual, options) => {
  const { default: pixelmatch } = await import('pixelmatch')
  const { width, height } = expected
  const diff = new Uint8Array(width * height * 4)
  const differentPixels = pixelmatch(words(expected.data), words(actual.data), diff, width, height, options)
  return { differentPixels, diff: { width, height, data: diff } }
}

/** pixelmatch reads pixels as 32-bit words, which must be aligned. */
function words(data: Uint8Array): Uint8Array {
  return data.byteOffset % 4 === 0 ? data : data.slice()
}

function unequal({ width, height, data }: Pixels, other: Pixels): Pick<Difference, 'unequalPixels' | 'box'> {
  const length = width * height
  const [here, there] = [words(data), words(other.data)]
  const a = new Uint32Array(here.buffer, here.byteOffset, length)
  const b = new Uint32Array(there.buffer, there.byteOffset, length)
  let unequalPixels = 0
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index++) {
      if (a[index] === b[index]) continue
      unequalPixels++
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      bottom = y
    }
  }
  const box =
    unequalPixels === 0
      ? { x: 0, y: 0, width: 0, height: 0 }
      : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
  return { unequalPixels, box }
}
