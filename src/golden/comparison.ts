import { CefrigError } from '../errors.js'
import type { Tolerance } from './options.js'
import type { Pixels } from './png.js'
import { type Region, regionsOf } from './regions.js'

/** The colour of pixels that differ, in pictures of differences. */
const marked = [255, 0, 0] as const

/** What a comparator finds. */
export interface ComparatorResult {
  differentPixels: number
  /** A picture of the difference, of the same size. */
  diff?: Pixels
  /** Which pixels differ, row by row: 0 where one does not. Default: those that are not exactly equal. */
  mask?: Uint8Array
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
  /** Where, the largest first. */
  regions: Region[]
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
  const { comparator: chosen = 'pixelmatch' } = tolerance
  const comparator = typeof chosen === 'function' ? chosen : comparators[chosen]
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
  if (result.mask !== undefined && result.mask.length !== totalPixels) {
    const message = `toMatchGolden() failed: the comparator's mask has ${result.mask.length} elements, the pictures ${totalPixels} pixels. Return one per pixel.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  return {
    differentPixels,
    ratio: differentPixels / totalPixels,
    totalPixels,
    allowedPixels: allowedPixels(tolerance, totalPixels),
    regions: regionsOf(expected, differing(expected, actual, result.mask)),
    diff: result.diff ?? null,
  }
}

function allowedPixels({ maxDiffPixels, maxDiffPixelRatio }: Tolerance, totalPixels: number): number {
  if (maxDiffPixels === undefined && maxDiffPixelRatio === undefined) return 0
  const byRatio =
    maxDiffPixelRatio === undefined ? Number.POSITIVE_INFINITY : Math.floor(maxDiffPixelRatio * totalPixels)
  return Math.min(maxDiffPixels ?? Number.POSITIVE_INFINITY, byRatio)
}

/** The comparators that options name. */
const comparators = { pixelmatch: byPixelmatch, exact: byEquality } satisfies Record<string, Comparator>

async function byPixelmatch(
  expected: Pixels,
  actual: Pixels,
  options: { threshold: number; includeAA: boolean },
): Promise<ComparatorResult> {
  const { default: pixelmatch } = await import('pixelmatch')
  const { width, height } = expected
  const diff = new Uint8Array(width * height * 4)
  const differentPixels = pixelmatch(words(expected.data), words(actual.data), diff, width, height, {
    ...options,
    diffColor: [...marked],
  })
  const mask = new Uint8Array(width * height)
  // What does not differ is drawn in grey, and what counts as anti-aliasing in yellow.
  for (let pixel = 0, at = 0; pixel < mask.length; pixel++, at += 4)
    if (diff[at] === marked[0] && diff[at + 1] === marked[1] && diff[at + 2] === marked[2]) mask[pixel] = 1
  return { differentPixels, diff: { width, height, data: diff }, mask }
}

/** Each pixel that is not the very same counts, whatever the threshold. */
async function byEquality(expected: Pixels, actual: Pixels): Promise<ComparatorResult> {
  const all = { threshold: 0, includeAA: true }
  const { diff } = await byPixelmatch(expected, actual, all)
  const differs = differing(expected, actual, undefined)
  const mask = new Uint8Array(expected.width * expected.height)
  let differentPixels = 0
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (!differs(pixel)) continue
    mask[pixel] = 1
    differentPixels++
  }
  return { differentPixels, mask, ...(diff && { diff }) }
}

/** Whether a pixel differs: by the mask, or when it is not the very same. */
function differing(
  expected: Pixels,
  actual: Pixels,
  mask: Uint8Array | undefined,
): (pixel: number) => boolean {
  if (mask !== undefined) return (pixel) => mask[pixel] !== 0
  const length = expected.width * expected.height
  const [here, there] = [words(expected.data), words(actual.data)]
  const a = new Uint32Array(here.buffer, here.byteOffset, length)
  const b = new Uint32Array(there.buffer, there.byteOffset, length)
  return (pixel) => a[pixel] !== b[pixel]
}

/** pixelmatch reads pixels as 32-bit words, which must be aligned. */
function words(data: Uint8Array): Uint8Array {
  return data.byteOffset % 4 === 0 ? data : data.slice()
}
