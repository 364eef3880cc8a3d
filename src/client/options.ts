import { CefrigError } from '../errors.js'
import { checkOptionNames } from '../option-names.js'
import type { BootOptions, FailOn, FontSettings, PageOptions, Viewport } from '../protocol/options.js'

/** What an option may be. */
export interface OptionRule {
  /** What to give, as it stands after "Give": `true or false`. */
  readonly give: string
  accepts(value: unknown): boolean
}

/** A rule for every option of a type. */
export type OptionSchema<Options> = { readonly [Name in keyof Required<Options>]: OptionRule }

/**
 * Refuses options that do not exist, naming the nearest right one, and values of the wrong type. An option that is undefined counts
 * as absent. `where` starts the message, as `page.goto()`.
 * @throws UNKNOWN_OPTION, BAD_ARGUMENT.
 */
export function checkOptions<Options extends object>(
  where: string,
  schema: OptionSchema<Options>,
  options: unknown,
): asserts options is Options | undefined {
  checkOptionNames(where, options, Object.keys(schema))
  for (const [option, value] of Object.entries(options ?? {})) {
    const rule = schema[option as keyof Options]
    if (value === undefined || rule.accepts(value)) continue
    const message = `${where} failed: option "${option}" is ${show(value)}. Give ${rule.give}.`
    throw new CefrigError('BAD_ARGUMENT', message, { facts: { option, value } })
  }
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return typeof value === 'object' ? 'an object' : String(value)
  }
}

/** A string. */
export const text: OptionRule = { give: 'a string', accepts: (value) => typeof value === 'string' }

/** True or false. */
export const flag: OptionRule = { give: 'true or false', accepts: (value) => typeof value === 'boolean' }

/** Milliseconds, 0 for no limit. */
export const milliseconds: OptionRule = {
  give: 'a number of milliseconds, 0 for no limit',
  accepts: (value) => typeof value === 'number' && value >= 0,
}

/** One of the words. */
export function oneOf(...words: readonly string[]): OptionRule {
  const quoted = words.map((word) => `"${word}"`)
  const give = quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` : quoted.join('')
  return { give, accepts: (value) => words.includes(value as string) }
}

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): OptionRule {
  return {
    give: `a whole number from ${least} to ${most}`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  }
}

/** A plain object that follows a schema of its own. */
export function objectOf<Options extends object>(schema: OptionSchema<Options>, give: string): OptionRule {
  return {
    give,
    accepts: (value) =>
      isObject(value) &&
      Object.entries(value).every(([name, inner]) => {
        const rule = Object.hasOwn(schema, name) ? schema[name as keyof Options] : undefined
        return rule !== undefined && (inner === undefined || rule.accepts(inner))
      }),
  }
}

function recordOf(accepts: (value: unknown) => boolean, give: string): OptionRule {
  return { give, accepts: (value) => isObject(value) && Object.values(value).every(accepts) }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** CSS pixels of a side. */
const side = wholeNumber(1, 16_384)
const fontSize = wholeNumber(0, 1_000)

export const viewportRule = withSides(
  objectOf<Viewport>({ width: side, height: side }, `{ width, height }, each ${side.give}`),
)

function withSides(rule: OptionRule): OptionRule {
  return {
    give: rule.give,
    accepts: (value) => rule.accepts(value) && 'width' in (value as object) && 'height' in (value as object),
  }
}

/** Options of a Host. */
export const bootSchema: OptionSchema<BootOptions> = {
  cef: text,
  switches: recordOf(
    (value) => typeof value === 'string' || typeof value === 'boolean',
    'switches without leading dashes, each a string or a boolean: { "force-dark-mode": true }',
  ),
  fonts: oneOf('sealed', 'system'),
  locale: text,
  userAgent: text,
  userAgentProduct: text,
  logSeverity: oneOf('verbose', 'info', 'warning', 'error', 'fatal', 'disable'),
  logFile: text,
  remoteDebuggingPort: wholeNumber(0, 65_535),
}

/** Options of a page. */
export const pageSchema: OptionSchema<PageOptions> = {
  viewport: viewportRule,
  deviceScaleFactor: {
    give: 'a number from 0.25 to 8',
    accepts: (value) => typeof value === 'number' && value >= 0.25 && value <= 8,
  },
  frameRate: wholeNumber(1, 240),
  rendering: oneOf('auto', 'manual'),
  javaScriptEnabled: flag,
  images: flag,
  backgroundColor: {
    give: '"#rrggbb" or "transparent"',
    accepts: (value) =>
      typeof value === 'string' && (value === 'transparent' || /^#[0-9a-f]{6}$/i.test(value)),
  },
  fontSettings: objectOf<FontSettings>(
    {
      standardFamily: text,
      serifFamily: text,
      sansSerifFamily: text,
      fixedFamily: text,
      defaultSize: fontSize,
      defaultFixedSize: fontSize,
    },
    'font families as strings and sizes as whole numbers: { standardFamily, serifFamily, sansSerifFamily, fixedFamily, defaultSize, defaultFixedSize }',
  ),
  baseURL: { give: 'an absolute URL', accepts: (value) => typeof value === 'string' && URL.canParse(value) },
  root: text,
  serve: recordOf((value) => typeof value === 'string', 'URL prefixes with the directories that serve them'),
  timeout: milliseconds,
}

/** What fails a test. */
export const failOnSchema: OptionSchema<FailOn> = { pageError: flag, consoleError: flag, crash: flag }
