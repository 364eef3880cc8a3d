import { CefrigError } from '../errors.js'

/** As messages name it: its file, or that it is a function. */
export type ComparatorSource = string | null

function named(source: ComparatorSource): string {
  return source === null ? 'comparator that was given as a function' : `comparator ${source}`
}

/** It threw, or ended what it ran in. `fact`: what happened, as `threw TypeError: …`. */
export function comparatorFailed(source: ComparatorSource, fact: string, cause?: unknown): CefrigError {
  const message = `toMatchGolden() failed: the ${named(source)} ${fact}. Mend it: it is to return { differentPixels }, or a promise of that.`
  return new CefrigError('COMPARATOR_FAILED', message, {
    facts: { ...(source !== null && { file: source }) },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** It did not answer. Milliseconds. */
export function comparatorLate(source: ComparatorSource, timeout: number): CefrigError {
  const fate = source === null ? 'its promise is pending' : 'its thread was ended'
  const message = `toMatchGolden() failed: the ${named(source)} did not answer within ${timeout} ms; ${fate}. Mend it, or raise comparatorTimeout.`
  return new CefrigError('TIMEOUT', message, {
    facts: { timeout, ...(source !== null && { file: source }) },
  })
}

/** An error as `TypeError: x is not a function`, or whatever else was thrown. */
export function thrown(error: unknown): string {
  try {
    return typeof error === 'object' && error !== null && 'message' in error
      ? `${(error as Error).name ?? 'Error'}: ${error.message}`
      : String(error)
  } catch {
    return 'what cannot be told'
  }
}
