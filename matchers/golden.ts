import { inspect } from 'node:util'
import { captureKey } from '../src/client/capture.js'
import { run } from '../src/client/failure.js'
import type { Locator } from '../src/client/locator.js'
import type { LookOptions } from '../src/client/look-options.js'
import { CefrigError } from '../src/errors.js'
import { checkGolden, type GoldenResult } from '../src/golden/check.js'
import { nextCounter, titleOrdinal } from '../src/golden/claims.js'
import { withDefaults } from '../src/golden/defaults.js'
import { elementsIn } from '../src/golden/elements.js'
import { stripShots, withinFrame } from '../src/golden/filmstrip.js'
import { conflictNote } from '../src/golden/git-state.js'
import {
  eachOf,
  inEach,
  matrixMessage,
  oneByOne,
  throwFirst,
  type VariantResult,
  variantsOf,
} from '../src/golden/matrix.js'
import { checkGoldenOptions } from '../src/golden/option-rules.js'
import type { GoldenOptions } from '../src/golden/options.js'
import type { GoldenOutcome } from '../src/golden/outcome.js'
import { type GoldenPlace, goldenPlace } from '../src/golden/place.js'
import { goldenMessage, goldenSentence } from '../src/golden/report.js'
import { cssShots, deviceShots, type Shoot, type TakeCapture } from '../src/golden/shot.js'
import { type KnownSubject, knowSubject } from '../src/golden/subject.js'
import type { PictureFile, TestIdentity } from '../src/golden/test-identity.js'
import { twinOf } from '../src/golden/twin.js'

/** What `expect(page)` and `expect(locator)` gain. */
export interface GoldenMatchers<Result = Promise<void>> {
  /**
   * Compares what the page or the element looks like with its golden, a PNG beside the test file. The picture is exact: it is
   * taken when everything that the page was told before is drawn. A golden that is missing is written, except in CI; the
   * runner's `-u` writes those that do not match anew. `docs/goldens.md` tells the rest.
   *
   * Without a name the golden is named by the test's titles and a number.
   *
   * Errors: BAD_ARGUMENT, UNKNOWN_OPTION, GOLDEN_INVALID, COMPARATOR_FAILED, FILE_FAILED, TIMEOUT, and those of a capture: CAPTURE_TIMEOUT, PAGE_CLOSED,
   * RENDERER_CRASHED, HOST_CRASHED.
   *
   * @example
   * await expect(page).toMatchGolden('editor')
   * await expect(page.getByRole('dialog')).toMatchGolden({ maxDiffPixels: 20 })
   */
  toMatchGolden(name?: string, options?: GoldenOptions): Result
  toMatchGolden(options?: GoldenOptions): Result
}

/** What `expect.extend` wants to know. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

/** The matcher, for any `expect` with `extend`. */
export function toMatchGolden(
  this: { isNot?: boolean },
  received: unknown,
  nameOrOptions?: string | GoldenOptions,
  options?: GoldenOptions,
): Promise<MatcherResult> {
  // Whatever fails in it, also of a capture, is told in its name.
  return run('toMatchGolden', () => match.call(this, received, nameOrOptions, options))
}

