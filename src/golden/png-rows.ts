import type { Pixels } from './png.js'

/** A picture's rows as PNG compresses them: each a filter's number and then bytes of 8 bits per channel. */
export interface Rows {
  /** PNG's colour type: 2 is RGB, 6 is RGBA. */
  colourType: 2 | 6
  bytes: Uint8Array
}

/** Unfiltered rows: RGB when every pixel is opaque, otherwise RGBA. */
export function rowsOf(pixels: Pixels): Rows {
  return opaqueRows(pixels) ?? translucentRows(pixels)
}

/** The same rows as differences to the pixel on the left, PNG's filter 1. */
export function subtractLeft({ colourType, bytes }: Rows, width: number): Rows {
  const channels = channelsOf(colourType)
  const stride = width * channels + 1
  const result = Uint8Array.from(bytes)
  for (let start = 0; start < bytes.length; start += stride) {
    result[start] = 1
    for (let at = start + 1 + channels; at < start + stride; at++)
      result[at] = bytes[at]! - bytes[at - channels]!
  }
  return { colourType, bytes: result }
}

/** Pixels of rows that {@link rowsOf} or {@link subtractLeft} made; null when the rows are of another kind. */
export function pixelsOf({ colourType, bytes }: Rows, width: number, height: number): Pixels | null {
  const channels = channelsOf(colourType)
  const stride = width * channels + 1
  if (bytes.length !== stride * height) return null
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * stride]!
    if (filter > 1) return null
    const row = bytes.subarray(y * stride + 1, (y + 1) * stride)
    if (filter === 1) for (let at = channels; at < row.length; at++) row[at] = row[at]! + row[at - channels]!
    if (channels === 4) data.set(row, y * width * 4)
    else addAlpha(row, data, y * width * 4)
  }
  return { width, height, data }
}

function addAlpha(row: Uint8Array, data: Uint8Array, to: number): void {
  for (let from = 0; from < row.length; from += 3, to += 4) {
    data[to] = row[from]!
    data[to + 1] = row[from + 1]!
    data[to + 2] = row[from + 2]!
    data[to + 3] = 255
  }
}

/** Null when a pixel is not opaque. */
function opaqueRows({ width, height, data }: Pixels): Rows | null {
  const bytes = Buffer.allocUnsafe((width * 3 + 1) * height)
  const rowBytes = width * 4
  let to = 0
  let from = 0
  for (let y = 0; y < height; y++) {
    bytes[to++] = 0
    let alpha = 255
    for (const end = from + rowBytes; from < end; from += 4) {
      bytes[to] = data[from]!
      bytes[to + 1] = data[from + 1]!
      bytes[to + 2] = data[from + 2]!
      alpha &= data[from + 3]!
      to += 3
    }
    if (alpha !== 255) return null
  }
  return { colourType: 2, bytes }
}

function translucentRows({ width, height, data }: Pixels): Rows {
  const rowBytes = width * 4
  const bytes = Buffer.allocUnsafe((rowBytes + 1) * height)
  for (let y = 0; y < height; y++) {
    bytes[y * (rowBytes + 1)] = 0
    bytes.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1)
  }
  return { colourType: 6, bytes }
}

function channelsOf(colourType: 2 | 6): 3 | 4 {
  return colourType === 2 ? 3 : 4
}
