import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { inflate, inflateSync, type ZlibOptions } from 'node:zlib'
import { CefrigError } from '../errors.js'
import { crc32 } from './crc32.js'
import { fileKind } from './file-kind.js'
import type { Pixels } from './png.js'
import { chunks, hasSignature, parseTextChunk } from './png-chunks.js'
import { pixelsOf } from './png-rows.js'
import { type Chunk, endOf, misbuilt, type PngHeader, parseHeader, rowBytes } from './png-structure.js'

/**
 * Pictures beyond this many pixels are refused, because a broken header can claim any size. Those that cefrig did not write take
 * much longer to read.
 */
const [maxPixels, maxForeignPixels] = [2 ** 28, 2 ** 26]

/** What a PNG holds. */
export interface DecodedPng extends Pixels {
  /** Uncompressed text by keyword. */
  text: Record<string, string>
}

/** Loaded when a foreign picture is decoded for the first time: most runs decode none. */
const loadPngjs = (): typeof import('pngjs') => createRequire(import.meta.url)('pngjs')

const inflateAsync = promisify<Uint8Array, ZlibOptions, Buffer>(inflate)

/**
 * Reads any valid PNG: every colour type and depth, interlaced or not, of an animated one the picture that others show.
 * Errors: GOLDEN_INVALID, whose fact `reason` says what is broken.
 */
export function decodePng(bytes: Uint8Array): DecodedPng {
  const parts = partsOf(bytes)
  const rows = orInvalid(() => inflateSync(parts.data, limitsOf(parts)), parts)
  return { ...pixelsFrom(parts, rows), text: parts.text }
}

/** {@link decodePng} with the decompression on a thread of its own. */
export async function decodePngAsync(bytes: Uint8Array): Promise<DecodedPng> {
  const parts = partsOf(bytes)
  const rows = await inflateAsync(parts.data, limitsOf(parts)).catch((cause: unknown) =>
    Promise.reject(invalid(reasonOf(cause, parts), cause)),
  )
  return { ...pixelsFrom(parts, rows), text: parts.text }
}

/** Why a file that starts with these bytes is no PNG; null when it may be one. */
export function pngRefusal(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'the file is empty'
  if (startsWith(bytes, 'version https://git-lfs')) {
    return 'the file is a Git LFS pointer, not the picture (git lfs pull fetches it)'
  }
  if (hasSignature(bytes)) return null
  const kind = fileKind(bytes)
  return kind === null ? 'the file does not start with the PNG signature' : `the file is ${kind}`
}

/** A file whose chunks are right. */
interface Parts {
  header: PngHeader
  text: Record<string, string>
  /** Compressed rows. */
  data: Uint8Array
  /** Of the kind that cefrig writes: 8 bits, RGB or RGBA, one data chunk. Read here much faster than by pngjs. */
  colourType: 2 | 6 | null
  /** The file until its end chunk. */
  bytes: Uint8Array
}

const ownChunks = ['IHDR', 'tEXt', 'iTXt', 'IDAT', 'IEND']

/** Checks every chunk. Errors: GOLDEN_INVALID. */
function partsOf(bytes: Uint8Array): Parts {
  const reason = pngRefusal(bytes)
  if (reason !== null) throw invalid(reason)
  const all: Chunk[] = [...chunks(bytes)]
  for (const { type, start, length, data } of all) {
    const stored = Buffer.from(bytes.buffer, bytes.byteOffset + start + length, 4).readUInt32BE()
    if (crc32(data, crc32(type)) !== stored) throw invalid(`the checksum of chunk ${type} is wrong`)
  }
  if (all.at(-1)?.type !== 'IEND') throw invalid(`the file ends early, after ${bytes.length} bytes`)
  const wrong = misbuilt(all)
  if (wrong !== null) throw invalid(wrong)
  const header = parseHeader(all[0]!.data)
  const { width, height, depth, interlaced } = header
  const data = all.filter(({ type }) => type === 'IDAT').map((found) => found.data)
  const plain = depth === 8 && !interlaced && data.length === 1
  const isOwn = plain && all.every(({ type }) => ownChunks.includes(type))
  const colourType = isOwn && (header.colourType === 2 || header.colourType === 6) ? header.colourType : null
  const most = colourType === null ? maxForeignPixels : maxPixels
  if (width * height === 0 || width * height > most)
    throw invalid(`its header claims ${width}×${height} pixels; from 1 to ${most} are read`)
  const texts = all.map(({ type, data }) => parseTextChunk(type, data)).filter((entry) => entry !== null)
  return {
    header,
    text: Object.fromEntries(texts),
    data: data.length === 1 ? data[0]! : Buffer.concat(data),
    colourType,
    bytes: bytes.subarray(0, endOf(all)),
  }
}

/** No more is decompressed than the header claims, and a byte by which too much is noticed. */
function limitsOf({ header }: Parts): ZlibOptions {
  return { maxOutputLength: rowBytes(header) + 1, chunkSize: 1 << 18 }
}

function pixelsFrom(parts: Parts, rows: Buffer): Pixels {
  const { header, colourType, bytes } = parts
  const expected = rowBytes(header)
  if (rows.length !== expected) throw invalid(`its pixels are ${rows.length} bytes, not ${expected}`)
  const own = colourType === null ? null : pixelsOf({ colourType, bytes: rows }, header.width, header.height)
  return own ?? foreignPixels(bytes)
}

function foreignPixels(bytes: Uint8Array): Pixels {
  const { width, height, data } = orInvalid(() =>
    loadPngjs().PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  )
  return { width, height, data }
}

function orInvalid<T>(action: () => T, parts?: Parts): T {
  try {
    return action()
  } catch (cause) {
    throw invalid(reasonOf(cause, parts), cause)
  }
}

function reasonOf(cause: unknown, parts?: Parts): string {
  if (parts !== undefined && (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
    return `its pixels are more than the ${rowBytes(parts.header)} bytes that its header claims`
  return `its pixels cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, text.length)).toString('latin1') ===
    text
  )
}

function invalid(reason: string, cause?: unknown): CefrigError {
  return new CefrigError('GOLDEN_INVALID', `decodePng() failed: ${reason}. Give it a complete PNG file.`, {
    facts: { reason },
    ...(cause === undefined ? {} : { cause }),
  })
}
