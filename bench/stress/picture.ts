import xxhash from 'xxhash-wasm'

const { h64Raw } = await xxhash()

/** A filled rectangle, in pixels, with its colour as 0xrrggbb. */
export interface Block {
  x: number
  y: number
  width: number
  height: number
  color: number
}

export interface Size {
  width: number
  height: number
}

/** What a capture must show, drawn without a browser: opaque rectangles, the later ones on top. */
export class Picture {
  readonly width: number
  readonly height: number
  readonly #words: Uint32Array

  constructor({ width, height }: Size, background = 0xffffff) {
    this.width = width
    this.height = height
    this.#words = new Uint32Array(width * height).fill(word(background))
  }

  /** Draws blocks, moved by `x` and `y` and cut off at `within`. */
  draw(blocks: readonly Block[], { x: dx = 0, y: dy = 0, within = this.bounds } = {}): this {
    for (const { x, y, width, height, color } of blocks) {
      const left = Math.max(x + dx, within.x, 0)
      const right = Math.min(x + dx + width, within.x + within.width, this.width)
      const bottom = Math.min(y + dy + height, within.y + within.height, this.height)
      if (left >= right) continue
      for (let row = Math.max(y + dy, within.y, 0); row < bottom; row++) {
        this.#words.fill(word(color), row * this.width + left, row * this.width + right)
      }
    }
    return this
  }

  get bounds(): Omit<Block, 'color'> {
    return { x: 0, y: 0, width: this.width, height: this.height }
  }

  /** RGBA, as captures store it. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#words.buffer)
  }

  get digest(): string {
    return digestOf(this.bytes)
  }
}

/** XXH64 as captures have it. */
export function digestOf(bytes: Uint8Array): string {
  return h64Raw(bytes).toString(16).padStart(16, '0')
}

/** 0xrrggbb as an opaque RGBA pixel in memory order. */
function word(color: number): number {
  return (0xff000000 | ((color & 0xff) << 16) | (color & 0xff00) | (color >>> 16)) >>> 0
}

export function css(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`
}
