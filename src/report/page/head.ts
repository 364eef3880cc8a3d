import type { ReportData } from '../data.js'
import { counted, duration, element, number } from './element.js'
import { themeButton } from './theme.js'

/** What is said of the whole: how many tests, of which runs, and what to know about them. */
export function head(
  { runs, notices, tests, obsolete }: ReportData,
  title: string,
  keys: HTMLElement,
): HTMLElement {
  const amount = (state: string) => tests.filter((test) => test.state === state).length
  const words = (['failed', 'passed', 'skipped'] as const)
    .filter((state) => amount(state) > 0)
    .map((state) => `${number(amount(state))} ${state}`)
  const total = counted(tests.length, 'test')
  return element(
    'header',
    { class: 'head' },
    element('h1', {}, title),
    element('p', { class: 'summary' }, words.length > 0 ? `${total}: ${words.join(', ')}` : total),
    element('div', { class: 'head-buttons' }, keys, themeButton()),
    ...[...notices, ...partly(runs)].map((sentence) => element('p', { class: 'notice' }, sentence)),
    element(
      'details',
      { class: 'runs' },
      element('summary', {}, counted(runs.length, 'run')),
      list(runs.map(runWords)),
      obsolete.length > 0 && element('p', {}, `No test looked at ${counted(obsolete.length, 'golden')}:`),
      obsolete.length > 0 && list(obsolete),
    ),
  )
}

/** Why there may be more than is shown. Of shards the notices tell. */
function partly(runs: ReportData['runs']): string[] {
  const reasons = new Set(runs.flatMap(({ partial }) => partial))
  reasons.delete('failed')
  if (runs.length > 1) reasons.delete('shard')
  if (reasons.size === 0) return []
  return [`This is not the whole suite: ${[...reasons].map((reason) => partialWords[reason]).join(', ')}.`]
}

const partialWords: Readonly<Record<ReportData['runs'][number]['partial'][number], string>> = {
  filter: 'a filter left tests out',
  watch: 'watch mode ran some files only',
  shard: 'it is one shard',
  failed: 'tests failed',
  skipped: 'tests were skipped',
  interrupted: 'the run was interrupted',
}

function list(texts: readonly string[]): HTMLElement {
  return element('ul', {}, ...texts.map((text) => element('li', {}, text)))
}

function runWords({
  name,
  started,
  duration: took,
  runner,
  cefrig,
  shard,
}: ReportData['runs'][number]): string {
  const date = new Date(started)
  return [
    name !== '.' && name,
    shard && `shard ${shard.index} of ${shard.count}`,
    Number.isNaN(date.getTime()) ? started : date.toLocaleString(),
    duration(took),
    `${runner.name} ${runner.version}`,
    `cefrig ${cefrig}`,
  ]
    .filter(Boolean)
    .join(', ')
}
