import { type ChunkHeader, chunkHeaderBytes } from './png-chunks.js'

/** A chunk with its data. */
export type Chunk = ChunkHeader & { data: Uint8Array }

/** What a PNG's first chunk says. */
export interface PngHeader {
  width: number
  height: number
  /** Bits of a sample. */
  depth: number
  colourType: number
  interlaced: boolean
}

/** Samples per pixel and the depths that there are, by colour type: grey, RGB, palette, grey and alpha, RGBA. */
const colourTypes: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
}

/** Chunks that a reader must understand; others of them begin with an upper-case letter too. */
const critical = ['IHDR', 'PLTE', 'IDAT', 'IEND']

/** The seven passes of an interlaced picture: where each begins and how far apart its pixels lie. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Reads the first chunk, whose data is 13 bytes. */
export function parseHeader(data: Uint8Array): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset)
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: data[8]!,
    colourType: data[9]!,
    interlaced: data[12] !== 0,
  }
}

/** What is wrong with a file whose chunks are whole, before anything is decompressed; null when nothing is. */
export function misbuilt(chunks: readonly Chunk[]): string | null {
  const types = chunks.map(({ type }) => type)
  const [first] = chunks
  if (first?.type !== 'IHDR' || first.length !== 13) return 'its first chunk is no IHDR'
  const { colourType, depth } = parseHeader(first.data)
  if (colourTypes[colourType]?.depths.includes(depth) !== true)
    return `its header claims colour type ${colourType} with ${depth} bits, which there is not`
  const [compression, filter, interlace] = first.data.subarray(10)
  if (compression !== 0 || filter !== 0 || interlace! > 1)
    return `its header claims methods ${compression}, ${filter} and ${interlace}, which there are not`
  for (const type of ['IHDR', 'PLTE'])
    if (types.indexOf(type) !== types.lastIndexOf(type)) return `it has more than one chunk ${type}`
  const unknown = types.find((type) => /^[A-Z]/.test(type) && !critical.includes(type))
  if (unknown !== undefined) return `it has a chunk ${unknown}, which this reader must know and does not`
  const [start, end] = [types.indexOf('IDAT'), types.lastIndexOf('IDAT')]
  if (start < 0) return 'it has no chunk IDAT'
  if (types.slice(start, end).some((type) => type !== 'IDAT'))
    return 'its chunks IDAT do not follow each other'
  const palette = chunks.find(({ type }) => type === 'PLTE')
  if (palette === undefined) return colourType === 3 ? 'it has no palette' : null
  if (palette.length === 0 || palette.length % 3 !== 0 || palette.length > 3 * 256)
    return `its palette is ${palette.length} bytes`
  return types.indexOf('PLTE') > start ? 'its palette comes after its pixels' : null
}

/** How many bytes the decompressed rows of a picture are, each with its filter's number. */
export function rowBytes({ width, height, depth, colourType, interlaced }: PngHeader): number {
  const bits = (colourTypes[colourType]?.samples ?? 0) * depth
  const rows = (columns: number, lines: number) =>
    columns === 0 ? 0 : (Math.ceil((columns * bits) / 8) + 1) * lines
  if (!interlaced) return rows(width, height)
  return passes.reduce((sum, [x, y, stepX, stepY]) => {
    const [columns, lines] = [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)]
    return sum + rows(Math.max(0, columns), Math.max(0, lines))
  }, 0)
}

/** Where the last chunk ends: what follows it is no part of the picture. */
export function endOf(chunks: readonly Chunk[]): number {
  const last = chunks.at(-1)
  return last === undefined ? chunkHeaderBytes : last.start + last.length + 4
}
