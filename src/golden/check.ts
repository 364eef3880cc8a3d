import { now } from '../client/timers.js'
import { CefrigError } from '../errors.js'
import { canAlign, regionsInPicture } from './alignment.js'
import { claimGolden } from './claims.js'
import type { ComparisonRule, Difference } from './comparison.js'
import type { GoldenEnvironment } from './environment.js'
import { environmentChanges } from './environment.js'
import { conflictNote } from './git-state.js'
import { encodeGolden, readGolden, writeWhole } from './golden-file.js'
import { look, openGolden, ruleOf } from './look.js'
import type { Tolerance } from './options.js'
import { decide, type GoldenOutcome, passes, type Size } from './outcome.js'
import { openPixelWork } from './pixel-threads.js'
import type { PixelWork } from './pixel-work.js'
import { type GoldenPlace, shownPath } from './place.js'
import type { Pixels } from './png.js'
import type { Region } from './regions.js'
import { clearResults, type ResultFiles, resultFiles } from './results.js'
import { type Settled, settle } from './settle.js'
import type { Shoot, Shot } from './shot.js'
import type { TestIdentity, UpdateMode } from './test-identity.js'

/** One golden to be looked at. */
export interface GoldenRequest {
  place: GoldenPlace
  /** Null in a plain script. */
  test: TestIdentity | null
  shoot: Shoot
  environment: GoldenEnvironment
  tolerance: Tolerance
  /** See `GoldenOptions`. */
  comparatorTimeout?: number
  mode: UpdateMode
  /** Whether the caller hopes for a difference: then nothing is written, whatever the mode. */
  negated: boolean
  /** Milliseconds; 0: none. */
  timeout: number
  /** Names the elements in regions of a difference, for the message. Default: none are. */
  elements?: (regions: readonly Region[], picture: Size) => Promise<(string | null)[]>
}

/** What became of a golden, and all that a report needs. */
export interface GoldenResult {
  outcome: GoldenOutcome
  pass: boolean
  place: GoldenPlace
  /** Size of the picture that was judged. */
  picture: Size
  /** Of that picture's pixels, as goldens hold it. */
  digest: string
  /** Pictures of a failure, written for people; absent otherwise. Those of a test may be on their way: see `TestIdentity.later`. */
  files: ResultFiles | null
  /** What is in the first regions of the difference, as far as the page told. */
  elements: readonly (string | null)[]
  captures: number
  /** Milliseconds for which the page kept changing, when it never stood still. */
  restlessFor: number | null
  /** Whether this attempt of the test wrote the golden itself, so that `-u` does not write it again. */
  ownWork: boolean
  /** Absolute path of the golden that this one may have been before, under another name, when it was missing. */
  twin?: string
}

/**
 * Looks at a page and its golden, decides what that means, and writes what has to be written: the golden, or the pictures of
 * a failure. Errors: GOLDEN_INVALID, TIMEOUT when a page that should become a golden does not stand still, BAD_ARGUMENT when
 * two tests mean one golden, and those of a capture and of a comparison.
 */
export async function checkGolden(request: GoldenRequest): Promise<GoldenResult> {
  const work = openPixelWork(request.place.file)
  try {
    return await check(request, work)
  } catch (error) {
    work.close()
    throw error
  }
}

