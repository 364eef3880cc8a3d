import { PNG } from 'pngjs'
import type { Answer } from './page.ts'
import { type Block, css } from './picture.ts'

/** Everything that both origins serve, by URL. */
export class Site {
  readonly #answers = new Map<string, { answer: Answer; delay: number }>()
  #last = 0

  /** Serves `answer` once or often at a URL never used before, after `delay` milliseconds. */
  add(origin: string, answer: Answer, { delay = 0, extension = 'html' } = {}): string {
    const url = `${origin}${++this.#last}.${extension}`
    this.#answers.set(url, { answer, delay })
    if (this.#answers.size > 2000) this.#answers.delete(this.#answers.keys().next().value!)
    return url
  }

  async answer(url: URL): Promise<Answer> {
    const found = this.#answers.get(url.origin + url.pathname)
    if (!found) return { body: '' }
    if (found.delay > 0) await new Promise((resolve) => setTimeout(resolve, found.delay))
    return found.answer
  }
}

/** A document that shows blocks, drawn by its markup alone. */
export function blocksPage(blocks: readonly Block[], extra = ''): string {
  return `<!doctype html><title>Stress</title><style>
    html, body { margin: 0; height: 100%; overflow: hidden; background: #fff }
    .block { position: absolute } iframe, canvas { position: absolute; border: 0; display: block }
    </style><body>${blocksMarkup(blocks)}${extra}`
}

export function blocksMarkup(blocks: readonly Block[]): string {
  return blocks.map((block) => `<div class="block" style="${blockStyle(block)}"></div>`).join('')
}

export function blockStyle({ x, y, width, height, color }: Block): string {
  return `position: absolute; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px; background: ${css(color)}`
}

/** A PNG of one colour. */
export function pngOf(width: number, height: number, color: number): Buffer {
  const png = new PNG({ width, height, colorType: 2, deflateLevel: 1 })
  const word = Buffer.from([color >>> 16, (color >>> 8) & 255, color & 255, 255])
  png.data.fill(word)
  return PNG.sync.write(png, { deflateLevel: 1, filterType: 0 })
}
