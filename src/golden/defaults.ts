import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import {
  type Comparator,
  type ComparatorName,
  type ComparatorPath,
  comparators,
  isComparatorName,
  isComparatorPath,
} from './comparators.js'
import type { GoldenDefaults, GoldenOptions, Tolerance } from './options.js'

/**
 * The options of an assertion over those of its project; one that is undefined counts as absent.
 * Errors: BAD_ARGUMENT for a comparator's name that the project does not know.
 */
export function withDefaults(
  given: GoldenOptions,
  defaults: GoldenDefaults = {},
  isLocator = false,
): GoldenOptions {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  const { comparators: named, template: _, outputDir: __, fullPage, ...others } = defaults
  // The whole document is none of what is asked for here.
  const isPart = isLocator || given.clip !== undefined || given.popups === 'apart'
  const all: GoldenOptions = {
    ...others,
    ...(fullPage !== undefined && !isPart && { fullPage }),
    ...Object.fromEntries(entries),
  }
  return { ...all, ...withoutNames(all, named) }
}

/**
 * The comparators of a tolerance, with what their names stand for. `where` and `within` start messages and names of options in them.
 * Errors: BAD_ARGUMENT.
 */
export function withoutNames(
  { comparator, strict }: Tolerance,
  named: GoldenDefaults['comparators'] = {},
  where = 'toMatchGolden()',
  within = '',
): Pick<Tolerance, 'comparator' | 'strict'> {
  const without = <Given extends Pick<Tolerance, 'comparator'>>(given: Given, option: string): Given => {
    if (given.comparator === undefined) return given
    return { ...given, comparator: unnamed(given.comparator, named, { where, option: `${within}${option}` }) }
  }
  return {
    ...without({ ...(comparator !== undefined && { comparator }) }, 'comparator'),
    ...(strict !== undefined && { strict: without(strict, 'strict.comparator') }),
  }
}

function unnamed(
  chosen: NonNullable<Tolerance['comparator']>,
  named: NonNullable<GoldenDefaults['comparators']>,
  { where, option }: { where: string; option: string },
): ComparatorName | ComparatorPath | Comparator {
  if (typeof chosen === 'function' || isComparatorName(chosen) || isComparatorPath(chosen)) return chosen
  const path = Object.hasOwn(named, chosen) ? named[chosen] : undefined
  if (path !== undefined) return path
  const names = [...Object.keys(comparators), ...Object.keys(named)]
  const message = `${where} failed: option "${option}" is ${JSON.stringify(chosen)}, which neither cefrig nor golden.comparators has. Did you mean "${nearest(chosen, names)}"? Or give a path as "./compare.js".`
  throw new CefrigError('BAD_ARGUMENT', message, { facts: { option, value: chosen } })
}
