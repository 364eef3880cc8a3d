import { randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeDirectory } from '../directories.js'
import { CefrigError, isCefrigError } from '../errors.js'
import { refusal, writing } from '../file-failure.js'
import { crc32 } from './crc32.js'
import { digestPixels } from './digest.js'
import type { GoldenEnvironment } from './environment.js'
import { gitRefusal } from './git-state.js'
import { type DataChunk, encodePngAsync, type Pixels } from './png.js'
import { chunkHeader, chunkHeaderBytes, parseTextChunk, signature } from './png-chunks.js'
import { decodePngAsync, pngRefusal } from './png-decode.js'

/** The text chunk that makes a PNG a golden; its text is a {@link GoldenRecord} as JSON. */
const keyword = 'cefrig'

/** Enough for the chunks in front of the pixels. */
const headBytes = 4096

/** What a golden says about itself. */
export interface GoldenRecord {
  /** As `Capture.digest`, of these pixels. */
  digest: string
  data: DataChunk
  environment: GoldenEnvironment
}

/** What the chunk headers of a golden tell, without decoding it. */
export interface GoldenHeader {
  width: number
  height: number
  /** Null when cefrig did not write the file, or something else wrote it anew. */
  recorded: GoldenRecord | null
  /** The data chunk as it is in the file; of several the sum of the lengths and the last checksum. */
  found: DataChunk
  /** Whether the file still is what its record describes, so that the recorded digest is the pixels'. */
  intact: boolean
}

/** A golden as a PNG file, with its record. */
export async function encodeGolden(pixels: Pixels, environment: GoldenEnvironment): Promise<Uint8Array> {
  const digest = await digestPixels(pixels.data)
  const record = (data: DataChunk): GoldenRecord => ({ digest, data, environment })
  return encodePngAsync(pixels, {
    compression: 'small',
    text: (data) => ({ [keyword]: JSON.stringify(record(data)) }),
  })
}

/**
 * Reads what a golden says about itself, by one read of its start and one of its end. Null when there is no such file.
 * Errors: GOLDEN_INVALID when its chunks show that it is no complete PNG, or when it cannot be read.
 */
export function readGoldenHeader(file: string): GoldenHeader | null {
  let descriptor: number | null = null
  try {
    descriptor = openIfThere(file)
    return descriptor === null ? null : walk(file, descriptor)
  } catch (error) {
    throw isCefrigError(error) ? error : invalidGolden(file, refusal(error).reason, error)
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}

/** Decodes a golden. Errors: GOLDEN_INVALID. */
export async function readGolden(file: string): Promise<Pixels> {
  try {
    return await decodePngAsync(await readFile(file))
  } catch (error) {
    throw isCefrigError(error, 'GOLDEN_INVALID')
      ? invalidGolden(file, String(error.facts.reason), error)
      : invalidGolden(file, refusal(error).reason, error)
  }
}

/** Writes a file whole or not at all; makes its directory. Errors: FILE_FAILED. */
export function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  return writing(file, () => writeAndRename(file, bytes))
}

async function writeAndRename(file: string, bytes: Uint8Array): Promise<void> {
  const directory = dirname(file)
  await makeDirectory(directory)
  const temporary = join(directory, `.${randomBytes(8).toString('hex')}.tmp`)
  try {
    await writeFile(temporary, bytes, { flag: 'wx' })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

const restoreIt = 'Nothing was overwritten: restore the file, or delete it and run with -u'

export function invalidGolden(
  file: string,
  reason: string,
  cause?: unknown,
  next: string = restoreIt,
): CefrigError {
  return new CefrigError(
    'GOLDEN_INVALID',
    `toMatchGolden() failed: ${file} is no valid golden: ${reason}. ${next}.`,
    {
      facts: { file, reason },
      ...(cause === undefined ? {} : { cause }),
    },
  )
}

function openIfThere(file: string): number | null {
  try {
    // A pipe, which is no picture, is not waited for.
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function walk(file: string, descriptor: number): GoldenHeader {
  const state = fstatSync(descriptor)
  if (!state.isFile() && !state.isDirectory()) throw invalidGolden(file, 'it is no ordinary file')
  const fileBytes = state.size
  const head = readAt(descriptor, 0, Math.min(fileBytes, headBytes))
  const byGit = gitRefusal(head, file)
  if (byGit !== null) throw invalidGolden(file, byGit.reason, undefined, byGit.next)
  const reason = pngRefusal(head)
  if (reason !== null) throw invalidGolden(file, reason)
  const order: string[] = []
  const found: DataChunk = { length: 0, checksum: '' }
  let size = { width: 0, height: 0 }
  let recorded: GoldenRecord | null = null
  for (let offset = signature.length; order.at(-1) !== 'IEND'; ) {
    // Beyond the head only the checksum of one chunk and the header of the next are read.
    const here = chunkHeader(head, offset) ?? chunkHeader(readAt(descriptor, offset, chunkHeaderBytes), 0)
    const start = offset + chunkHeaderBytes
    const end = start + (here?.length ?? 0)
    if (here === null || end + 4 > fileBytes)
      throw invalidGolden(file, `the file ends early, after ${fileBytes} bytes`)
    const checksum = end + 4 <= head.length ? head.subarray(end, end + 4) : readAt(descriptor, end, 4)
    if (end <= head.length && crc32(head.subarray(start - 4, end)) !== checksum.readUInt32BE()) {
      throw invalidGolden(file, `the checksum of chunk ${here.type} is wrong`)
    }
    if (here.type === 'IHDR' && here.length === 13)
      size = { width: head.readUInt32BE(start), height: head.readUInt32BE(start + 4) }
    if (here.type === 'IDAT') {
      found.length += here.length
      found.checksum = checksum.toString('hex')
    }
    if (end <= head.length) recorded ??= parseRecord(here.type, head.subarray(start, end))
    order.push(here.type)
    offset = end + 4
  }
  const asWritten = /^IHDR tEXt IDAT IEND$|^IHDR iTXt IDAT IEND$/.test(order.join(' '))
  const intact =
    asWritten &&
    recorded?.data.length === found.length &&
    recorded.data.checksum === found.checksum &&
    recorded !== null
  return { ...size, recorded, found, intact }
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position))
}

function parseRecord(type: string, data: Uint8Array): GoldenRecord | null {
  const [found, text] = parseTextChunk(type, data) ?? []
  if (found !== keyword || text === undefined) return null
  try {
    const record = JSON.parse(text) as GoldenRecord
    return typeof record.digest === 'string' && typeof record.data.length === 'number' ? record : null
  } catch {
    return null
  }
}
