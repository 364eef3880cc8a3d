import type { Pixels } from './png.js'

/** 1 for each pixel that is not the very same, row by row. */
export function unequal(expected: Pixels, actual: Pixels): Uint8Array {
  const [a, b] = [wordsOf(expected), wordsOf(actual)]
  const mask = new Uint8Array(a.length)
  for (let pixel = 0; pixel < mask.length; pixel++) if (a[pixel] !== b[pixel]) mask[pixel] = 1
  return mask
}

/** Each pixel as a number of 32 bits. */
export function wordsOf({ width, height, data }: Pixels): Uint32Array {
  const bytes = aligned(data)
  return new Uint32Array(bytes.buffer, bytes.byteOffset, width * height)
}

/** Words of 32 bits begin at a multiple of four bytes. */
export function aligned(data: Uint8Array): Uint8Array {
  return data.byteOffset % 4 === 0 ? data : data.slice()
}
