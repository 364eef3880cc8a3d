import type { ErrorCode } from '../errors.js'
import type { ComparisonRule, Difference } from './comparison.js'
import type { WriteOrder } from './pixel-work.js'
import type { Pixels } from './png.js'

/** What the thread is asked. `work` names one golden that is being looked at, `golden` is its path. */
export type ThreadRequest =
  | { method: 'compare'; id: number; work: number; golden: string; actual: Pixels; rule: ComparisonRule }
  | { method: 'write'; id: number; work: number; golden: string; order: WriteOrder }
  | { method: 'close'; work: number }

export type ThreadAnswer = { id: number; value: Difference | null } | { id: number; failed: ThreadFailure }

/** An error, as far as it can be carried. Without a code it is a comparator's own. */
export interface ThreadFailure {
  code?: ErrorCode
  message: string
  facts: Record<string, unknown>
  cause?: string
}
