import { inspect } from 'node:util'
import { CefrigError } from '../errors.js'
import type { Clip } from '../protocol/options.js'
import type { Capture } from '../protocol/page.js'
import type { GoldenEnvironment } from './environment.js'
import { type TestIdentity, testKey } from './test-identity.js'

/** The method of pages and locators that runs the fence and answers with a {@link Capture}. */
export const captureKey = Symbol.for('cefrig.capture')

/** The property of pages that says in which environment their pixels are made, as a {@link GoldenEnvironment}. */
export const environmentKey = Symbol.for('cefrig.environment')

export interface CaptureOptions {
  clip?: Clip
  fullPage?: boolean
  omitBackground?: boolean
  /** Milliseconds; 0: none. */
  timeout?: number
  /** Whether the pixels are wanted, in `Capture.file`. Default false. */
  store?: boolean
}

/** What a golden can be made of. */
export interface GoldenSubject {
  /** For a locator: `clip` and `fullPage` are never given. */
  [captureKey](options: CaptureOptions): Promise<Capture>
}

/** The page of a subject, which knows more. */
interface SubjectPage {
  readonly [environmentKey]: GoldenEnvironment
  readonly [testKey]?: TestIdentity
}

/** A subject with what its page knows. */
export interface KnownSubject {
  subject: GoldenSubject
  isLocator: boolean
  environment: GoldenEnvironment
  /** Null when the page belongs to no test. */
  test: TestIdentity | null
}

/** Errors: BAD_ARGUMENT for anything but a page or a locator. */
export function knowSubject(received: unknown): KnownSubject {
  if (!hasCapture(received)) {
    const given = inspect(received, { depth: 0 })
    const message = `toMatchGolden() failed: expect() was given ${given}. Give it a page or a locator.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  const isLocator = !(environmentKey in received)
  const page = isLocator
    ? (received as unknown as { page(): SubjectPage }).page()
    : (received as unknown as SubjectPage)
  return { subject: received, isLocator, environment: page[environmentKey], test: page[testKey] ?? null }
}

function hasCapture(received: unknown): received is GoldenSubject {
  return typeof received === 'object' && received !== null && captureKey in received
}
