import type { Pixels } from './png.js'

/**
 * A picture with one pixel where the source has `scale` × `scale`: the mean of what each covers, colours weighted by their
 * opacity. `scale` need not be whole; below 1 the picture is left as it is.
 */
export function averageDown(source: Pixels, scale: number): Pixels {
  if (scale <= 1) return source
  const width = Math.max(1, Math.round(source.width / scale))
  const height = Math.max(1, Math.round(source.height / scale))
  const columns = spans(source.width, width)
  const rows = spans(source.height, height)
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) average(source, columns[x]!, rows[y]!, data, (y * width + x) * 4)
  }
  return { width, height, data }
}

/** The source pixels that one target pixel covers along an axis, with the share of each. */
interface Span {
  first: number
  weights: number[]
}

function spans(from: number, to: number): Span[] {
  const step = from / to
  return Array.from({ length: to }, (_, index) => {
    const [start, end] = [index * step, Math.min(from, (index + 1) * step)]
    const first = Math.floor(start)
    const count = Math.ceil(end - 1e-9) - first
    const weights = Array.from(
      { length: count },
      (_, at) => Math.min(end, first + at + 1) - Math.max(start, first + at),
    )
    return { first, weights }
  })
}

function average({ width, data }: Pixels, column: Span, row: Span, target: Uint8Array, at: number): void {
  let [red, green, blue, opacity, area] = [0, 0, 0, 0, 0]
  for (let j = 0; j < row.weights.length; j++) {
    for (let i = 0; i < column.weights.length; i++) {
      const from = ((row.first + j) * width + column.first + i) * 4
      const weight = row.weights[j]! * column.weights[i]!
      const alpha = weight * data[from + 3]!
      red += alpha * data[from]!
      green += alpha * data[from + 1]!
      blue += alpha * data[from + 2]!
      opacity += alpha
      area += weight
    }
  }
  if (opacity === 0) return
  target[at] = Math.round(red / opacity)
  target[at + 1] = Math.round(green / opacity)
  target[at + 2] = Math.round(blue / opacity)
  target[at + 3] = Math.round(opacity / area)
}
