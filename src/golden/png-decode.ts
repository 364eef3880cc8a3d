import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { crc32, inflate, inflateSync, type ZlibOptions } from 'node:zlib'
import { CefrigError } from '../errors.js'
import type { Pixels } from './png.js'
import { chunks, hasSignature, parseTextChunk } from './png-chunks.js'
import { pixelsOf } from './png-rows.js'

/** Pictures beyond this many pixels are refused, because a broken header can claim any size. */
const maxPixels = 2 ** 28

/** What a PNG holds. */
export interface DecodedPng extends Pixels {
  /** Uncompressed text by keyword. */
  text: Record<string, string>
}

/** Loaded when a foreign picture is decoded for the first time: most runs decode none. */
const loadPngjs = (): typeof import('pngjs') => createRequire(import.meta.url)('pngjs')

const inflateAsync = promisify<Uint8Array, ZlibOptions, Buffer>(inflate)

/**
 * Reads any valid PNG: every colour type and depth, interlaced or not.
 * Errors: GOLDEN_INVALID, whose fact `reason` says what is broken.
 */
export function decodePng(bytes: Uint8Array): DecodedPng {
  const parts = partsOf(bytes)
  if (parts.own === null) return { ...foreignPixels(bytes), text: parts.text }
  const { data, limits } = parts.own
  return {
    ...ownPixels(
      parts.own,
      bytes,
      orInvalid(() => inflateSync(data, limits)),
    ),
    text: parts.text,
  }
}

/** {@link decodePng} with the decompression on a thread of its own. */
export async function decodePngAsync(bytes: Uint8Array): Promise<DecodedPng> {
  const parts = partsOf(bytes)
  if (parts.own === null) return { ...foreignPixels(bytes), text: parts.text }
  const { data, limits } = parts.own
  const rows = await inflateAsync(data, limits).catch((cause: unknown) =>
    Promise.reject(invalid(reasonOf(cause), cause)),
  )
  return { ...ownPixels(parts.own, bytes, rows), text: parts.text }
}

/** Why a file that starts with these bytes is no PNG; null when it may be one. */
export function pngRefusal(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'the file is empty'
  if (startsWith(bytes, 'version https://git-lfs')) {
    return 'the file is a Git LFS pointer, not the picture (git lfs pull fetches it)'
  }
  return hasSignature(bytes) ? null : 'the file does not start with the PNG signature'
}

/** A picture of the kind that cefrig writes: 8 bits, RGB or RGBA, one data chunk. Read here much faster than by pngjs. */
interface OwnPicture {
  width: number
  height: number
  colourType: 2 | 6
  /** Compressed rows. */
  data: Uint8Array
  limits: ZlibOptions
}

interface Parts {
  text: Record<string, string>
  own: OwnPicture | null
}

const ownChunks = ['IHDR', 'tEXt', 'iTXt', 'IDAT', 'IEND']

/** Checks every chunk. Errors: GOLDEN_INVALID. */
function partsOf(bytes: Uint8Array): Parts {
  const reason = pngRefusal(bytes)
  if (reason !== null) throw invalid(reason)
  const all = [...chunks(bytes)]
  for (const { type, start, length, data } of all) {
    const stored = Buffer.from(bytes.buffer, bytes.byteOffset + start + length, 4).readUInt32BE()
    if (crc32(data, crc32(type)) !== stored) throw invalid(`the checksum of chunk ${type} is wrong`)
  }
  if (all.at(-1)?.type !== 'IEND') throw invalid(`the file ends early, after ${bytes.length} bytes`)
  if (all[0]?.type !== 'IHDR' || all[0].length !== 13) throw invalid('its first chunk is no IHDR')
  const header = Buffer.from(all[0].data)
  const [width, height, colourType] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]]
  if (width * height === 0 || width * height > maxPixels)
    throw invalid(`its header claims ${width}×${height} pixels`)
  const texts = all.map(({ type, data }) => parseTextChunk(type, data)).filter((entry) => entry !== null)
  const data = all.filter(({ type }) => type === 'IDAT').map((found) => found.data)
  // Depth, then compression, filter and interlace methods.
  const plain = header[8] === 8 && header.readUIntBE(10, 3) === 0
  const isOwn = plain && data.length === 1 && all.every(({ type }) => ownChunks.includes(type))
  const text = Object.fromEntries(texts)
  if (!isOwn || (colourType !== 2 && colourType !== 6)) return { text, own: null }
  const limits = { maxOutputLength: (width * 4 + 1) * height + 1, chunkSize: 1 << 18 }
  return { text, own: { width, height, colourType, data: data[0]!, limits } }
}

function ownPixels({ width, height, colourType }: OwnPicture, bytes: Uint8Array, rows: Buffer): Pixels {
  const expected = (width * (colourType === 2 ? 3 : 4) + 1) * height
  if (rows.length !== expected) throw invalid(`its pixels are ${rows.length} bytes, not ${expected}`)
  return pixelsOf({ colourType, bytes: rows }, width, height) ?? foreignPixels(bytes)
}

function foreignPixels(bytes: Uint8Array): Pixels {
  const { width, height, data } = orInvalid(() =>
    loadPngjs().PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  )
  return { width, height, data }
}

function orInvalid<T>(action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw invalid(reasonOf(cause), cause)
  }
}

function reasonOf(cause: unknown): string {
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
