import type { Block, Size } from './picture.ts'
import type { Random } from './random.ts'

/** Columns × rows of blocks that cover an area, each of a colour of its own. */
export function grid({ width, height }: Size, columns: number, rows: number, random: Random): Block[] {
  const blocks: Block[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = Math.floor((column * width) / columns)
      const y = Math.floor((row * height) / rows)
      const right = Math.floor(((column + 1) * width) / columns)
      const bottom = Math.floor(((row + 1) * height) / rows)
      blocks.push({ x, y, width: right - x, height: bottom - y, color: random.color() })
    }
  }
  return blocks
}

/** The same places with new colours, all of them or some. */
export function recolored(blocks: readonly Block[], random: Random, share = 1): Block[] {
  return blocks.map((block) => (random.chance(share) ? { ...block, color: random.color() } : block))
}
