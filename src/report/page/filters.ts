import type { Decision } from '../review-api.js'
import { button, element, number } from './element.js'
import { type Entry, everything, type Filter, type State, states, stateWords } from './entries.js'
import { decisionWords, outcomeWords } from './words.js'

/** Search, states and the other filters. */
export class Filters {
  readonly element: HTMLElement
  readonly search: HTMLInputElement
  /** How many lines are left, also read out. */
  readonly count = element('p', { class: 'count', role: 'status', 'aria-live': 'polite' })
  readonly #selects = new Map<'outcome' | 'project' | 'file' | 'decision', HTMLSelectElement>()
  readonly #states = new Map<State | '', HTMLInputElement>()
  readonly #changed: () => void

  constructor(entries: readonly Entry[], review: boolean, changed: () => void) {
    this.#changed = changed
    this.search = element('input', {
      type: 'search',
      id: 'search',
      placeholder: 'Name, test, file, message',
      autocomplete: 'off',
      spellcheck: false,
      oninput: changed,
    })
    const of = (pick: (entry: Entry) => string) => [...new Set(entries.map(pick))].sort()
    this.element = element(
      'search',
      { class: 'filters', 'aria-label': 'Filter pictures' },
      element('label', { class: 'search' }, element('span', {}, 'Search'), this.search),
      this.#stateChoice(entries),
      element(
        'div',
        { class: 'selects' },
        this.#select(
          'outcome',
          'Outcome',
          of(({ outcome }) => outcome),
          outcomeWords,
        ),
        this.#select(
          'project',
          'Project',
          of(({ test }) => test.project),
          (name) => name || '(none)',
        ),
        this.#select(
          'file',
          'File',
          of(({ test }) => test.file),
        ),
        review &&
          this.#select(
            'decision',
            'Decision',
            ['open', 'approved', 'rejected'],
            (name) => decisionWords[name as Decision],
          ),
      ),
      element(
        'div',
        { class: 'count-line' },
        this.count,
        button('Clear filters', () => this.clear(), { class: 'quiet' }),
      ),
    )
  }

  get value(): Filter {
    const chosen = (name: 'outcome' | 'project' | 'file' | 'decision') => this.#selects.get(name)?.value ?? ''
    const [state] = [...this.#states].find(([, input]) => input.checked) ?? ['' as const]
    return {
      search: this.search.value,
      state,
      outcome: chosen('outcome'),
      project: chosen('project'),
      file: chosen('file'),
      decision: chosen('decision') as Decision | '',
    }
  }

  /** Sets what is given and known; does not tell of it. */
  set(filter: Partial<Filter>): void {
    const { search, state, ...rest } = { ...everything, ...filter }
    this.search.value = search
    for (const [name, input] of this.#states) input.checked = name === state
    if (!this.#states.has(state)) this.#states.get('')!.checked = true
    for (const [name, select] of this.#selects) {
      select.value = rest[name]
      if (select.selectedIndex < 0) select.value = ''
    }
  }

  clear(): void {
    this.set(everything)
    this.#changed()
    this.search.focus()
  }

  #stateChoice(entries: readonly Entry[]): HTMLElement {
    const choice = (state: State | '', words: string) => {
      const amount = state === '' ? entries.length : entries.filter((entry) => entry.state === state).length
      const input = element('input', {
        type: 'radio',
        name: 'state',
        value: state,
        checked: state === '',
        onchange: this.#changed,
      })
      this.#states.set(state, input)
      return element(
        'label',
        { class: `choice ${state}` },
        input,
        element('span', {}, `${words} ${number(amount)}`),
      )
    }
    return element(
      'fieldset',
      { class: 'states' },
      element('legend', {}, 'State'),
      choice('', 'All'),
      ...states.map((state) => choice(state, stateWords[state])),
    )
  }

  /** Nothing where there is nothing to choose. */
  #select(
    name: 'outcome' | 'project' | 'file' | 'decision',
    label: string,
    values: readonly string[],
    words = (value: string) => value,
  ): HTMLElement | null {
    if (values.length < 2) return null
    const select = element(
      'select',
      { onchange: this.#changed },
      element('option', { value: '' }, 'All'),
      ...values.map((value) => element('option', { value }, words(value))),
    )
    this.#selects.set(name, select)
    return element('label', {}, element('span', {}, label), select)
  }
}
