import type { ReportData } from '../data.js'
import { Detail } from './detail.js'
import { button, counted, element, number } from './element.js'
import { type Entry, entriesOf, filtered } from './entries.js'
import { Filters } from './filters.js'
import { head } from './head.js'
import { installKeys } from './keys.js'
import { PictureList } from './list.js'
import { ReviewPanel } from './review-panel.js'
import { type Route, readRoute, writeRoute } from './route.js'
import { shortcutsOf } from './shortcuts.js'

/** The page as a whole: what is where, and what follows from what. */
export class App {
  readonly filters: Filters
  readonly detail: Detail
  readonly list: PictureList
  readonly review: ReviewPanel | null
  readonly #entries: readonly Entry[]
  readonly #none = element('p', { class: 'none', hidden: true })

  constructor(data: ReportData, isReview: boolean) {
    const route = readRoute()
    this.#entries = entriesOf(data)
    this.filters = new Filters(this.#entries, isReview, () => this.#filter())
    this.detail = new Detail(data, route.view, () => this.#remember())
    this.list = new PictureList(
      {
        shown: () => this.#show(),
        marked: () => this.review?.marksChanged(),
        entered: () => {
          this.openDetail()
          this.detail.element.focus()
        },
        clicked: () => this.openDetail(),
      },
      isReview,
    )
    this.review = isReview ? new ReviewPanel(data.id, this.list, this.#entries, () => this.#decided()) : null
    const title = isReview ? 'cefrig review' : 'cefrig report'
    const keys = installKeys(shortcutsOf(this), isReview)
    document.body.prepend(head(data, title, keys), this.#main())
    this.#begin(route)
  }

  /** Where there is no room for both, the list makes place. */
  openDetail(): void {
    document.body.dataset.pane = 'detail'
  }

  openList(): void {
    document.body.dataset.pane = 'list'
    this.list.element.focus()
  }

  #main(): HTMLElement {
    const back = button('Back to the list', () => this.openList(), { class: 'back' })
    return element(
      'main',
      {},
      element(
        'section',
        { class: 'pictures', 'aria-label': 'Results' },
        this.filters.element,
        this.review?.element,
        this.list.element,
        this.#none,
      ),
      element('section', { class: 'shown', 'aria-label': 'Chosen result' }, back, this.detail.element),
    )
  }

  #begin({ picture, filter }: Route): void {
    document.body.dataset.pane = picture ? 'detail' : 'list'
    this.filters.set(filter)
    this.#filter()
    this.detail.showNothing(
      this.#entries.length === 0
        ? 'The run looked at no golden, and no test failed.'
        : 'Choose one in the list.',
    )
    if (!(picture && this.list.goTo(picture))) this.list.go(0)
    void this.review?.load()
  }

  #filter(): void {
    const left = this.#left()
    this.list.show(left)
    this.review?.marksChanged()
    this.#none.hidden = left.length > 0
    this.#none.textContent =
      this.#entries.length === 0 ? 'There are no results.' : 'Nothing is left by these filters.'
    const all = counted(this.#entries.length, 'result')
    this.filters.count.textContent =
      left.length === this.#entries.length ? all : `${number(left.length)} of ${all}`
    this.#remember()
  }

  #left(): Entry[] {
    return filtered(this.#entries, this.filters.value, this.review?.decisions)
  }

  #show(): void {
    const entry = this.list.active
    if (entry) this.detail.show(entry, this.review?.choices(entry) ?? null)
    this.#remember()
  }

  /** Decisions may be what the filters look at. */
  #decided(): void {
    const entry = this.list.active
    if (entry) this.detail.offer(this.review?.choices(entry) ?? null)
    const left = this.#left()
    if (left.length !== this.list.entries.length || left.some((one, at) => one !== this.list.entries[at]))
      this.#filter()
  }

  #remember(): void {
    writeRoute({ picture: this.list.active?.id ?? '', view: this.detail.view, filter: this.filters.value })
  }
}
