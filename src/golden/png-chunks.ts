import { crc32 } from './crc32.js'

/** Where one chunk lies in a PNG file. */
export interface ChunkHeader {
  type: string
  /** Bytes of data, without length, type and checksum. */
  length: number
  /** Offset of the data from the start of the file. */
  start: number
}

export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Bytes of a chunk's length and type, before its data. */
export const chunkHeaderBytes = 8

export function hasSignature(bytes: Uint8Array): boolean {
  return bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte)
}

/** A whole chunk: length, type, data and checksum. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, chunkHeaderBytes)
  bytes.writeUInt32BE(
    crc32(bytes.subarray(4, chunkHeaderBytes + data.length)),
    chunkHeaderBytes + data.length,
  )
  return bytes
}

/** Reads the chunk header at `offset`, or null when the bytes end before it does. */
export function chunkHeader(bytes: Uint8Array, offset: number): ChunkHeader | null {
  if (offset + chunkHeaderBytes > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + chunkHeaderBytes))
  return { type, length: view.getUint32(offset), start: offset + chunkHeaderBytes }
}

/** The chunks of a PNG held in memory, until its IEND or until the bytes end. */
export function* chunks(bytes: Uint8Array): Generator<ChunkHeader & { data: Uint8Array }> {
  let offset = signature.length
  for (;;) {
    const header = chunkHeader(bytes, offset)
    if (header === null) return
    const end = header.start + header.length
    if (end + 4 > bytes.length) return
    yield { ...header, data: bytes.subarray(header.start, end) }
    if (header.type === 'IEND') return
    offset = end + 4
  }
}

/** A text chunk: `tEXt` when Latin-1 can hold the text, otherwise `iTXt`, neither compressed. */
export function textChunk(keyword: string, text: string): Buffer {
  const head = Buffer.from(`${keyword}\0`, 'latin1')
  if (isLatin1(text)) return chunk('tEXt', Buffer.concat([head, Buffer.from(text, 'latin1')]))
  return chunk('iTXt', Buffer.concat([head, Buffer.from(`\0\0\0\0${text}`, 'utf8')]))
}

/** Keyword and text of an uncompressed text chunk, or null for any other chunk. */
export function parseTextChunk(type: string, data: Uint8Array): [keyword: string, text: string] | null {
  if (type !== 'tEXt' && type !== 'iTXt') return null
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const end = bytes.indexOf(0)
  if (end < 1) return null
  const keyword = bytes.toString('latin1', 0, end)
  if (type === 'tEXt') return [keyword, bytes.toString('latin1', end + 1)]
  if (bytes[end + 1] !== 0) return null
  const afterLanguage = bytes.indexOf(0, end + 3)
  const afterKeyword = afterLanguage < 0 ? -1 : bytes.indexOf(0, afterLanguage + 1)
  return afterKeyword < 0 ? null : [keyword, bytes.toString('utf8', afterKeyword + 1)]
}

function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false
  return true
}
