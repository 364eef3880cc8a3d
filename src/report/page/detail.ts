import { describeChanges } from '../../golden/environment.js'
import type { ReportData } from '../data.js'
import { counted, element, number } from './element.js'
import { type Entry, stateWords } from './entries.js'
import { Stage } from './stage.js'
import { testRecord } from './test-record.js'
import type { ViewName } from './views.js'
import { boxWords, outcomeWords } from './words.js'

/** Regions that are listed. */
const listedRegions = 100

/** One entry as a whole. */
export class Detail {
  readonly element = element('article', {
    class: 'detail',
    tabIndex: -1,
    'aria-labelledby': 'detail-heading',
  })
  stage: Stage | null = null
  /** Stays from picture to picture. */
  #view: ViewName
  readonly #data: ReportData
  readonly #viewChosen: () => void

  constructor(data: ReportData, view: ViewName, viewChosen: () => void) {
    this.#data = data
    this.#view = view
    this.#viewChosen = viewChosen
  }

  get view(): ViewName {
    return this.#view
  }

  /** @param decide - What a review offers for the entry. */
  show(entry: Entry, decide: HTMLElement | null): void {
    this.stage?.end()
    this.stage = null
    const { picture, test, state, title, outcome } = entry
    const heading = element(
      'header',
      {},
      element('h2', { id: 'detail-heading' }, title),
      element(
        'p',
        {},
        element('span', { class: `badge ${state}` }, stateWords[state]),
        ` ${outcomeWords(outcome)}`,
        picture && picture.attempt > 0 && `, attempt ${picture.attempt + 1}`,
      ),
    )
    this.element.replaceChildren(heading)
    if (picture) {
      this.element.append(
        element('p', { class: 'message' }, picture.message),
        ...picture.lost.map((sentence) => element('p', { class: 'notice' }, sentence)),
      )
      if (decide) this.element.append(decide)
      if (Object.keys(picture.files).length > 0) {
        this.stage = new Stage(picture, this.#view, (view) => {
          this.#view = view
          this.#viewChosen()
        })
        this.element.append(this.stage.element)
      } else this.element.append(element('p', { class: 'quiet-text' }, nothingKept(outcome)))
      this.element.append(...this.#regions(entry), this.#facts(entry))
    }
    this.element.append(testRecord(test))
    this.element.scrollTop = 0
  }

  /** Puts other choices of a review in the place of those that are there. */
  offer(decide: HTMLElement | null): void {
    const old = this.element.querySelector('.choices')
    const hadFocus = old?.contains(document.activeElement) ?? false
    if (old && decide) old.replaceWith(decide)
    else if (old) old.remove()
    else if (decide) this.element.querySelector('.message')?.after(decide)
    if (hadFocus) this.element.focus()
  }

  showNothing(sentence: string): void {
    this.stage?.end()
    this.stage = null
    this.element.replaceChildren(
      element('h2', { id: 'detail-heading' }, 'Nothing chosen'),
      element('p', {}, sentence),
    )
  }

  /** The next region, or the one before. */
  stepRegion(by: number): void {
    const index = this.stage?.stepRegion(by) ?? -1
    if (index >= 0) this.#markRegion(index)
  }

  #markRegion(index: number): void {
    this.element.querySelectorAll('.regions button').forEach((made, at) => {
      made.toggleAttribute('aria-current', at === index)
      if (at === index) made.setAttribute('aria-current', 'true')
    })
  }

  #regions({ picture }: Entry): HTMLElement[] {
    const regions = picture?.difference?.regions ?? []
    if (regions.length === 0) return []
    const items = regions.slice(0, listedRegions).map((region, index) => {
      const go = element(
        'button',
        { type: 'button' },
        `${boxWords(region)}: ${counted(region.pixels, 'pixel')}`,
      )
      go.onclick = () => {
        this.stage?.goToRegion(index)
        this.#markRegion(index)
      }
      if (region.element) go.append(element('code', {}, region.element))
      return element('li', {}, go)
    })
    const rest = regions.length - items.length
    return [
      element(
        'section',
        { class: 'regions', 'aria-labelledby': 'regions-heading' },
        element('h3', { id: 'regions-heading' }, `Regions that differ (${number(regions.length)})`),
        element('ol', {}, ...items),
        rest > 0 && element('p', {}, `And ${number(rest)} smaller ones.`),
      ),
    ]
  }

  #facts({ picture, test }: Entry): HTMLElement {
    const { difference, size, reference, environment, changes, golden, digest } = picture!
    const run = this.#data.runs[test.run]
    const { cef, platform, arch, cpu, scale } = environment
    const facts: [string, string | false | undefined][] = [
      ['Golden', golden],
      ['Size', `${number(size.width)}×${number(size.height)}`],
      [
        'Size of the golden',
        reference !== null && `${number(reference.size.width)}×${number(reference.size.height)}`,
      ],
      [
        'Pixels that differ',
        difference !== null &&
          `${number(difference.differentPixels)} of ${number(difference.totalPixels)}; ${number(difference.allowedPixels)} allowed`,
      ],
      ['Made in another environment', changes.length > 0 && describeChanges(changes)],
      ['Environment', `CEF ${cef}, ${platform} ${arch}, ${cpu}, scale ${scale}`],
      ['Digest', digest],
      ['Run', this.#data.runs.length > 1 && run?.name],
    ]
    return element(
      'section',
      { class: 'facts', 'aria-labelledby': 'facts-heading' },
      element('h3', { id: 'facts-heading' }, 'Facts'),
      element(
        'dl',
        {},
        ...facts.flatMap(([name, value]) =>
          value ? [element('dt', {}, name), element('dd', {}, value)] : [],
        ),
      ),
    )
  }
}

function nothingKept(outcome: string): string {
  if (outcome === 'matched')
    return 'Its picture is its golden, in the repository. With --passed a report shows it.'
  return outcome === 'matched-within-tolerance'
    ? 'Of what matches within tolerance no picture is kept.'
    : 'No pictures are kept of this.'
}
