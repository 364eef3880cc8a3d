import type { Decision } from '../review-api.js'
import { element } from './element.js'
import type { Entry } from './entries.js'
import { imageOf, Row, rowHeight } from './row.js'
import { Thumbs } from './thumbs.js'

/** Rows that are made beyond those that are seen, above and below. */
const beyond = 8

/** What happens in a list. */
export interface ListListener {
  /** The line that is looked at is another one. */
  shown(entry: Entry): void
  /** Lines were marked or unmarked. */
  marked(): void
  /** Enter. */
  entered(): void
  /** A line was chosen by the pointer. */
  clicked(): void
}

/**
 * The list of pictures: a listbox with the rows that are seen. The keyboard's focus stays on the list, and `aria-activedescendant` names the
 * row, which is always there.
 */
export class PictureList {
  readonly element: HTMLElement
  /** Ids of lines that are marked; only lines that can be decided about. */
  readonly marked = new Set<string>()
  readonly #space = element('div', { class: 'list-space', role: 'presentation' })
  readonly #rows = new Map<number, Row>()
  /** Rows that went out of sight: others take their elements, which costs less than new ones. */
  readonly #free: Row[] = []
  readonly #listener: ListListener
  readonly #review: boolean
  #entries: readonly Entry[] = []
  #decisions: Readonly<Record<string, Decision>> = {}
  #active = -1
  /** Where a range of marks began. */
  #anchor = -1
  readonly #thumbs = new Thumbs()

