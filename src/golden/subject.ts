import { type Appearing, appearanceKey } from '../client/appearance.js'
import { type CaptureOptions, captureKey } from '../client/capture.js'
import { showReceived } from '../client/received.js'
import { CefrigError } from '../errors.js'
import type { Capture } from '../protocol/page.js'
import type { PictureArea } from './elements.js'
import type { GoldenEnvironment } from './environment.js'
import { type TestIdentity, testKey } from './test-identity.js'

/** The property of pages that says in which environment their pixels are made, as a {@link GoldenEnvironment}. */
export const environmentKey = Symbol.for('cefrig.environment')

/** What a golden can be made of. */
export interface GoldenSubject {
  /** For a locator: `clip` and `fullPage` are never given. */
  [captureKey](options: CaptureOptions): Promise<Capture>
}

/** The page of a subject, which knows more. */
interface SubjectPage {
  readonly [environmentKey]: GoldenEnvironment
  readonly [testKey]?: TestIdentity
  [appearanceKey]: Appearing[typeof appearanceKey]
  evaluate(script: string): Promise<unknown>
}

/** A subject with what its page knows. */
export interface KnownSubject {
  subject: GoldenSubject
  isLocator: boolean
  page: PictureArea['page'] & Appearing
  locator?: NonNullable<PictureArea['locator']>
  environment: GoldenEnvironment
  /** Null when the page belongs to no test. */
  test: TestIdentity | null
}

/** Errors: BAD_ARGUMENT for anything but a page or a locator. */
export function knowSubject(received: unknown): KnownSubject {
  if (!hasCapture(received)) {
    const message = `toMatchGolden() failed: expect() was given ${showReceived(received)}. Give it a page or a locator.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  const isLocator = !(environmentKey in received)
  const page = isLocator
    ? (received as unknown as { page(): SubjectPage }).page()
    : (received as unknown as SubjectPage)
  return {
    subject: received,
    isLocator,
    page,
    ...(isLocator && { locator: received as unknown as NonNullable<PictureArea['locator']> }),
    environment: page[environmentKey],
    test: page[testKey] ?? null,
  }
}

function hasCapture(received: unknown): received is GoldenSubject {
  return typeof received === 'object' && received !== null && captureKey in received
}
