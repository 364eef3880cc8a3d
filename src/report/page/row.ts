import type { ReportImage } from '../data.js'
import type { Decision } from '../review-api.js'
import { element } from './element.js'
import { type Entry, stateWords } from './entries.js'
import { decisionWords, outcomeWords } from './words.js'

/** CSS pixels, as in report.css. */
export const rowHeight = 64

/** What a row is to show besides its entry. */
interface Shown {
  /** From 0. */
  index: number
  of: number
  isActive: boolean
  isSelected: boolean
  decision: Decision | undefined
  thumb: HTMLElement | undefined
}

/** A row of the list, for one entry after the other. Few boxes: a list that scrolls lays out some rows in each frame. */
export class Row {
  readonly element: HTMLElement
  readonly thumb = element('span')
  entry!: Entry
  readonly #mark: HTMLElement | null
  readonly #title = element('span', { class: 'row-title' })
  readonly #where = element('span', { class: 'row-where' })
  readonly #badge = element('span')
  readonly #outcome = element('span', { class: 'row-outcome' })

  constructor(review: boolean) {
    this.#mark = review ? element('span') : null
    this.element = element(
      'div',
      { role: 'option' },
      this.#mark,
      this.thumb,
      element('span', { class: 'row-text' }, this.#title, this.#where),
      element('span', { class: 'row-state' }, this.#badge, this.#outcome),
    )
  }

  show(entry: Entry, { index, of, isActive, isSelected, decision, thumb }: Shown): void {
    const { state, title, outcome, test } = entry
    const row = this.element
    this.entry = entry
    row.className = isActive ? 'row active' : 'row'
    row.id = `row-${index}`
    row.dataset.index = String(index)
    row.ariaSetSize = String(of)
    row.ariaPosInSet = String(index + 1)
    row.ariaSelected = String(isSelected)
    row.ariaCurrent = isActive ? 'true' : null
    row.style.top = `${index * rowHeight}px`
    if (this.#mark) this.#mark.className = decision ? 'mark' : 'mark none'
    this.thumb.className = imageOf(entry) ? 'thumb' : 'thumb none'
    if (thumb) this.thumb.replaceChildren(thumb)
    else this.thumb.textContent = ''
    // What tells tests apart comes first: the end is cut off where there is no room.
    const where = [...test.titles.toReversed(), test.file, test.project].filter(Boolean).join(' ‹ ')
    this.#title.textContent = title
    this.#where.textContent = where
    row.title = `${title}\n${where}`
    this.#badge.className = `badge ${state}`
    this.#badge.textContent = stateWords[state]
    const isDecided = decision !== undefined && decision !== 'open'
    this.#outcome.className = isDecided ? `row-outcome ${decision}` : 'row-outcome'
    this.#outcome.textContent = isDecided ? decisionWords[decision] : outcomeWords(outcome)
  }
}

/** What a line shows of its picture. */
export function imageOf({ picture }: Entry): ReportImage | undefined {
  const { actual, diff, expected } = picture?.files ?? {}
  return actual ?? diff ?? expected
}
