import type { Decision, Refusal } from '../review-api.js'
import { button, counted, element } from './element.js'
import type { Entry } from './entries.js'
import type { PictureList } from './list.js'
import { isOld, otherRun, type ReviewAction, ReviewServer } from './review.js'
import { decisionWords } from './words.js'

const done: Readonly<Record<ReviewAction, string>> = {
  approve: 'Approved',
  reject: 'Rejected',
  undo: 'Undone for',
}

/** While the server does it. */
const doing: Readonly<Record<ReviewAction, string>> = {
  approve: 'Approving',
  reject: 'Rejecting',
  undo: 'Undoing for',
}

/** Approving and rejecting: of one picture, of those that are marked, of all that are shown. */
export class ReviewPanel {
  readonly element: HTMLElement
  readonly #server: ReviewServer
  readonly #list: PictureList
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #changed: () => void
  readonly #said = element('p', { role: 'status', class: 'said' })
  readonly #refusals = element('div', { role: 'alert', class: 'refusals' })
  readonly #counts = element('span', { class: 'review-counts' })
  readonly #marks = element('span', { class: 'marks', 'data-marks': '' })
  readonly #ofMarked: HTMLButtonElement[]
  readonly #ofOpen: HTMLButtonElement[]
  readonly #undoLast = button('Undo the last decision', () => void this.decide('undo', this.#last), {
    hidden: true,
  })
  /** Ids of what was decided last. */
  #last: readonly string[] = []
  #busy = false

  constructor(run: string, list: PictureList, entries: readonly Entry[], changed: () => void) {
    this.#server = new ReviewServer(run)
    this.#list = list
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
    this.#changed = changed
    const ofMarked = (words: string, action: ReviewAction) =>
      button(words, () => void this.decide(action, [...list.marked]), { 'aria-label': `${words} marked` })
    const ofShown = (words: string, action: ReviewAction) =>
      button(words, () => void this.#decideShown(action), { 'aria-label': `${words} all shown` })
    this.#ofMarked = [
      ofMarked('Approve', 'approve'),
      ofMarked('Reject', 'reject'),
      ofMarked('Undo', 'undo'),
      button('Unmark', () => list.markAll(false), { 'aria-label': 'Unmark all' }),
    ]
    this.#ofOpen = [ofShown('Approve', 'approve'), ofShown('Reject', 'reject')]
    const shown = [
      ...this.#ofOpen,
      button('Mark', () => list.markAll(true), { 'aria-label': 'Mark all shown' }),
    ]
    this.element = element(
      'section',
      { class: 'review', 'aria-label': 'Review' },
      this.#counts,
      element('div', { class: 'review-line' }, element('span', { class: 'marks' }, 'All shown'), ...shown),
      element('div', { class: 'review-line' }, this.#marks, ...this.#ofMarked),
      element('div', { class: 'review-line' }, this.#said, this.#undoLast),
      this.#refusals,
    )
    addEventListener('focus', () => void this.load())
  }

  get decisions(): Readonly<Record<string, Decision>> {
    return this.#server.decisions
  }

  /** Asks the server what is decided; others may have decided meanwhile. */
  async load(): Promise<void> {
    const problem = await this.#server.load()
    if (problem) this.#refuse(problem)
    this.#shown()
  }

  /** What can be done with one picture; null when there is nothing to decide. */
  choices({ id }: Entry): HTMLElement | null {
    const decision = this.decisions[id]
    if (decision === undefined) return null
    const choice = (words: string, action: ReviewAction, key: string) =>
      button(words, () => void this.decide(action, [id]), {
        class: action,
        title: key,
        // What was decided is taken back before it is decided otherwise.
        disabled: (action === 'undo') === (decision === 'open'),
      })
    return element(
      'div',
      { class: 'choices', role: 'group', 'aria-label': 'Decision' },
      element('span', { class: `decision ${decision}` }, decisionWords[decision]),
      choice('Approve', 'approve', 'a'),
      choice('Reject', 'reject', 'x'),
      choice('Undo', 'undo', 'u'),
    )
  }

  /** For the keys: what is marked, or else the picture that is shown. What is undone may be the last decision. */
  async decideCurrent(action: ReviewAction): Promise<void> {
    const { marked, active } = this.#list
    if (marked.size > 0) return this.decide(action, [...marked])
    const isDecided =
      active !== undefined && ['approved', 'rejected'].includes(this.decisions[active.id] ?? '')
    if (action === 'undo' && !isDecided) return this.decide('undo', this.#last)
    return this.decide(action, active ? [active.id] : [])
  }

  async decide(action: ReviewAction, ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => Object.hasOwn(this.decisions, id))
    if (this.#busy) return
    if (wanted.length === 0) return this.#say('There is nothing to decide.')
    if (wanted.length > 1 && !(await confirmed(action, wanted.length))) return
    this.#busy = true
    this.#refusals.replaceChildren()
    if (wanted.length > 1) this.#say(`${doing[action]} ${counted(wanted.length, 'picture')} …`)
    const asked = await this.#server.decide(action, wanted)
    this.#busy = false
    if ('problem' in asked) {
      this.#say('')
      return this.#refuse(asked.problem)
    }
    const { done: decided, refused } = asked.answer
    this.#say(decided.length > 0 ? `${done[action]} ${counted(decided.length, 'picture')}.` : '')
    this.#last = action === 'undo' ? [] : decided
    this.#undoLast.hidden = this.#last.length === 0
    if (refused.length > 0) this.#tell(action, refused)
    this.#list.marked.clear()
    for (const { picture } of refused) if (wanted.length > 1) this.#list.marked.add(picture)
    this.#shown()
    this.#goOn(decided)
  }

  async #decideShown(action: ReviewAction): Promise<void> {
    const open = this.#list.entries.filter(({ id }) => this.decisions[id] === 'open')
    await this.decide(
      action,
      open.map(({ id }) => id),
    )
  }

  /** After a decision about the picture that is shown the next open one is shown. */
  #goOn(decided: readonly string[]): void {
    const { entries, active } = this.#list
    if (!active || !decided.includes(active.id) || this.decisions[active.id] === 'open') return
    const from = entries.indexOf(active)
    const next = [...entries.keys()]
      .map((step) => (from + step + 1) % entries.length)
      .find((index) => this.decisions[entries[index]!.id] === 'open')
    if (next !== undefined) this.#list.go(next)
  }

  #shown(): void {
    const values = Object.values(this.decisions)
    const amount = (decision: Decision) => values.filter((value) => value === decision).length
    this.#counts.textContent = `${amount('open')} open, ${amount('approved')} approved, ${amount('rejected')} rejected`
    this.#list.decide(this.decisions)
    this.marksChanged()
    this.#changed()
  }

  marksChanged(): void {
    const { size } = this.#list.marked
    this.#marks.textContent = `${size} marked`
    for (const made of this.#ofMarked) made.disabled = size === 0
    const isAnyOpen = this.#list.entries.some(({ id }) => this.decisions[id] === 'open')
    for (const made of this.#ofOpen) made.disabled = !isAnyOpen
  }

  #say(text: string): void {
    this.#said.textContent = text
  }

  #refuse(sentence: string): void {
    this.#refusals.replaceChildren(element('p', {}, sentence), sentence === otherRun ? loadAnew() : '')
  }

  #tell(action: ReviewAction, refused: readonly Refusal[]): void {
    const items = refused.map(({ picture, message }) =>
      element('li', {}, element('b', {}, this.#entries.get(picture)?.title ?? picture), `: ${message}`),
    )
    const words = { approve: 'approved', reject: 'rejected', undo: 'undone' }[action]
    this.#refusals.replaceChildren(
      element('p', {}, `${counted(refused.length, 'picture')} could not be ${words}:`),
      element('ul', {}, ...items),
      isOld(refused) ? loadAnew() : '',
      button('Dismiss', () => this.#refusals.replaceChildren()),
    )
  }
}

function loadAnew(): HTMLButtonElement {
  return button('Load the page anew', () => location.reload())
}

/** Asks before many pictures are decided about at once. */
function confirmed(action: ReviewAction, amount: number): Promise<boolean> {
  const words = { approve: 'Approve', reject: 'Reject', undo: 'Undo what was decided about' }[action]
  return new Promise((resolve) => {
    const dialog = element(
      'dialog',
      { 'aria-labelledby': 'confirm-heading' },
      element('h2', { id: 'confirm-heading' }, `${words} ${counted(amount, 'picture')}?`),
      action === 'approve' && element('p', {}, 'Their goldens are written now.'),
      element(
        'div',
        { class: 'review-line' },
        button(words.split(' ')[0]!, () => dialog.close('yes')),
        button('Cancel', () => dialog.close()),
      ),
    )
    dialog.onclose = () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    }
    document.body.append(dialog)
    dialog.showModal()
  })
}
