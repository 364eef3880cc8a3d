import { stat } from 'node:fs/promises'
import { type ComparisonRule, isWithin } from './comparison.js'
import { digestPixels } from './digest.js'
import { environmentChanges, type GoldenEnvironment, isOtherCpu } from './environment.js'
import { invalidGolden, readGolden, readGoldenHeader } from './golden-file.js'
import type { Tolerance } from './options.js'
import type { Finding, Size } from './outcome.js'
import type { PixelWork } from './pixel-work.js'
import type { Shot } from './shot.js'

/** A golden on disk, whose digest is known. */
export interface Golden extends Size {
  file: string
  digest: string
  /** `digest` when the file's own record gave the digest, `pixels` when it had to be decoded. */
  knownBy: 'digest' | 'pixels'
  environment: GoldenEnvironment | null
}

/**
 * Opens a golden; null when there is none. `verify` decodes it once per process and compares its digest with its pixels.
 * Errors: GOLDEN_INVALID.
 */
export async function openGolden(file: string, verify: boolean): Promise<Golden | null> {
  const header = readGoldenHeader(file)
  if (header === null) return null
  const { width, height, recorded, intact } = header
  const environment = recorded?.environment ?? null
  if (intact && recorded !== null) {
    if (verify) await verifyDigest(file, recorded.digest)
    return { file, width, height, digest: recorded.digest, knownBy: 'digest', environment }
  }
  const digest = await digestPixels((await readGolden(file)).data)
  return { file, width, height, digest, knownBy: 'pixels', environment }
}

/**
 * What one shot shows against its golden. The pixels are compared only when sizes agree and digests do not.
 * Errors: GOLDEN_INVALID when the golden changes meanwhile, and those of a comparison.
 */
export async function look(
  golden: Golden | null,
  shot: Shot,
  rule: ComparisonRule,
  work: PixelWork,
): Promise<Finding | 'needs-pixels'> {
  if (golden === null) return { kind: 'absent' }
  if (golden.width !== shot.width || golden.height !== shot.height) {
    return { kind: 'other-size', golden: { width: golden.width, height: golden.height } }
  }
  if (golden.digest === shot.digest) return { kind: 'same', by: golden.knownBy }
  if (shot.pixels === null) return 'needs-pixels'
  const difference = await work.compare(shot.pixels, rule)
  if (difference.alignment !== null) throw invalidGolden(golden.file, 'it changed while it was compared')
  return { kind: isWithin(difference) ? 'close' : 'different', difference }
}

/**
 * How a golden is compared. Where it was made in this environment every pixel counts unless the tolerance says otherwise: nothing
 * but the page can have changed them. On another CPU and otherwise the same, colours may be a level of 255 apart. Elsewhere whole
 * glyphs may differ.
 */
export function ruleOf(
  golden: Golden | null,
  tolerance: Tolerance,
  environment: GoldenEnvironment,
  root: string,
): ComparisonRule {
  const made = golden?.environment ?? null
  const changes = environmentChanges(made, environment)
  const given = isOtherCpu(changes) ? withRounding(tolerance) : tolerance
  const { threshold, includeAA, maxDiffPixels, maxDiffPixelRatio, comparator, strict } = given
  return {
    tolerance: {
      ...(threshold !== undefined && { threshold }),
      ...(includeAA !== undefined && { includeAA }),
      ...(maxDiffPixels !== undefined && { maxDiffPixels }),
      ...(maxDiffPixelRatio !== undefined && { maxDiffPixelRatio }),
      ...(comparator !== undefined && { comparator }),
      ...(strict !== undefined && { strict }),
    },
    exact: made !== null && changes.length === 0,
    root,
  }
}

/** In pixelmatch's measure two levels of 255 in all channels; one is the most that was seen. */
const rounding = 0.01

/** Similarity has a measure of its own, which does not see so little. */
function withRounding(tolerance: Tolerance): Tolerance {
  if (tolerance.comparator === 'ssim') return tolerance
  const { threshold = rounding, includeAA = true } = tolerance
  return { ...tolerance, threshold, includeAA }
}

/** Files whose digest was found right, with what tells that they are still the same. */
const verified = new Map<string, string>()

async function verifyDigest(file: string, digest: string): Promise<void> {
  const { ino, size, mtimeMs } = await stat(file)
  const state = `${ino} ${size} ${mtimeMs} ${digest}`
  if (verified.get(file) === state) return
  const found = await digestPixels((await readGolden(file)).data)
  if (found !== digest)
    throw invalidGolden(file, `its record says digest ${digest}, but its pixels have ${found}`)
  verified.set(file, state)
}
