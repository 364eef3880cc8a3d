import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Deadline } from '../client/timers.js'
import { type ComparatorSource, comparatorFailed, comparatorLate, thrown } from './comparator-failure.js'
import { loadComparator } from './comparator-module.js'
import { compareInThread, hasComparatorThreads } from './comparator-threads.js'
import type { NamedComparators } from './named-comparators.js'
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

/** A name of `golden.comparators`. */
export type OwnComparatorName = [keyof NamedComparators] extends [never]
  ? string & {}
  : keyof NamedComparators & string

/** A module whose default export is a {@link Comparator}. */
export type ComparatorPath = `.${string}` | `/${string}` | `file:${string}`

export function isComparatorName(value: unknown): value is ComparatorName {
  return typeof value === 'string' && Object.hasOwn(comparators, value)
}

/** Whether a text can only be meant as a path; drives of Windows too. */
export function isComparatorPath(value: unknown): value is ComparatorPath {
  return typeof value === 'string' && (/^(\.{1,2}\/|file:)/.test(value) || isAbsolute(value))
}

/** How the comparator of an option is found, and how long it may take. */
export interface ComparatorRule {
  /** Directory that paths count from. */
  root: string
  /** Milliseconds; 0: no limit. */
  timeout: number
}

/**
 * What the comparator of an option, whose name stands for a path no more, returns, unchecked if it is not cefrig's own. One by path runs in a thread of its own.
 * Errors: TIMEOUT and COMPARATOR_FAILED of comparators that are not cefrig's own; BAD_ARGUMENT when a module cannot be used.
 */
export async function callComparator(
  chosen: ComparatorName | ComparatorPath | OwnComparatorName | Comparator,
  [expected, actual, options]: Parameters<Comparator>,
  { root, timeout }: ComparatorRule,
): Promise<unknown> {
  if (isComparatorName(chosen)) return comparators[chosen](expected, actual, options)
  if (typeof chosen === 'function')
    // It may draw into what it is given.
    return guarded(null, () => chosen(copied(expected), copied(actual), options), timeout)
  const file = chosen.startsWith('file:') ? fileURLToPath(chosen) : resolve(root, chosen)
  if (hasComparatorThreads()) {
    try {
      return await compareInThread({ file, expected, actual, options }, timeout)
    } catch (error) {
      // Node's permissions may forbid threads.
      if ((error as { code?: unknown }).code !== 'ERR_ACCESS_DENIED') throw error
    }
  }
  const comparator = await loadComparator(file)
  return guarded(file, () => comparator(copied(expected), copied(actual), options), timeout)
}

function copied({ width, height, data }: Pixels): Pixels {
  return { width, height, data: data.slice() }
}

/** In this thread, which one that never comes back blocks; a promise that never settles does not. */
async function guarded(source: ComparatorSource, call: () => unknown, timeout: number): Promise<unknown> {
  const answer = (async () => call())().catch((error) => {
    throw comparatorFailed(source, `threw ${thrown(error)}`, error)
  })
  return new Deadline(timeout).guard(answer, () => {
    throw comparatorLate(source, timeout)
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
