import { stat } from 'node:fs/promises'
import { comparePixels } from './comparison.js'
import { digestPixels } from './digest.js'
import { environmentChanges, type GoldenEnvironment } from './environment.js'
import { invalidGolden, readGolden, readGoldenHeader } from './golden-file.js'
import type { Tolerance } from './options.js'
import type { Finding, Size } from './outcome.js'
import type { Pixels } from './png.js'
import type { Shot } from './shot.js'

/** A golden on disk: its digest is known, its pixels are decoded when they are needed. */
export interface Golden extends Size {
  digest: string
  /** `digest` when the file's own record gave the digest, `pixels` when it had to be decoded. */
  knownBy: 'digest' | 'pixels'
  environment: GoldenEnvironment | null
  pixels(): Promise<Pixels>
}

/**
 * Opens a golden; null when there is none. `verify` decodes it once per process and compares its digest with its pixels.
 * Errors: GOLDEN_INVALID.
 */
export async function openGolden(file: string, verify: boolean): Promise<Golden | null> {
  const header = readGoldenHeader(file)
  if (header === null) return null
  let decoded: Promise<Pixels> | undefined
  const pixels = () => (decoded ??= readGolden(file))
  const { width, height, recorded, intact } = header
  const environment = recorded?.environment ?? null
  if (intact && recorded !== null) {
    if (verify) await verifyDigest(file, recorded.digest, pixels)
    return { width, height, digest: recorded.digest, knownBy: 'digest', environment, pixels }
  }
  return {
    width,
    height,
    digest: await digestPixels((await pixels()).data),
    knownBy: 'pixels',
    environment,
    pixels,
  }
}

/**
 * What one shot shows against its golden. The pixels are compared only when sizes agree and digests do not. Where the golden
 * was made in this environment every pixel counts unless the tolerance says otherwise: nothing but the page can have changed
 * them. Elsewhere other processors and fonts round differently.
 */
export async function look(
  golden: Golden | null,
  shot: Shot,
  tolerance: Tolerance,
  environment: GoldenEnvironment,
): Promise<Finding | 'needs-pixels'> {
  if (golden === null) return { kind: 'absent' }
  if (golden.width !== shot.width || golden.height !== shot.height) {
    return { kind: 'other-size', golden: { width: golden.width, height: golden.height } }
  }
  if (golden.digest === shot.digest) return { kind: 'same', by: golden.knownBy }
  if (shot.pixels === null) return 'needs-pixels'
  const exact =
    golden.environment !== null && environmentChanges(golden.environment, environment).length === 0
  const difference = await comparePixels(await golden.pixels(), shot.pixels, tolerance, exact)
  const close = difference.differentPixels <= difference.allowedPixels
  return { kind: close ? 'close' : 'different', difference }
}

/** Files whose digest was found right, with what tells that they are still the same. */
const verified = new Map<string, string>()

async function verifyDigest(file: string, digest: string, pixels: () => Promise<Pixels>): Promise<void> {
  const { ino, size, mtimeMs } = await stat(file)
  const state = `${ino} ${size} ${mtimeMs} ${digest}`
  if (verified.get(file) === state) return
  const found = await digestPixels((await pixels()).data)
  if (found !== digest)
    throw invalidGolden(file, `its record says digest ${digest}, but its pixels have ${found}`)
  verified.set(file, state)
}
