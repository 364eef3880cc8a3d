import { CefrigError } from '../errors.js'
import { checkOptionNames, optionName } from '../option-names.js'
import type { BootOptions, FailOn, FontSettings, PageOptions, Viewport } from '../protocol/options.js'
import { emulatedPageSchema } from './emulation/options.js'
import { credentialsRule, schemesRule } from './network/option-rules.js'
import {
  flag,
  isObject,
  milliseconds,
  type OptionRule,
  type OptionSchema,
  objectOf,
  oneOf,
  text,
  wholeNumber,
} from './option-rules.js'

export * from './option-rules.js'

/**
 * Refuses options that do not exist, naming the nearest right one, and values of the wrong type. An option that is undefined counts
 * as absent. `where` starts the message, as `page.goto()`; `within` is the option whose own options these are.
 * @throws UNKNOWN_OPTION, BAD_ARGUMENT.
 */
export function checkOptions<Options extends object>(
  where: string,
  schema: OptionSchema<Options>,
  options: unknown,
  within = '',
): asserts options is Options | undefined {
  checkOptionNames(where, options, Object.keys(schema), within)
  for (const [name, value] of Object.entries(options ?? {})) {
    const rule = schema[name as keyof Options]
    if (value === undefined || rule.accepts(value)) continue
    const option = optionName(within, name)
    const message = `${where} failed: option "${option}" is ${show(value)}. Give ${rule.give}.`
    throw new CefrigError('BAD_ARGUMENT', message, { facts: { option, value } })
  }
}

export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  try {
    // JSON has no NaN and no Infinity.
    const told = (_: string, part: unknown) =>
      typeof part === 'number' && !Number.isFinite(part) ? `\0${part}` : part
    return JSON.stringify(value, told)?.replace(/"\\u0000(-?\w+)"/g, '$1') ?? String(value)
  } catch {
    return typeof value === 'object' ? 'an object' : String(value)
  }
}

function recordOf(accepts: (value: unknown) => boolean, give: string): OptionRule {
  return { give, accepts: (value) => isObject(value) && Object.values(value).every(accepts) }
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
  automation: flag,
  schemes: schemesRule,
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
  popups: oneOf('auto', 'adopt', 'block'),
  httpCredentials: credentialsRule,
  ignoreCertificateErrors: flag,
  timeout: milliseconds,
  ...emulatedPageSchema,
}

/** What fails a test. */
export const failOnSchema: OptionSchema<FailOn> = {
  pageError: flag,
  consoleError: flag,
  crash: flag,
  contract: flag,
  unhandled: flag,
}
