import type { Alignment, Gap } from './alignment.js'
import type { GoldenResult } from './check.js'
import type { Difference } from './comparison.js'
import { namedRegions } from './elements.js'
import { adviseOn, describeChanges, type EnvironmentChange } from './environment.js'
import type { Size } from './outcome.js'
import { shownPath } from './place.js'
import { boxAround, type Region } from './regions.js'

/** One sentence or two: what became of the golden and, when that is a failure, what to do. */
export function goldenSentence(result: GoldenResult, negated = false): string {
  const { outcome, place } = result
  const file = shownPath(place.root, place.file)
  const picture = size(result.picture)
  if (negated) return negatedSentence(result, file)
  switch (outcome.kind) {
    case 'matched':
      return `${file} matched, ${picture}.`
    case 'matched-within-tolerance':
      return `${file} matched within tolerance: ${count(outcome.difference)}${elsewhere(outcome.environment)}.`
    case 'written':
      return `${file} was written, ${picture}.${renamed(result)}`
    case 'updated':
      return outcome.because.kind === 'resized'
        ? `${file} was updated: it was ${size(outcome.because.golden)} and is ${picture}.`
        : `${file} was updated: ${count(outcome.because.difference)} differed.`
    case 'missing':
      return failed(`there is no golden ${file}, and this run may not write it`, moveIt(result) ?? writeIt)
    case 'resized':
      return failed(
        `the picture is ${picture}, its golden ${file} is ${size(outcome.golden)}${elsewhere(outcome.environment)}${resized(outcome.difference)}`,
        updateIt(result),
      )
    case 'mismatched':
      return failed(
        `${count(outcome.difference)} differ from ${file}${where(outcome.difference)}${restless(result)}`,
        updateIt(result),
      )
    case 'environment-differs':
      return failed(
        `${file} was made in another environment (${describeChanges(outcome.environment)}), ` +
          `and ${count(outcome.difference)} differ${where(outcome.difference)}${restless(result)}`,
        `${adviseOn(outcome.environment)}. Or look at the picture, and make it here with -u.`,
      )
  }
  outcome satisfies never
}

/** The whole message of a failed assertion: {@link goldenSentence} and the paths of the pictures. */
export function goldenMessage(result: GoldenResult, negated = false): string {
  const { files, place } = result
  if (files === null) return goldenSentence(result, negated)
  const line = (title: string, file: string | undefined) =>
    file === undefined ? [] : [`  ${title.padEnd(9)} ${shownPath(place.root, file)}`]
  const lines = [
    ...line('expected:', files.expected),
    ...line('actual:', files.actual),
    ...line('diff:', files.diff),
  ]
  return [goldenSentence(result, negated), '', ...regionLines(result), ...lines].join('\n')
}

/** The largest regions of a difference, each with the element that is there. A single one is in the sentence already. */
function regionLines({ outcome, elements }: GoldenResult): string[] {
  const regions = ('difference' in outcome && outcome.difference?.regions) || []
  if (regions.length === 0 || (regions.length === 1 && !elements[0])) return []
  const lines = regions.slice(0, namedRegions).map((region, index) => {
    const element = elements[index] ? `, ${elements[index]}` : ''
    return `  ${box(region)}: ${number(region.pixels)} pixels${element}`
  })
  const more = regions.length - lines.length
  return [...lines, ...(more > 0 ? [`  and ${number(more)} more`] : []), '']
}

function box({ x, y, width, height }: Region): string {
  return `${width}×${height} at (${x}, ${y})`
}

const updateIt = ({ ownWork }: GoldenResult): string =>
  ownWork
    ? 'The test wrote that golden itself, a moment ago: give its two pictures a name each.'
    : 'If that is intended, run with -u.'
/** What to do about a golden that seems to have another name. */
function moveIt({ twin, place }: GoldenResult): string | null {
  if (twin === undefined) return null
  const [from, to] = [twin, place.file].map((file) => shownPath(place.root, file))
  return `${from} has the same pixels: if the golden has a new name, \`git mv ${from} ${to}\`; otherwise write it with -u.`
}

function renamed({ twin, place }: GoldenResult): string {
  if (twin === undefined) return ''
  return ` It has the pixels of ${shownPath(place.root, twin)}; if that was its name before, \`cefrig prune\` removes it there.`
}

const writeIt = 'Write it with -u, look at it and commit it.'

function negatedSentence({ outcome, picture }: GoldenResult, file: string): string {
  const start = 'not.toMatchGolden() failed:'
  switch (outcome.kind) {
    case 'missing':
      return `${start} there is no golden ${file} to differ from. Write it with toMatchGolden() first.`
    case 'matched':
      return `${start} the pixels are those of ${file}, ${size(picture)}. Change the page before, or drop the not.`
    case 'matched-within-tolerance':
      return `${start} ${count(outcome.difference)} differ from ${file}, which is within tolerance. Lower threshold, maxDiffPixels or maxDiffPixelRatio.`
    default:
      return `the picture differs from ${file}.`
  }
}

function failed(fact: string, next: string): string {
  return `toMatchGolden() failed: ${fact}. ${next}`
}

function size({ width, height }: Size): string {
  return `${width}×${height}`
}

/** As `312 of 480,000 pixels (0.065 %)`. */
function count({ differentPixels, totalPixels, ratio }: Difference): string {
  return `${number(differentPixels)} of ${number(totalPixels)} pixels (${percent(ratio)})`
}

/** What was put in or taken out between pictures of different sizes. */
function resized(difference: Difference | undefined): string {
  if (difference === undefined || difference.alignment === null) return ''
  const { rows, columns }: Alignment = difference.alignment
  const gaps = [gap(rows, 'row', 'y'), gap(columns, 'column', 'x')].filter(Boolean).join(' and ')
  return `: ${gaps}; ${count(difference)} differ${within(difference)}`
}

/** As `21 rows are new at y = 40`. */
function gap(found: Gap | null, what: string, axis: string): string {
  if (found === null) return ''
  const { at, length, missingIn } = found
  const [plural, verb] = length === 1 ? ['', 'is'] : ['s', 'are']
  return `${number(length)} ${what}${plural} ${verb} ${missingIn === 'expected' ? 'new' : 'gone'} at ${axis} = ${at}`
}

function where(difference: Difference): string {
  const { allowedPixels, strict } = difference
  const look = strict === null ? '' : ` in the strict look, at threshold ${strict}`
  return `${look}${allowedPixels > 0 ? `; ${number(allowedPixels)} may` : ''}${within(difference)}`
}

function within({ regions }: Difference): string {
  const around = boxAround(regions)
  return around === null ? '' : `, all within ${box(around)}`
}

function restless({ restlessFor, captures }: GoldenResult): string {
  return restlessFor === null
    ? ''
    : `; the page kept changing for ${number(restlessFor)} ms (${captures} captures)`
}

function elsewhere(changes: readonly EnvironmentChange[]): string {
  return changes.length === 0 ? '' : ` (made in another environment: ${describeChanges(changes)})`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(2))} %`
}
