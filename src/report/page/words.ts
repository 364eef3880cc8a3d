import type { Region } from '../../golden/regions.js'
import type { PicturePart } from '../data.js'
import type { Decision } from '../review-api.js'
import { number } from './element.js'

const outcomes: Readonly<Record<string, string>> = {
  missing: 'No golden',
  resized: 'Other size',
  mismatched: 'Differs',
  'environment-differs': 'Differs, other environment',
  matched: 'Matches',
  'matched-within-tolerance': 'Within tolerance',
  written: 'Golden written',
  updated: 'Golden updated',
  'no picture': 'Test failed',
}

/** What people call an outcome. */
export function outcomeWords(outcome: string): string {
  return outcomes[outcome] ?? outcome
}

export const partWords: Readonly<Record<PicturePart, string>> = {
  expected: 'Expected',
  actual: 'Actual',
  diff: 'Difference',
}

export const decisionWords: Readonly<Record<Decision, string>> = {
  open: 'Open',
  approved: 'Approved',
  rejected: 'Rejected',
}

/** As `120×30 at (4, 8)`. */
export function boxWords({ x, y, width, height }: Omit<Region, 'pixels'>): string {
  return `${number(width)}×${number(height)} at (${number(x)}, ${number(y)})`
}
