import { stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CefrigError } from '../errors.js'
import { aligned, unequal } from './pixel-words.js'
import type { Pixels } from './png.js'
import { bySimilarity } from './similarity.js'

/** What a comparator finds. */
export interface ComparatorResult {
  differentPixels: number
  /** A picture of the difference, of the same size. Default: cefrig draws one. */
  diff?: Pixels
  /** Which pixels differ, row by row: 0 where one does not. Default: those that are not exactly equal. */
  mask?: Uint8Array
}

/** What a comparator is asked for. */
export interface ComparatorOptions {
  threshold: number
  includeAA: boolean
}

/** Compares two pictures of one size; `expected` is the golden. */
export type Comparator = (
  expected: Pixels,
  actual: Pixels,
  options: ComparatorOptions,
) => ComparatorResult | Promise<ComparatorResult>

/** The comparators that options name. */
export const comparators = {
  pixelmatch: byPixelmatch,
  exact: byEquality,
  ssim: bySimilarity,
} satisfies Record<string, Comparator>

export type ComparatorName = keyof typeof comparators

/** A module whose default export is a {@link Comparator}. */
export type ComparatorPath = `.${string}` | `/${string}` | `file:${string}`

export function isComparatorName(value: unknown): value is ComparatorName {
  return typeof value === 'string' && Object.hasOwn(comparators, value)
}

/** Whether a text can only be meant as a path; drives of Windows too. */
export function isComparatorPath(value: unknown): value is ComparatorPath {
  return typeof value === 'string' && (/^(\.{1,2}\/|file:)/.test(value) || isAbsolute(value))
}

/**
 * The comparator that an option names. A path counts from `root`; a module that has changed is loaded anew.
 * Errors: BAD_ARGUMENT when the module cannot be loaded or exports none.
 */
export async function comparatorOf(
  chosen: ComparatorName | ComparatorPath | Comparator,
  root: string,
): Promise<Comparator> {
  if (typeof chosen === 'function') return chosen
  if (isComparatorName(chosen)) return comparators[chosen]
  const file = chosen.startsWith('file:') ? fileURLToPath(chosen) : resolve(root, chosen)
  const comparator = await load(file)
  if (typeof comparator === 'function') return comparator as Comparator
  throw badModule(
    file,
    'has no function as its default export',
    'Write `export default (expected, actual, options) => …`',
  )
}

async function load(file: string): Promise<unknown> {
  try {
    const { mtimeMs } = await stat(file)
    return ((await import(`${pathToFileURL(file)}?${mtimeMs}`)) as { default?: unknown }).default
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw badModule(file, `cannot be loaded: ${reason}`, 'Give a module that Node loads as it is', cause)
  }
}

function badModule(file: string, fact: string, next: string, cause?: unknown): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `toMatchGolden() failed: the comparator ${file} ${fact}. ${next}.`, {
    facts: { file },
    ...(cause === undefined ? {} : { cause }),
  })
}

async function byPixelmatch(
  expected: Pixels,
  actual: Pixels,
  options: ComparatorOptions,
): Promise<ComparatorResult> {
  const { default: pixelmatch } = await import('pixelmatch')
  const { width, height } = expected
  const output = new Uint8Array(width * height * 4)
  // Only what counts is drawn, on nothing.
  const differentPixels = pixelmatch(aligned(expected.data), aligned(actual.data), output, width, height, {
    ...options,
    diffMask: true,
  })
  const mask = new Uint8Array(width * height)
  if (differentPixels > 0) {
    const drawn = new Uint32Array(output.buffer)
    for (let pixel = 0; pixel < mask.length; pixel++) if (drawn[pixel] !== 0) mask[pixel] = 1
  }
  return { differentPixels, mask }
}

/** Each pixel that is not the very same counts, whatever the threshold. */
function byEquality(expected: Pixels, actual: Pixels): ComparatorResult {
  const mask = unequal(expected, actual)
  return { differentPixels: mask.reduce((sum, differs) => sum + differs, 0), mask }
}
