import { inspect } from 'node:util'
import { CefrigError } from '../errors.js'
import { type Alignment, align, neither } from './alignment.js'
import { callComparator } from './comparators.js'
import type { StrictLook, Tolerance } from './options.js'
import { unequal } from './pixel-words.js'
import type { Pixels } from './png.js'
import { type Region, regionsOf } from './regions.js'

/** How far a picture is from its golden. */
export interface Difference {
  /** As the comparator counts them; of pictures of different sizes also those that only one of them has. */
  differentPixels: number
  /** `differentPixels` as a share of all pixels. */
  ratio: number
  totalPixels: number
  /** How many pixels may differ. */
  allowedPixels: number
  /** Where, the largest first. */
  regions: Region[]
  /** The threshold of the second look, when it is this that tells: the first one allows what it sees. */
  strict: number | null
  /** How pictures of different sizes were laid on each other; null for equal sizes. `regions` count in the picture of both. */
  alignment: Alignment | null
}

/** Two compared pictures, with what a picture of their difference is drawn from. */
export interface Comparison {
  difference: Difference
  /** Of one size: those that were given, or the two laid on each other. */
  expected: Pixels
  actual: Pixels
  /** Which pixels count as different. */
  mask: Uint8Array
  /** Which pixels both pictures have, as in `Aligned`; null when all. */
  presence: Uint8Array | null
  /** The comparator's own picture. */
  diff: Pixels | null
}

/** What decides besides the pixels. */
export interface ComparisonRule {
  tolerance: Tolerance
  /** What holds where the tolerance is silent: every pixel counts, or pixelmatch's own defaults. */
  exact: boolean
  /** Directory that paths of comparators count from. */
  root: string
  /** Milliseconds that a comparator which is not cefrig's own may take; 0: no limit. Default 10000. */
  comparatorTimeout?: number
}

/**
 * Compares two pictures by the tolerance's comparator: once, and when that look allows what it sees, once more by `strict` where
 * that is given. Errors: BAD_ARGUMENT for a comparator's bad answer or for a module that is none, TIMEOUT and COMPARATOR_FAILED for one
 * that does not answer or throws.
 */
export async function comparePixels(
  expected: Pixels,
  actual: Pixels,
  rule: ComparisonRule,
): Promise<Comparison> {
  const { tolerance, exact } = rule
  const first = await lookOnce(expected, actual, rule)
  if (tolerance.strict === undefined || !isWithin(first.difference)) return first
  const { comparator = tolerance.comparator, ...limits } = tolerance.strict
  const strict: StrictLook = { threshold: 0, includeAA: true, ...limits, ...(comparator && { comparator }) }
  const second = await lookOnce(expected, actual, { ...rule, tolerance: strict, exact })
  if (isWithin(second.difference)) return first
  return { ...second, difference: { ...second.difference, strict: strict.threshold ?? 0 } }
}

/** Whether no more pixels differ than may. */
export function isWithin({ differentPixels, allowedPixels }: Difference): boolean {
  return differentPixels <= allowedPixels
}

async function lookOnce(expected: Pixels, actual: Pixels, rule: ComparisonRule): Promise<Comparison> {
  if (expected.width === actual.width && expected.height === actual.height) {
    return compareEqualSizes(expected, actual, rule)
  }
  const { alignment, presence, ...laid } = align(expected, actual)
  const comparison = await compareEqualSizes(laid.expected, laid.actual, rule)
  const mask = comparison.mask.slice()
  let differentPixels = comparison.difference.differentPixels
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (presence[pixel] === 0 || presence[pixel] === neither) continue
    mask[pixel] = 1
    differentPixels++
  }
  const difference: Difference = {
    ...comparison.difference,
    differentPixels,
    ratio: differentPixels / mask.length,
    regions: regionsOf(alignment, mask),
    alignment,
  }
  return { ...comparison, difference, mask, presence }
}

async function compareEqualSizes(
  expected: Pixels,
  actual: Pixels,
  { tolerance, exact, root, comparatorTimeout: timeout = 10_000 }: ComparisonRule,
): Promise<Comparison> {
  const { comparator: chosen = 'pixelmatch', includeAA = exact } = tolerance
  // Similarity is no distance of colours.
  const threshold = tolerance.threshold ?? (chosen === 'ssim' || !exact ? 0.1 : 0)
  const pictures = [expected, actual, { threshold, includeAA }] as const
  const result = await callComparator(chosen, [...pictures], { root, timeout })
  const { differentPixels, mask = unequal(expected, actual), diff = null } = checked(result, expected)
  const totalPixels = expected.width * expected.height
  const difference: Difference = {
    differentPixels,
    ratio: differentPixels / totalPixels,
    totalPixels,
    allowedPixels: allowedPixels(tolerance, totalPixels),
    regions: regionsOf(expected, mask),
    strict: null,
    alignment: null,
  }
  return { difference, expected, actual, mask, presence: null, diff }
}

function checked(
  result: unknown,
  { width, height }: Pixels,
): { differentPixels: number; mask?: Uint8Array; diff?: Pixels } {
  const { differentPixels, mask, diff } = (result ?? {}) as Record<string, unknown>
  if (typeof differentPixels !== 'number' || !(differentPixels >= 0)) {
    throw badAnswer(`comparator answered ${shown(result)}`, '{ differentPixels: number, diff? }')
  }
  const totalPixels = width * height
  if (differentPixels > totalPixels) {
    const fact = `comparator answered ${differentPixels} different pixels, the pictures have ${totalPixels}`
    throw badAnswer(fact, 'how many of them differ')
  }
  if (mask !== undefined && (!isBytes(mask) || mask.length !== totalPixels)) {
    const found = isBytes(mask) ? `has ${mask.length} elements` : 'is no Uint8Array'
    throw badAnswer(`comparator's mask ${found}, the pictures ${totalPixels} pixels`, 'one per pixel')
  }
  const picture = diff as Partial<Pixels> | undefined | null
  const isPicture = picture && isBytes(picture.data) && picture.data.length === totalPixels * 4
  if (picture && !(isPicture && picture.width === width && picture.height === height)) {
    const next = '{ width, height, data } of the same size, RGBA'
    throw badAnswer(`comparator's diff is no picture of ${width}×${height}`, next)
  }
  return { differentPixels, ...(mask !== undefined && { mask }), ...(picture && { diff: picture as Pixels }) }
}

function shown(value: unknown): string {
  try {
    const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
    return (text ?? String(value)).slice(0, 200)
  } catch {
    return inspect(value, { depth: 1 }).slice(0, 200)
  }
}

/** Also of another realm's Uint8Array. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Uint8Array).BYTES_PER_ELEMENT === 1
}

function badAnswer(fact: string, wanted: string): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `toMatchGolden() failed: the ${fact}. Return ${wanted}.`)
}

function allowedPixels({ maxDiffPixels, maxDiffPixelRatio }: Tolerance, totalPixels: number): number {
  if (maxDiffPixels === undefined && maxDiffPixelRatio === undefined) return 0
  const byRatio =
    maxDiffPixelRatio === undefined ? Number.POSITIVE_INFINITY : Math.floor(maxDiffPixelRatio * totalPixels)
  return Math.min(maxDiffPixels ?? Number.POSITIVE_INFINITY, byRatio)
}
