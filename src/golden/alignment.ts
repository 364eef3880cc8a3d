import type { Difference } from './comparison.js'
import type { Size } from './outcome.js'
import { wordsOf } from './pixel-words.js'
import type { Pixels } from './png.js'
import type { Region } from './regions.js'

/** Rows or columns that only one of two pictures has. */
export interface Gap {
  /** The first of them, in the picture of both. */
  at: number
  length: number
  /** Which picture lacks them. */
  missingIn: 'expected' | 'actual'
}

/** How two pictures of different sizes lie on each other, in a picture of both that is as large as the larger sides. */
export interface Alignment extends Size {
  rows: Gap | null
  columns: Gap | null
}

/** Two pictures laid on each other. Where one has no pixel it shows the other's, so that nothing differs there. */
export interface Aligned {
  alignment: Alignment
  expected: Pixels
  actual: Pixels
  /** Row by row: 0 where both have a pixel, {@link onlyExpected}, {@link onlyActual}, or {@link neither}. */
  presence: Uint8Array
}

export const onlyExpected = 1
export const onlyActual = 2
/** A corner, when one picture is higher and the other one wider. */
export const neither = 3

/** Larger pictures of both are not made. */
const maxPixels = 2 ** 26

/** Whether a picture of both can be made. */
export function canAlign(expected: Size, actual: Size): boolean {
  return Math.max(expected.width, actual.width) * Math.max(expected.height, actual.height) <= maxPixels
}

/**
 * Lays pictures of different sizes on each other. The top left corners meet; what lies beyond the rows that one picture has more is
 * pushed down, and in the same way columns to the right, at the place where the most pixels then agree: where something was put in
 * or taken out.
 */
export function align(expected: Pixels, actual: Pixels): Aligned {
  const rows = gapOf(expected.height, actual.height, (extra, first) =>
    rowCosts(expected, actual, extra, first),
  )
  const columns = gapOf(expected.width, actual.width, (extra, first) =>
    columnCosts(expected, actual, rows, extra, first),
  )
  const alignment: Alignment = {
    width: Math.max(expected.width, actual.width),
    height: Math.max(expected.height, actual.height),
    rows,
    columns,
  }
  const presence = new Uint8Array(alignment.width * alignment.height)
  const laid = {
    expected: lay(expected, alignment, 'expected', presence, onlyActual),
    actual: lay(actual, alignment, 'actual', presence, onlyExpected),
  }
  const [a, b] = [wordsOf(laid.expected), wordsOf(laid.actual)]
  for (let pixel = 0; pixel < presence.length; pixel++) {
    if (presence[pixel] === onlyActual) a[pixel] = b[pixel]!
    else if (presence[pixel] === onlyExpected) b[pixel] = a[pixel]!
  }
  return { alignment, ...laid, presence }
}

/** Where a row or column of the picture of both lies in one picture: less than 0 where that has none. */
export function sourceOf(gap: Gap | null, picture: 'expected' | 'actual', at: number): number {
  if (gap === null || gap.missingIn !== picture || at < gap.at) return at
  return at < gap.at + gap.length ? -1 : at - gap.length
}

/** Regions of a difference as they lie in the new picture; those that only the golden has lie where they are missing. */
export function regionsInPicture({ regions, alignment }: Difference): Region[] {
  if (alignment === null) return regions
  const place = (gap: Gap | null, at: number) => {
    const source = sourceOf(gap, 'actual', at)
    return source < 0 ? gap!.at : source
  }
  return regions.map((region) => {
    const middle = [region.x + (region.width - 1) / 2, region.y + (region.height - 1) / 2] as const
    const [x, y] = [
      place(alignment.columns, Math.floor(middle[0])),
      place(alignment.rows, Math.floor(middle[1])),
    ]
    return { ...region, x, y, width: 1, height: 1 }
  })
}

/** How many pixels of a row or column differ when it stays where it is, and when it is pushed by the whole difference. */
interface Costs {
  stays: Float64Array
  pushed: Float64Array
}

/** Null for equal lengths. `costs` is told how much longer one picture is, and which one is the shorter. */
function gapOf(
  expected: number,
  actual: number,
  costs: (extra: number, shorter: 'expected' | 'actual') => Costs,
): Gap | null {
  if (expected === actual) return null
  const missingIn = expected < actual ? 'expected' : 'actual'
  const length = Math.abs(expected - actual)
  const { stays, pushed } = costs(length, missingIn)
  // Everything stays, and then one more after the other is pushed, from the end on. Of equals the last place counts.
  let cost = stays.reduce((sum, value) => sum + value, 0)
  let [best, at] = [cost, stays.length]
  for (let index = stays.length - 1; index >= 0; index--) {
    cost += pushed[index]! - stays[index]!
    if (cost < best) [best, at] = [cost, index]
  }
  return { at, length, missingIn }
}

function rowCosts(expected: Pixels, actual: Pixels, extra: number, shorter: 'expected' | 'actual'): Costs {
  const width = Math.min(expected.width, actual.width)
  const [short, long] = shorter === 'expected' ? [expected, actual] : [actual, expected]
  const [a, b] = [wordsOf(short), wordsOf(long)]
  const differing = (y: number, other: number) => {
    let [count, from, to] = [0, y * short.width, other * long.width]
    for (const end = from + width; from < end; from++, to++) if (a[from] !== b[to]) count++
    return count
  }
  return {
    stays: Float64Array.from({ length: short.height }, (_, y) => differing(y, y)),
    pushed: Float64Array.from({ length: short.height }, (_, y) => differing(y, y + extra)),
  }
}

function columnCosts(
  expected: Pixels,
  actual: Pixels,
  rows: Gap | null,
  extra: number,
  shorter: 'expected' | 'actual',
): Costs {
  const [short, long] = shorter === 'expected' ? [expected, actual] : [actual, expected]
  const other = shorter === 'expected' ? 'actual' : 'expected'
  const [a, b] = [wordsOf(short), wordsOf(long)]
  const [stays, pushed] = [new Float64Array(short.width), new Float64Array(short.width)]
  const height = Math.max(expected.height, actual.height)
  for (let y = 0; y < height; y++) {
    const [from, to] = [sourceOf(rows, shorter, y), sourceOf(rows, other, y)]
    if (from < 0 || to < 0) continue
    const [here, there] = [from * short.width, to * long.width]
    for (let x = 0; x < short.width; x++) {
      if (a[here + x] !== b[there + x]) stays[x]!++
      if (a[here + x] !== b[there + x + extra]) pushed[x]!++
    }
  }
  return { stays, pushed }
}

/** A picture in its place in the picture of both; where it has no pixel, `presence` is told. */
function lay(
  picture: Pixels,
  { width, height, rows, columns }: Alignment,
  which: 'expected' | 'actual',
  presence: Uint8Array,
  absent: number,
): Pixels {
  const data = new Uint8Array(width * height * 4)
  const [to, from] = [new Uint32Array(data.buffer), wordsOf(picture)]
  const sources = Int32Array.from({ length: width }, (_, x) => sourceOf(columns, which, x))
  for (let y = 0; y < height; y++) {
    const row = sourceOf(rows, which, y)
    for (let x = 0; x < width; x++) {
      const column = sources[x]!
      const pixel = y * width + x
      // The first to be absent leaves its mark, the second makes it `neither`.
      if (row < 0 || column < 0) presence[pixel]! |= absent
      else to[pixel] = from[row * picture.width + column]!
    }
  }
  return { width, height, data }
}
