import { instant, lookSchema } from '../client/look-options.js'
import {
  checkOptions,
  flag,
  isObject,
  milliseconds,
  type OptionRule,
  type OptionSchema,
  objectOf,
  oneOf,
  path,
  text,
  viewportRule,
  wholeNumber,
} from '../client/options.js'
import { CefrigError } from '../errors.js'
import type { Clip } from '../protocol/options.js'
import { isComparatorName, isComparatorPath } from './comparators.js'
import { withoutNames } from './defaults.js'
import type { Matrix } from './matrix.js'
import type { GoldenDefaults, GoldenOptions, StrictLook, Tolerance } from './options.js'

const share: OptionRule = {
  give: 'a number from 0 to 1',
  accepts: (value) => isNumber(value) && value >= 0 && value <= 1,
}
const coordinate: OptionRule = { give: 'a number', accepts: isNumber }
const side: OptionRule = { give: 'a number above 0', accepts: (value) => isNumber(value) && value > 0 }
const clip = objectOf<Clip>(
  { x: coordinate, y: coordinate, width: side, height: side },
  '{ x, y, width, height } in CSS pixels, width and height above 0',
)

const looseSchema: OptionSchema<StrictLook> = {
  threshold: share,
  includeAA: flag,
  maxDiffPixels: {
    give: 'a whole number from 0 up',
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
  maxDiffPixelRatio: share,
  comparator: {
    give: '"pixelmatch", "exact", "ssim", a name of golden.comparators, a path as "./compare.js" or a function',
    accepts: (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
  },
}

const toleranceSchema: OptionSchema<Tolerance> = {
  ...looseSchema,
  strict: objectOf<StrictLook>(
    looseSchema,
    '{ threshold, includeAA, maxDiffPixels, maxDiffPixelRatio, comparator }',
  ),
}

// Locators are of one page.
const { mask: _, ...lookDefaults } = lookSchema

const scale = oneOf('css', 'device')
const scheme = oneOf('light', 'dark', 'no-preference')

/** Frames of a filmstrip at most: it is held in memory as a whole. */
const mostFrames = 100

const filmstrip: OptionRule = {
  give: `{ times: [milliseconds, …] } or { frames, every: milliseconds }, of at most ${mostFrames} frames`,
  accepts: (value) => {
    if (!isObject(value)) return false
    const { times, frames, every } = value as { times?: unknown; frames?: unknown; every?: unknown }
    const names = Object.keys(value).sort().join()
    if (names === 'times')
      return (
        Array.isArray(times) && times.length > 0 && times.length <= mostFrames && times.every(instant.accepts)
      )
    return names === 'every,frames' && wholeNumber(1, mostFrames).accepts(frames) && instant.accepts(every)
  },
}

/** An array of at least one, none of them twice. */
function eachOnce(value: unknown, rule: OptionRule): boolean {
  if (!Array.isArray(value) || value.length === 0 || !value.every(rule.accepts)) return false
  const told = value.map((item) => (isObject(item) ? Object.entries(item).sort().join() : String(item)))
  return new Set(told).size === value.length
}

const appearance: OptionSchema<Matrix> = {
  colorScheme: {
    give: '"light", "dark" or "no-preference", an array of them, each once, or null',
    accepts: (value) => value === null || scheme.accepts(value) || eachOnce(value, scheme),
  },
  viewports: {
    give: 'an array of { width, height }, whole CSS pixels, each once, or null',
    accepts: (value) => value === null || eachOnce(value, viewportRule),
  },
}

/** Options of one `toMatchGolden()`. */
export const goldenSchema: OptionSchema<GoldenOptions> = {
  ...toleranceSchema,
  ...lookSchema,
  fullPage: flag,
  clip: {
    give: clip.give,
    accepts: (value) => clip.accepts(value) && Object.keys(value as Clip).length === 4,
  },
  omitBackground: flag,
  timeout: milliseconds,
  scale,
  filmstrip,
  ...appearance,
  comparatorTimeout: milliseconds,
  directory: path,
  update: oneOf('all', 'new', 'none'),
}

/** What may be set for all goldens of a project. */
const goldenDefaultsSchema: OptionSchema<GoldenDefaults> = {
  ...toleranceSchema,
  ...lookDefaults,
  ...appearance,
  comparators: {
    give: 'an object of names, which cefrig has not itself, each with a path as "./compare.js"',
    accepts: (value) =>
      isObject(value) &&
      Object.entries(value).every(
        ([name, path]) =>
          name !== '' && !isComparatorName(name) && !isComparatorPath(name) && isComparatorPath(path),
      ),
  },
  comparatorTimeout: milliseconds,
  fullPage: flag,
  omitBackground: flag,
  template: text,
  outputDir: path,
  timeout: milliseconds,
  scale,
}

/** Checks what is set for all goldens of a project. Errors: UNKNOWN_OPTION, BAD_ARGUMENT. */
export function checkGoldenDefaults(
  where: string,
  options: unknown,
): asserts options is GoldenDefaults | undefined {
  checkOptions<GoldenDefaults>(where, goldenDefaultsSchema, options, 'golden')
  if (options !== undefined) withoutNames(options, options.comparators, where, 'golden.')
}

/** Options of Playwright that a later release brings. */
const later = ['stylePath']

/** Errors: UNKNOWN_OPTION, BAD_ARGUMENT. */
export function checkGoldenOptions(options: unknown): asserts options is GoldenOptions | undefined {
  const where = 'toMatchGolden()'
  const early = Object.keys(options ?? {}).find((option) => later.includes(option))
  if (early !== undefined) {
    const message = `${where} failed: the option "${early}" is not supported yet. Leave it out.`
    throw new CefrigError('UNKNOWN_OPTION', message, { facts: { option: early } })
  }
  checkOptions<GoldenOptions>(where, goldenSchema, options)
  if (options?.filmstrip !== undefined && options.animations !== undefined) {
    const message = `${where} failed: filmstrip and animations exclude each other. Give one of them.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  if (options?.clip !== undefined && options.fullPage === true) {
    const message = `${where} failed: clip and fullPage exclude each other. Give one of them.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
