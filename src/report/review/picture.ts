import { realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isCefrigError } from '../../errors.js'
import { digestPixels } from '../../golden/digest.js'
import { encodeGolden, type GoldenRecord } from '../../golden/golden-file.js'
import { chunks } from '../../golden/png-chunks.js'
import { type DecodedPng, decodePngAsync } from '../../golden/png-decode.js'
import type { PictureRecord } from '../run.js'
import type { Candidate } from './candidates.js'
import { bytesOf, isMissing, isWithin } from './place.js'
import { refused } from './refused.js'

/** Text chunks and what deflate adds where it cannot compress. */
const spareBytes = 1 << 20

/** The golden that an approval writes: the picture of the run, whose pixels are checked by their digest. */
export async function goldenOf({ folder, picture }: Candidate): Promise<Uint8Array> {
  const { actual } = picture.files
  if (actual === undefined) throw refused.pictureMissing(`The picture of ${picture.golden}`, 'was not kept')
  const file = await pictureFile(folder.directory, actual)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const most = picture.size.width * picture.size.height * 5 + spareBytes
  if (size > most) throw refused.pictureChanged(actual, `it has ${size} bytes`)
  const bytes = await bytesOf(file)
  if (bytes === null) throw refused.pictureMissing(actual, 'is gone')
  refuseOtherSize(actual, bytes, picture)
  const pixels = await decoded(actual, bytes)
  const digest = await digestPixels(pixels.data)
  if (digest !== picture.digest)
    throw refused.pictureChanged(actual, `its pixels have the digest ${digest}, not ${picture.digest}`)
  return isGolden(bytes, pixels, picture) ? bytes : encodeGolden(pixels, picture.environment)
}

/**
 * Where a picture of a run lies, without symbolic links. Refuses what is not in the run's directory: its record may name any file of
 * the machine.
 */
async function pictureFile(directory: string, path: string): Promise<string> {
  if (path.includes('\0')) throw refused.pictureMissing(JSON.stringify(path), 'is no path')
  let file: string
  try {
    file = await realpath(resolve(directory, path))
  } catch (error) {
    throw isMissing(error) ? refused.pictureMissing(path, 'is gone') : refused.fileFailed(path, error)
  }
  if (!/\.png$/i.test(file) || !isWithin(directory, file))
    throw refused.pictureMissing(path, "leads out of the run's folder, or is no picture")
  return file
}

/** The header is looked at before anything is unpacked. */
function refuseOtherSize(file: string, bytes: Buffer, { size }: PictureRecord): void {
  const [width, height] = bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width !== size.width || height !== size.height)
    throw refused.pictureChanged(file, `it is ${width}×${height}, not ${size.width}×${size.height}`)
}

async function decoded(file: string, bytes: Buffer): Promise<DecodedPng> {
  try {
    return await decodePngAsync(bytes)
  } catch (error) {
    if (isCefrigError(error, 'GOLDEN_INVALID')) throw refused.pictureChanged(file, String(error.facts.reason))
    throw error
  }
}

/** Whether the bytes are what a golden of these pixels and the picture's environment has, and nothing else. */
function isGolden(bytes: Buffer, { text }: DecodedPng, picture: PictureRecord): boolean {
  const all = [...chunks(bytes)]
  const [data, end] = all.slice(-2)
  if (all.map(({ type }) => type.replace('iTXt', 'tEXt')).join(' ') !== 'IHDR tEXt IDAT IEND') return false
  const checksum = bytes.subarray(data!.start + data!.length, data!.start + data!.length + 4).toString('hex')
  const record: GoldenRecord = {
    digest: picture.digest,
    data: { length: data!.length, checksum },
    environment: picture.environment,
  }
  return end!.start + 4 === bytes.length && isDeepStrictEqual(parsed(text.cefrig), record)
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