async function check(request: GoldenRequest, work: PixelWork): Promise<GoldenResult> {
  const { place, test, shoot, tolerance, environment, negated, timeout } = request
  const claim = test === null ? null : claimGolden(place, test)
  const cleared = clearResults(place, test)
  // What this attempt wrote, the rest of it must match.
  const ownWork = claim !== null && claim.writtenIn === test?.retry
  const mode = negated ? 'none' : ownWork && request.mode === 'all' ? 'new' : request.mode
  const started = now()
  const [golden, first] = await Promise.all([
    openGolden(place.file, request.mode === 'none'),
    shoot(false, timeout),
  ])
  const patient = golden !== null || mode !== 'none'
  const { comparatorTimeout } = request
  const rule: ComparisonRule = {
    ...ruleOf(golden, tolerance, environment, place.root),
    ...(comparatorTimeout !== undefined && { comparatorTimeout }),
  }
  const named = new NamedRegions(request.elements)
  const judge = async (shot: Shot) => {
    const finding = await look(golden, shot, rule, work)
    if (finding === 'needs-pixels') prepare()
    else if (finding.kind === 'different' && !negated) named.get(finding.difference, shot)
    return finding
  }
  // While the pixels are on their way and the page shows that it stands still.
  const prepare = () => {
    work.prepare(rule)
    void conflictNote(place.file)
  }
  const settled = await settle(shoot, judge, { timeout, first, started, patient })
  const outcome = decide(settled.finding, mode, environmentChanges(golden?.environment ?? null, environment))
  await cleared
  const { width, height, digest } = settled.shot
  const { captures, restlessFor } = settled
  const result: GoldenResult = {
    outcome,
    pass: passes(outcome),
    place,
    picture: { width, height },
    digest,
    files: null,
    elements: [],
    captures,
    restlessFor,
    ownWork,
  }
  switch (outcome.kind) {
    case 'matched':
    case 'matched-within-tolerance':
      work.close()
      return result
    case 'written':
    case 'updated':
      work.close()
      refuseRestless(settled, place)
      // What is broken is never overwritten; that of another size was not read yet.
      if (golden !== null) await readGolden(place.file)
      await writeWhole(place.file, await encodeGolden((await pixelsOf(settled, shoot)).pixels, environment))
      if (claim !== null && test !== null) claim.writtenIn = test.retry
      return result
    case 'missing':
    case 'resized':
    case 'mismatched':
    case 'environment-differs':
      if (!negated) return fail(result, await pixelsOf(settled, shoot), rule, work, { ...request, named })
      work.close()
      return result
  }
  outcome satisfies never
}

/** What is in the regions of differences: the page is asked once for each, while it shows that it stands still. */
class NamedRegions {
  readonly #ask: GoldenRequest['elements']
  readonly #answers = new WeakMap<Difference, Promise<(string | null)[]>>()

  constructor(ask: GoldenRequest['elements']) {
    this.#ask = ask
  }

  get(difference: Difference, picture: Size): Promise<(string | null)[]> {
    const known = this.#answers.get(difference)
    if (known) return known
    const answer = this.#ask?.(regionsInPicture(difference), picture) ?? Promise.resolve([])
    this.#answers.set(difference, answer)
    // It is heard later, perhaps never.
    answer.catch(() => {})
    return answer
  }
}

/** Finds out what there is to say of a failure, and has its pictures written. */
async function fail(
  result: GoldenResult,
  { pixels, digest, width, height }: Shot & { pixels: Pixels },
  rule: ComparisonRule,
  work: PixelWork,
  { place, test, environment, named }: GoldenRequest & { named: NamedRegions },
): Promise<GoldenResult> {
  const { outcome } = result
  if (outcome.kind === 'resized' && canAlign(outcome.golden, pixels))
    outcome.difference = await work.compare(pixels, rule)
  const files = resultFiles(place, outcome)
  const { actual: file, ...others } = files
  const written = work.write({ actual: { file, pixels, environment }, ...others }).finally(() => work.close())
  // The test waits for it at its end.
  if (test?.later !== undefined) test.later(written)
  const difference = 'difference' in outcome ? outcome.difference : undefined
  const [found] = await Promise.all([
    difference === undefined ? [] : named.get(difference, { width, height }),
    test?.later === undefined ? written : undefined,
  ])
  return { ...result, picture: { width, height }, digest, elements: found, files }
}

/** The picture that was judged with its pixels; one that was judged by its digest alone is taken again. */
async function pixelsOf({ shot }: Settled, shoot: Shoot): Promise<Shot & { pixels: Pixels }> {
  const { pixels, ...taken } = shot.pixels === null ? await shoot(true, 0) : shot
  if (pixels === null)
    throw new CefrigError(
      'HOST_FAILED',
      'toMatchGolden() failed: the Host sent a capture without its pixels. Update cefrig.',
    )
  return { ...taken, pixels }
}

function refuseRestless({ restlessFor, captures }: Settled, place: GoldenPlace): void {
  if (restlessFor === null) return
  const file = shownPath(place.root, place.file)
  throw new CefrigError(
    'TIMEOUT',
    `toMatchGolden() failed: the page kept changing for ${restlessFor} ms (${captures} captures), so ${file} was not written. ` +
      'Wait for the page to be done, or stop what moves on it.',
    { facts: { file: place.file, captures, milliseconds: restlessFor } },
  )
}
