import type {
  EmulatedPage,
  EmulateOptions,
  Geolocation,
  NetworkConditions,
  UserAgentMetadata,
} from '../../protocol/emulation.js'
import { flag, type OptionRule, type OptionSchema, objectOf, oneOf, text } from '../option-rules.js'

/** `null` takes an emulation back. */
function orNull(rule: OptionRule): OptionRule {
  return { give: `${rule.give}, or null`, accepts: (value) => value === null || rule.accepts(value) }
}

function between(least: number, most: number, what = 'a number'): OptionRule {
  return {
    give: `${what} from ${least} to ${most}`,
    accepts: (value) => typeof value === 'number' && value >= least && value <= most,
  }
}

function complete(rule: OptionRule, names: readonly string[]): OptionRule {
  return {
    give: rule.give,
    accepts: (value) => rule.accepts(value) && names.every((name) => name in (value as object)),
  }
}

/** A string that a constructor of `Intl` takes. */
function known(give: string, make: (value: string) => unknown): OptionRule {
  return {
    give,
    accepts: (value) => {
      if (typeof value !== 'string') return false
      try {
        make(value)
        return true
      } catch {
        return false
      }
    },
  }
}

const geolocation = complete(
  objectOf<Geolocation>(
    { latitude: between(-90, 90), longitude: between(-180, 180), accuracy: between(0, Number.MAX_VALUE) },
    '{ latitude, longitude, accuracy? } in degrees and metres',
  ),
  ['latitude', 'longitude'],
)

const brands: OptionRule = {
  give: 'an array of { brand, version }',
  accepts: (value) =>
    Array.isArray(value) &&
    value.every((entry) => typeof entry?.brand === 'string' && typeof entry?.version === 'string'),
}

const metadata = complete(
  objectOf<UserAgentMetadata>(
    {
      brands,
      fullVersionList: brands,
      platform: text,
      platformVersion: text,
      architecture: text,
      model: text,
      mobile: flag,
      bitness: text,
      wow64: flag,
    },
    '{ platform, platformVersion, architecture, model, mobile, brands?, fullVersionList?, bitness?, wow64? }',
  ),
  ['platform', 'platformVersion', 'architecture', 'model', 'mobile'],
)

/** Options of a page that are emulations. */
export const emulatedPageSchema: OptionSchema<EmulatedPage> = {
  colorScheme: orNull(oneOf('light', 'dark', 'no-preference')),
  reducedMotion: orNull(oneOf('reduce', 'no-preference')),
  forcedColors: orNull(oneOf('active', 'none')),
  contrast: orNull(oneOf('more', 'less', 'no-preference')),
  media: orNull(oneOf('screen', 'print')),
  timezone: orNull(
    known('a time zone, as "Asia/Tokyo"', (timeZone) => new Intl.DateTimeFormat('en', { timeZone })),
  ),
  geolocation: orNull(geolocation),
  offline: orNull(flag),
  network: orNull(
    objectOf<NetworkConditions>(
      { latency: between(0, 600_000), download: between(1, 1e12), upload: between(1, 1e12) },
      '{ latency, download, upload } in milliseconds and bytes per second',
    ),
  ),
  hasTouch: orNull(flag),
  cpuThrottling: orNull(between(1, 1000)),
}

/** Options of `page.emulate()`. */
export const emulateSchema: OptionSchema<EmulateOptions> = {
  ...emulatedPageSchema,
  locale: orNull(known('a language tag, as "de-DE"', (value) => new Intl.Locale(value))),
  userAgent: orNull({
    give: 'a string that is not empty',
    accepts: (value) => typeof value === 'string' && value !== '',
  }),
  userAgentMetadata: orNull(metadata),
  deviceScaleFactor: orNull(between(0.25, 8)),
}
