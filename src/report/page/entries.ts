import type { ReportData, ReportPicture, ReportTest } from '../data.js'
import type { Decision } from '../review-api.js'

export type State = 'failed' | 'flaky' | 'new' | 'passed'

/** In the order in which they are listed. */
export const states: readonly State[] = ['failed', 'flaky', 'new', 'passed']

export const stateWords: Record<State, string> = {
  failed: 'Failed',
  flaky: 'Flaky',
  new: 'New',
  passed: 'Passed',
}

/** One line of the list: a picture, or a failed test none of whose pictures failed. */
export interface Entry {
  id: string
  state: State
  title: string
  /** The picture's outcome; `no picture` for a test. */
  outcome: string
  test: ReportTest
  picture: ReportPicture | null
  /** What the search looks in: lower case. */
  text: string
}

export interface Filter {
  search: string
  state: State | ''
  outcome: string
  project: string
  file: string
  decision: Decision | ''
}

export const everything: Filter = { search: '', state: '', outcome: '', project: '', file: '', decision: '' }

/** All lines, those that failed first. */
export function entriesOf({ tests }: ReportData): Entry[] {
  const entries = tests.flatMap(entriesOfTest)
  return states.flatMap((state) => entries.filter((entry) => entry.state === state))
}

function entriesOfTest(test: ReportTest): Entry[] {
  const entries = test.pictures.map((picture): Entry => {
    const { id, name, outcome } = picture
    const state = stateOf(picture, test)
    return { id, state, title: name, outcome, test, picture, text: textOf(test, picture) }
  })
  if (test.state !== 'failed' || entries.some(({ state }) => state === 'failed')) return entries
  const title = test.titles.at(-1) ?? test.file
  const alone: Entry = {
    id: `test-${test.id}`,
    state: 'failed',
    title,
    outcome: 'no picture',
    test,
    picture: null,
    text: textOf(test, null),
  }
  return [alone, ...entries]
}

function stateOf({ outcome, attempt }: ReportPicture, test: ReportTest): State {
  switch (outcome) {
    case 'matched':
    case 'matched-within-tolerance':
      return 'passed'
    case 'written':
    case 'updated':
      return 'new'
    case 'missing':
    case 'resized':
    case 'mismatched':
    case 'environment-differs':
      if (test.state === 'failed') return 'failed'
      // A test may ask that a picture is not its golden.
      return attempt < test.attempts - 1 ? 'flaky' : 'passed'
  }
  outcome satisfies never
  return 'passed'
}

function textOf({ project, file, titles, errors }: ReportTest, picture: ReportPicture | null): string {
  const ofPicture = picture
    ? [picture.name, picture.golden, picture.outcome, picture.message]
    : errors.map(({ message }) => message)
  return [project, file, ...titles, ...ofPicture].join('\n').toLowerCase()
}

/** The lines that a filter leaves. Every word of the search has to be somewhere. */
export function filtered(
  entries: readonly Entry[],
  { search, state, outcome, project, file, decision }: Filter,
  decisions: Readonly<Record<string, Decision>> = {},
): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(
    (entry) =>
      (state === '' || entry.state === state) &&
      (outcome === '' || entry.outcome === outcome) &&
      (project === '' || entry.test.project === project) &&
      (file === '' || entry.test.file === file) &&
      (decision === '' || decisions[entry.id] === decision) &&
      words.every((word) => entry.text.includes(word)),
  )
}
