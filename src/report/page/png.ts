import type { PixelData } from './pixels.js'

/** Reads the PNGs that cefrig writes, exactly: 8 bits, RGB or RGBA, not interlaced. Null for others. */
export async function decodeOwnPng(png: Uint8Array<ArrayBuffer>): Promise<PixelData | null> {
  const view = new DataView(png.buffer)
  if (png.length < 33) return null
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth, colour, interlaced] = [png[24], png[25], png[28]]
  const channels = colour === 2 ? 3 : colour === 6 ? 4 : 0
  if (depth !== 8 || channels === 0 || interlaced !== 0) return null
  const parts: BlobPart[] = []
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    // Colours that are transparent as a whole are not cefrig's.
    if (type === 'tRNS') return null
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate'))
  const rows = new Uint8Array(await new Response(stream).arrayBuffer())
  if (rows.length < height * (width * channels + 1)) return null
  return { width, height, data: unfiltered(rows, width, height, channels) }
}

function unfiltered(rows: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels
  for (let y = 0, from = 0; y < height; y++, from += stride + 1) {
    const filter = rows[from]!
    for (let x = 0; x < stride; x++) {
      const at = from + 1 + x
      const left = x < channels ? 0 : rows[at - channels]!
      const above = y === 0 ? 0 : rows[at - stride - 1]!
      const corner = x < channels || y === 0 ? 0 : rows[at - stride - 1 - channels]!
      rows[at]! += predicted(filter, left, above, corner)
    }
  }
  const data = new Uint8Array(width * height * 4).fill(255)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, from = y * (stride + 1) + 1; x < width; x++, from += channels, to += 4)
      data.set(rows.subarray(from, from + channels), to)
  return data
}

/** What PNG's five filters take away. */
function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return above
    case 3:
      return (left + above) >> 1
    case 4: {
      const [a, b, c] = [
        Math.abs(above - corner),
        Math.abs(left - corner),
        Math.abs(left + above - 2 * corner),
      ]
      return a <= b && a <= c ? left : b <= c ? above : corner
    }
    default:
      return 0
  }
}
