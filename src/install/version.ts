import { CefrigError } from '../errors.js'
import { oldestMajor } from './pin.js'

const whole = /^\d+(\.\d+){0,2}(\+g[0-9a-f]+(\+chromium-\d+(\.\d+){3})?)?$/

/** The shape in which CEF writes its version: `146.0.10+g8219561+chromium-146.0.7680.179`. */
export const fullVersion = /\d+\.\d+\.\d+\+g[0-9a-f]{7,}\+chromium-\d+\.\d+\.\d+\.\d+/

/** Checks a version that a person wrote: `146`, `146.0.10` or the full text. Throws `BAD_ARGUMENT`, `UNSUPPORTED_CEF`. */
export function checkVersion(wanted: string): string {
  if (!whole.test(wanted)) {
    throw new CefrigError(
      'BAD_ARGUMENT',
      `${JSON.stringify(wanted)} is no CEF version. Write it as 146, 146.0.10 or 146.0.10+g8219561+chromium-146.0.7680.179.`,
      { facts: { version: wanted } },
    )
  }
  if (majorOf(wanted) < oldestMajor) throw unsupportedCef(wanted)
  return wanted
}

/** Says that a CEF is too old for the addon. */
export function unsupportedCef(version: string, where?: string): CefrigError {
  const place = where
    ? `${where} holds CEF ${shortVersion(version)}`
    : `CEF ${shortVersion(version)} was asked for`
  return new CefrigError(
    'UNSUPPORTED_CEF',
    `${place}, and cefrig needs ${oldestMajor} or newer (C interface at API version 13300). ` +
      `Take a newer CEF, or leave the version out for the one cefrig is tested with.`,
    { facts: { version, oldest: oldestMajor, ...(where && { where }) } },
  )
}

/** Whether `version` (full) is one that `wanted` (full or its beginning, in whole numbers) means. */
export function versionMatches(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`) || version.startsWith(`${wanted}+`)
}

/** Orders full versions, newest last. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)]
  return left.map((n, i) => n - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** `146.0.10` of the full text. */
export function shortVersion(version: string): string {
  return version.split('+', 1)[0]!
}

export function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}

function numbers(version: string): number[] {
  return shortVersion(version).split('.').map(Number)
}