  constructor(listener: ListListener, review: boolean) {
    this.#listener = listener
    this.#review = review
    this.element = element(
      'div',
      { class: 'list', role: 'listbox', tabIndex: 0, 'aria-label': 'Results', id: 'list' },
      this.#space,
    )
    if (review) this.element.setAttribute('aria-multiselectable', 'true')
    this.element.addEventListener('scroll', () => this.#draw(), { passive: true })
    this.element.addEventListener('keydown', (event) => this.#onKey(event))
    this.#space.addEventListener('click', (event) => this.#onClick(event))
    new ResizeObserver(() => this.#draw()).observe(this.element)
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  get active(): Entry | undefined {
    return this.#entries[this.#active]
  }

  /** Shows other lines; the line that was looked at stays so when it is among them. */
  show(entries: readonly Entry[]): void {
    const active = this.active
    this.#entries = entries
    this.#active = active ? entries.indexOf(active) : -1
    this.#anchor = -1
    // Nobody decides about what is not seen.
    const ids = new Set(entries.map(({ id }) => id))
    for (const id of this.marked) if (!ids.has(id)) this.marked.delete(id)
    this.#space.style.height = `${entries.length * rowHeight}px`
    this.element.hidden = entries.length === 0
    this.#redraw()
    if (this.#active >= 0) this.#reveal(this.#active)
  }

  decide(decisions: Readonly<Record<string, Decision>>): void {
    this.#decisions = decisions
    for (const id of this.marked) if (!this.#canMark(id)) this.marked.delete(id)
    this.#redraw()
  }

  /** Looks at a line. */
  go(index: number): void {
    if (this.#entries.length === 0) return
    this.#active = Math.max(0, Math.min(this.#entries.length - 1, index))
    this.#redraw()
    this.#reveal(this.#active)
    this.#listener.shown(this.#entries[this.#active]!)
  }

  step(by: number): void {
    // From nowhere it begins at the top, or goes to the end.
    this.go(this.#active + (this.#active < 0 && by < this.#entries.length ? 1 : by))
  }

  goTo(id: string): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id)
    if (index >= 0) this.go(index)
    return index >= 0
  }

  /** Marks all lines that can be decided about, or none. */
  markAll(on: boolean): void {
    this.marked.clear()
    if (on) for (const { id } of this.#entries) if (this.#canMark(id)) this.marked.add(id)
    this.#markedNow()
  }

  #canMark(id: string): boolean {
    return this.#review && Object.hasOwn(this.#decisions, id)
  }

  #mark(index: number, on?: boolean): void {
    const id = this.#entries[index]?.id
    if (id === undefined || !this.#canMark(id)) return
    if (on ?? !this.marked.has(id)) this.marked.add(id)
    else this.marked.delete(id)
  }

  #markedNow(): void {
    this.#redraw()
    this.#listener.marked()
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#entries.length,
      End: this.#entries.length,
    }
    const step = steps[event.key]
    if (step !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (this.#anchor < 0 || !event.shiftKey) this.#anchor = Math.max(0, this.#active)
      this.step(step)
      if (event.shiftKey && this.#review) this.#markRange(this.#active)
      else this.#anchor = this.#active
    } else if (event.key === ' ') {
      this.#mark(this.#active)
      this.#markedNow()
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && this.#review) this.markAll(true)
    else if (event.key === 'Enter') this.#listener.entered()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #onClick(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('[role=option]')
    if (row === null) return
    const index = Number(row.dataset.index)
    const onMark = (event.target as Element).closest('.mark') !== null
    if (event.shiftKey && this.#review) this.#markRange(index)
    else if (onMark || event.ctrlKey || event.metaKey) {
      this.#mark(index)
      this.#anchor = index
      this.#markedNow()
    } else {
      this.#anchor = index
      this.go(index)
      this.#listener.clicked()
    }
  }

  #markRange(to: number): void {
    const from = this.#anchor < 0 ? Math.max(0, this.#active) : this.#anchor
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) this.#mark(index, true)
    this.#markedNow()
  }

  #reveal(index: number): void {
    const { scrollTop, clientHeight } = this.element
    const top = index * rowHeight
    if (top < scrollTop) this.element.scrollTop = top
    else if (top + rowHeight > scrollTop + clientHeight)
      this.element.scrollTop = top + rowHeight - clientHeight
  }

  #redraw(): void {
    this.#free.push(...this.#rows.values())
    this.#rows.clear()
    this.#draw()
    this.#sort()
  }

  /** Brings rows into the order in which they are read. Not while the list scrolls: moving them costs as much as new ones. */
  #sort(): void {
    const sorted = [...this.#rows].sort(([a], [b]) => a - b).map(([, { element }]) => element)
    const { children } = this.#space
    if (sorted.some((row, at) => row !== children[at])) this.#space.append(...sorted)
  }

  /** Makes the rows that are seen and drops the others. */
  #draw(): void {
    const { scrollTop, clientHeight } = this.element
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond)
    const last = Math.min(
      this.#entries.length - 1,
      Math.ceil((scrollTop + clientHeight) / rowHeight) + beyond,
    )
    for (const [index, row] of this.#rows) {
      if ((index >= first && index <= last) || index === this.#active) continue
      this.#free.push(row)
      this.#rows.delete(index)
    }
    for (let index = first; index <= last; index++) this.#add(index)
    if (this.#active >= 0) this.#add(this.#active)
    for (const { element } of this.#free.splice(0)) element.remove()
    const active = this.#rows.get(this.#active)?.element.id
    if (active) this.element.setAttribute('aria-activedescendant', active)
    else this.element.removeAttribute('aria-activedescendant')
    this.#thumbs.seen(() => {
      this.#sort()
      return [...this.#rows.values()].map(({ thumb, entry }) => ({ place: thumb, src: imageOf(entry)?.src }))
    })
  }

  #add(index: number): void {
    if (this.#rows.has(index)) return
    const row = this.#free.shift() ?? new Row(this.#review)
    const entry = this.#entries[index]!
    const isActive = index === this.#active
    row.show(entry, {
      index,
      of: this.#entries.length,
      isActive,
      isSelected: this.#review ? this.marked.has(entry.id) : isActive,
      decision: this.#decisions[entry.id],
      thumb: this.#thumbs.known(imageOf(entry)?.src),
    })
    this.#rows.set(index, row)
    if (!row.element.isConnected) this.#space.append(row.element)
  }
}
