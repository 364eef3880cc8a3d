/** A part of a picture in which pixels differ, in device pixels: the smallest box around those that lie close together. */
export interface Region {
  x: number
  y: number
  width: number
  height: number
  /** How many pixels of it differ. */
  pixels: number
}

/** Pixels that lie in neighbouring squares with sides of this many pixels belong to one region. */
const cell = 8

/** The regions of a picture, those with the most differing pixels first. `mask`: 0 for each pixel that does not differ, row by row. */
export function regionsOf({ width, height }: { width: number; height: number }, mask: Uint8Array): Region[] {
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)]
  const cells = new Array<Region | undefined>(columns * rows)
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width
    const row = Math.floor(y / cell) * columns
    for (let pixel = differing(mask, y * width, end); pixel < end; pixel = differing(mask, pixel + 1, end)) {
      const x = pixel - y * width
      const at = row + Math.floor(x / cell)
      const region = cells[at]
      if (region === undefined) cells[at] = { x, y, width: 1, height: 1, pixels: 1 }
      else include(region, x, y)
    }
  }
  const regions: Region[] = []
  for (let at = 0; at < cells.length; at++) {
    if (cells[at] !== undefined) regions.push(connected(cells, columns, rows, at))
  }
  return regions.sort((a, b) => b.pixels - a.pixels || a.y - b.y || a.x - b.x)
}

/** The first pixel from `start` on that differs; `end` without any before it. */
function differing(mask: Uint8Array, start: number, end: number): number {
  let pixel = start
  while (pixel < end && mask[pixel] === 0) pixel++
  return pixel
}

/** Widens a cell's region by a pixel below its first row. */
function include(region: Region, x: number, y: number): void {
  const right = Math.max(region.x + region.width, x + 1)
  region.x = Math.min(region.x, x)
  region.width = right - region.x
  region.height = y + 1 - region.y
  region.pixels++
}

/** The smallest box around all; null without any. */
export function boxAround(regions: readonly Region[]): Region | null {
  return regions.reduce<Region | null>((box, region) => around(box ?? undefined, region), null)
}

/** Takes the cells that touch the one at `start`, corners included, out of the grid. */
function connected(cells: (Region | undefined)[], columns: number, rows: number, start: number): Region {
  let region: Region | undefined
  const waiting = [start]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const here = cells[at]
    if (here === undefined) continue
    cells[at] = undefined
    region = around(region, here)
    const [column, row] = [at % columns, Math.floor(at / columns)]
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
        waiting.push(y * columns + x)
  }
  return region!
}

function around(a: Region | undefined, b: Region): Region {
  if (a === undefined) return { ...b }
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)]
  return { x, y, width: right - x, height: bottom - y, pixels: a.pixels + b.pixels }
}