async function match(
  this: { isNot?: boolean },
  received: unknown,
  nameOrOptions?: string | GoldenOptions,
  moreOptions?: GoldenOptions,
): Promise<MatcherResult> {
  const [name, given] = readArguments(nameOrOptions, moreOptions)
  const negated = this?.isNot === true
  const { subject, isLocator, page, locator, environment, test } = knowSubject(received)
  if (isLocator && (given.clip !== undefined || given.fullPage !== undefined)) {
    throw new CefrigError(
      'BAD_ARGUMENT',
      'toMatchGolden() failed: clip and fullPage are for pages, not for locators. Leave them out.',
    )
  }
  const options = withDefaults(given, test?.defaults, isLocator)
  const variants = variantsOf(options)
  if (negated && variants.length > 1) {
    const message =
      'not.toMatchGolden() failed: it is about one golden. Give one colorScheme and one viewport.'
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  const counter = test === null ? 1 : nextCounter(test, name)
  const ordinal = test === null ? 1 : titleOrdinal(test)
  const places = variants.map(({ suffix }) =>
    goldenPlace({ name, suffix, options, test, counter, ordinal, environment }),
  )
  const subjectOf = { subject, isLocator, page, environment, test, ...(locator && { locator }) }
  const looks = await oneByOne(page, () =>
    inEach(page, variants, (_, index) => {
      const place = places[index]!
      const look = () => lookAt(subjectOf, place, options, negated)
      return variants.length === 1 ? look() : eachOf(place.name, look)
    }),
  )
  throwFirst(looks)
  if (looks.length === 1) return looks[0]!
  return { pass: looks.every(({ pass }) => pass), message: () => matrixMessage(looks) }
}

/** One golden. */
async function lookAt(
  { subject, isLocator, page, locator, environment, test }: KnownSubject,
  place: GoldenPlace,
  options: GoldenOptions,
  negated: boolean,
): Promise<VariantResult> {
  const { clip, fullPage = false, omitBackground = false, scale, timeout = 5000 } = options
  const ofPage = isLocator ? {} : { fullPage, ...(clip === undefined ? {} : { clip }) }
  const look = lookOf(options)
  const shotsWith = (more: LookOptions): Shoot => {
    const capture: TakeCapture = (store, limit) =>
      subject[captureKey]({ ...ofPage, ...look, ...more, omitBackground, timeout: limit, store })
    return scale === 'css' ? cssShots(capture, environment.scale) : deviceShots(capture)
  }
  const { filmstrip } = options
  test?.look?.(place.file)
  const checked = await checkGolden({
    place,
    test,
    shoot: filmstrip ? stripShots((at) => shotsWith({ animations: { at } }), filmstrip) : shotsWith({}),
    environment,
    tolerance: options,
    ...(options.comparatorTimeout !== undefined && { comparatorTimeout: options.comparatorTimeout }),
    mode: options.update ?? test?.updateMode ?? (process.env.CI ? 'none' : 'new'),
    negated,
    timeout,
    elements: (regions, { width }) =>
      elementsIn(
        {
          page,
          ...(locator && { locator }),
          ...(clip && { clip }),
          fullPage,
          scale: scale === 'css' ? 1 : environment.scale,
        },
        filmstrip ? withinFrame(regions, filmstrip, width) : regions,
      ),
  })
  const { kind } = checked.outcome
  const isNew = test !== null && !negated && (kind === 'missing' || kind === 'written')
  const twin = isNew ? twinOf(place, test, { ...checked.picture, digest: checked.digest }) : null
  const result = twin === null ? checked : { ...checked, twin }
  if (test !== null && !negated) {
    await tell(test, result)
    await test.record?.(result, environment)
  }
  // What is not there cannot be matched, and cannot be differed from either.
  const pass = result.pass || (negated && kind === 'missing')
  const note = pass || negated || kind === 'missing' ? '' : await conflictNote(place.file)
  return { name: place.name, pass, message: () => `${goldenMessage(result, negated)}${note}` }
}

function readArguments(
  nameOrOptions: string | GoldenOptions | undefined,
  options: GoldenOptions | undefined,
): [name: string | undefined, options: GoldenOptions] {
  if (typeof nameOrOptions === 'object' && nameOrOptions !== null && options === undefined) {
    return readArguments(undefined, nameOrOptions)
  }
  if (nameOrOptions !== undefined && typeof nameOrOptions !== 'string') {
    const message = `toMatchGolden() failed: the name is ${inspect(nameOrOptions)}. Give a string, or nothing.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  checkGoldenOptions(options)
  return [nameOrOptions, options ?? {}]
}

/** Goldens are of what does not move, unless it is asked for. */
function lookOf(options: GoldenOptions): LookOptions {
  const { mask, maskColor, style, animations, caret, ready, popups } = options
  return {
    animations: animations ?? 'disabled',
    caret: caret ?? 'hide',
    // The options were checked: they are locators of this page.
    ...(mask && { mask: mask as Locator[] }),
    ...(maskColor !== undefined && { maskColor }),
    ...(style !== undefined && { style }),
    ...(ready && { ready }),
    ...(popups && { popups }),
  }
}

/** Reports to the test's runner. */
async function tell(test: TestIdentity, result: GoldenResult): Promise<void> {
  const { outcome, place, picture, files, pass } = result
  const golden = 'golden' in outcome ? outcome.golden : picture
  const picturesOf = (path: string | undefined, { width, height } = picture): PictureFile | undefined =>
    path === undefined ? undefined : { path, width, height }
  const reference = pass ? picturesOf(place.file) : picturesOf(files?.expected, golden)
  const [actual, diff] = [picturesOf(files?.actual), picturesOf(files?.diff)]
  test.count(counted(outcome))
  await test.attach({
    name: place.name,
    pass,
    message: goldenSentence(result),
    ...(reference && { reference }),
    ...(actual && { actual }),
    ...(diff && { diff }),
  })
}

function counted({ kind }: GoldenOutcome): Parameters<TestIdentity['count']>[0] {
  switch (kind) {
    case 'matched':
    case 'matched-within-tolerance':
      return 'matched'
    case 'written':
      return 'added'
    case 'updated':
      return 'updated'
    case 'missing':
    case 'resized':
    case 'mismatched':
    case 'environment-differs':
      return 'unmatched'
  }
  kind satisfies never
}
