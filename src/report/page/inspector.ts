import type { ReportPicture } from '../data.js'
import { button, element } from './element.js'
import type { Paper } from './paper.js'
import { type PixelData, pixelsOf } from './pixels.js'

type Point = { x: number; y: number }

/** Values of both pictures at one pixel: under the pointer, or under a mark that the arrow keys move. */
export class Inspector {
  readonly element: HTMLElement
  readonly toggle: HTMLButtonElement
  /** CSS pixels per pixel of the picture. */
  scale = 1
  readonly #picture: ReportPicture
  readonly #words = element('p', { class: 'pixel' })
  /** What is read out: only what the keyboard asks for. */
  readonly #said = element('p', { class: 'unseen', 'aria-live': 'polite' })
  #papers: Paper[] = []
  #at: Point = { x: 0, y: 0 }
  #asked = 0

  constructor(picture: ReportPicture) {
    this.#picture = picture
    this.toggle = button('Pixel values', () => this.#turn(), { 'aria-pressed': 'false', title: 'i' })
    this.element = element('div', { class: 'inspector', hidden: true }, this.#words, this.#said)
  }

  get #isOn(): boolean {
    return this.toggle.getAttribute('aria-pressed') === 'true'
  }

  /** Reads from these papers. */
  take(papers: Paper[]): void {
    this.#papers = papers
    for (const { element: paper } of papers) {
      paper.addEventListener('pointermove', (event) => {
        if (this.#isOn) this.#goTo(this.#pointOf(paper, event))
      })
    }
    for (const pane of new Set(papers.map(({ element: paper }) => paper.closest<HTMLElement>('.pane'))))
      pane?.addEventListener('keydown', (event) => this.#onKey(event))
    if (this.#isOn) this.#goTo(this.#at)
  }

  #turn(): void {
    const on = !this.#isOn
    this.toggle.setAttribute('aria-pressed', String(on))
    this.element.hidden = !on
    if (on) this.#goTo(this.#at)
    else for (const paper of this.#papers) paper.mark(null)
  }

  #pointOf(paper: HTMLElement, event: PointerEvent): Point {
    const { left, top } = paper.getBoundingClientRect()
    return {
      x: Math.floor((event.clientX - left) / this.scale),
      y: Math.floor((event.clientY - top) / this.scale),
    }
  }

  #onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }
    const move = moves[event.key]
    if (!this.#isOn || !move || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented)
      return
    event.preventDefault()
    const by = event.shiftKey ? 10 : 1
    this.#goTo({ x: this.#at.x + move[0] * by, y: this.#at.y + move[1] * by }, true)
    const pane = event.currentTarget as HTMLElement
    for (const [side, at] of [
      ['scrollLeft', this.#at.x],
      ['scrollTop', this.#at.y],
    ] as const) {
      const room = side === 'scrollLeft' ? pane.clientWidth : pane.clientHeight
      const place = at * this.scale
      if (place < pane[side] || place + this.scale > pane[side] + room) pane[side] = place - room / 2
    }
  }

  #goTo({ x, y }: Point, aloud = false): void {
    const images = Object.values(this.#picture.files)
    const clamp = (value: number, end: number) => Math.max(0, Math.min(end - 1, value))
    this.#at = {
      x: clamp(x, Math.max(...images.map(({ width }) => width))),
      y: clamp(y, Math.max(...images.map(({ height }) => height))),
    }
    for (const paper of this.#papers) paper.mark(this.#at)
    void this.#tell(aloud)
  }

  async #tell(aloud: boolean): Promise<void> {
    const asked = ++this.#asked
    const { expected, actual } = this.#picture.files
    const at = this.#at
    const read = async (image: typeof actual) => image && valueAt(await pixelsOf(image), at)
    const values = await Promise.all([read(expected), read(actual)]).catch((error: Error) => error)
    // The pointer may be elsewhere by now.
    if (asked !== this.#asked) return
    if (values instanceof Error) {
      this.#words.textContent = `Pixels cannot be read: ${values.message}.`
      return
    }
    const parts = [['Expected', values[0]] as const, ['Actual', values[1]] as const]
    const told = parts.flatMap(([title, value]) =>
      value === undefined
        ? []
        : [element('span', { class: 'value' }, `${title} `, swatch(value), value ?? 'outside')],
    )
    const place = `x ${at.x}, y ${at.y}`
    const verdict =
      values[0] === undefined || values[1] === undefined ? '' : values[0] === values[1] ? 'equal' : 'differs'
    this.#words.replaceChildren(
      element('span', { class: 'place' }, place),
      ...told,
      element('b', {}, verdict),
    )
    if (aloud) this.#said.textContent = this.#words.innerText.replaceAll('\n', ', ')
  }
}

/** As `#rrggbb`, or `#rrggbbaa` where it is not opaque; null outside of the picture. */
function valueAt({ width, height, data }: PixelData, { x, y }: Point): string | null {
  if (x >= width || y >= height) return null
  const channels = data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)
  const hex = [...channels].map((value) => value.toString(16).padStart(2, '0')).join('')
  return `#${hex.endsWith('ff') ? hex.slice(0, 6) : hex}`
}

function swatch(value: string | null): HTMLElement {
  const made = element('span', { class: 'swatch' })
  if (value !== null) made.style.backgroundColor = value
  return made
}
