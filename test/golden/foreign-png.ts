import { deflateSync } from 'node:zlib'
import { chunk, signature } from '../../src/golden/png-chunks.js'

/** A PNG as cefrig never writes it. */
export interface ForeignPicture {
  width: number
  height: number
  colourType: 0 | 2 | 3 | 4 | 6
  depth: 1 | 2 | 4 | 8 | 16
  interlaced?: boolean
  /** The samples of a pixel, from 0 to 2^depth − 1. */
  samples: (x: number, y: number) => number[]
}

const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Whole chunks of such a file, so that a test can change them. */
export function foreignChunks(picture: ForeignPicture): Buffer[] {
  const { width, height, colourType, depth, interlaced = false, samples } = picture
  const grid = interlaced ? passes : ([[0, 0, 1, 1]] as const)
  const rows: number[] = []
  for (const [startX, startY, stepX, stepY] of grid) {
    if (startX >= width) continue
    for (let y = startY; y < height; y += stepY) {
      const bits: string[] = []
      for (let x = startX; x < width; x += stepX)
        bits.push(...samples(x, y).map((sample) => sample.toString(2).padStart(depth, '0')))
      const row = bits.join('')
      rows.push(0)
      for (let at = 0; at < row.length; at += 8)
        rows.push(Number.parseInt(row.slice(at, at + 8).padEnd(8, '0'), 2))
    }
  }
  const palette = Buffer.from(
    Array.from({ length: 2 ** Math.min(depth, 8) }, (_, index) => paletteColour(index)).flat(),
  )
  return [
    chunk('IHDR', header(width, height, depth, colourType, interlaced ? 1 : 0)),
    ...(colourType === 3 ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
}

export function foreignPng(picture: ForeignPicture): Buffer {
  return Buffer.concat([signature, ...foreignChunks(picture)])
}

export function header(
  width: number,
  height: number,
  depth: number,
  colourType: number,
  interlace = 0,
): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([depth, colourType, 0, 0, interlace], 8)
  return data
}

export function paletteColour(index: number): number[] {
  return [(index * 37) % 256, (index * 101) % 256, 255 - (index % 256)]
}

/** What a reader must make of a pixel. */
export function pixelOf({ colourType, depth, samples }: ForeignPicture, x: number, y: number): number[] {
  const found = samples(x, y)
  const [a, b, c, d] = found.map((sample) => Math.floor((sample * 255) / (2 ** depth - 1) + 0.5))
  if (colourType === 0) return [a!, a!, a!, 255]
  if (colourType === 2) return [a!, b!, c!, 255]
  if (colourType === 3) return [...paletteColour(found[0]!), 255]
  if (colourType === 4) return [a!, a!, a!, b!]
  return [a!, b!, c!, d!]
}

/** Every colour type with each of its depths. */
export const kinds: Pick<ForeignPicture, 'colourType' | 'depth'>[] = [
  ...([1, 2, 4, 8, 16] as const).map((depth) => ({ colourType: 0 as const, depth })),
  ...([1, 2, 4, 8] as const).map((depth) => ({ colourType: 3 as const, depth })),
  ...([2, 4, 6] as const).flatMap((colourType) => ([8, 16] as const).map((depth) => ({ colourType, depth }))),
]

/** A picture of a kind, in which neighbours differ. */
export function picture(
  kind: (typeof kinds)[number],
  width: number,
  height: number,
  interlaced: boolean,
): ForeignPicture {
  const count = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[kind.colourType]
  const samples = (x: number, y: number) =>
    Array.from(
      { length: count },
      (_, index) => (x * 7919 + y * 104729 + index * 31 + x * y) % 2 ** kind.depth,
    )
  return { ...kind, width, height, interlaced, samples }
}
