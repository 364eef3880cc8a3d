import type { Difference } from './comparison.js'
import type { EnvironmentChange } from './environment.js'
import type { UpdateMode } from './test-identity.js'

/** Width and height in pixels. */
export interface Size {
  width: number
  height: number
}

/** What was seen when a golden and a page were looked at, before anything is decided. */
export type Finding =
  | { kind: 'same'; by: 'digest' | 'pixels' }
  | { kind: 'close'; difference: Difference }
  | { kind: 'absent' }
  | { kind: 'other-size'; golden: Size }
  | { kind: 'different'; difference: Difference }

/** What became of a golden. Closed: whoever switches over `kind` ends with `satisfies never`. */
export type GoldenOutcome =
  /** The pixels are the golden's. `by` says whether digests alone showed it. */
  | { kind: 'matched'; by: 'digest' | 'pixels' }
  /** The pixels differ by no more than is allowed. */
  | { kind: 'matched-within-tolerance'; difference: Difference; environment: EnvironmentChange[] }
  /** There is no golden and none may be written. */
  | { kind: 'missing' }
  /** There was no golden; there is one now. */
  | { kind: 'written' }
  /** The golden did not match and was written anew. */
  | { kind: 'updated'; because: UpdateReason }
  /** Golden and picture have different sizes. The difference is absent where the two are too large to be laid on each other. */
  | { kind: 'resized'; golden: Size; difference?: Difference; environment: EnvironmentChange[] }
  /** The pixels differ, in the environment that the golden was made in or in an unknown one. */
  | { kind: 'mismatched'; difference: Difference }
  /** The pixels differ, and the golden was made in another environment. */
  | { kind: 'environment-differs'; difference: Difference; environment: EnvironmentChange[] }

/** Why a golden was written anew. */
export type UpdateReason = { kind: 'resized'; golden: Size } | { kind: 'mismatched'; difference: Difference }

/**
 * Decides by what was seen and by what may be written, and touches nothing. Matching pixels pass in any environment. What differs
 * between pictures of different sizes is not seen yet.
 */
export function decide(finding: Finding, mode: UpdateMode, environment: EnvironmentChange[]): GoldenOutcome {
  switch (finding.kind) {
    case 'same':
      return { kind: 'matched', by: finding.by }
    case 'close':
      return { kind: 'matched-within-tolerance', difference: finding.difference, environment }
    case 'absent':
      return mode === 'none' ? { kind: 'missing' } : { kind: 'written' }
    case 'other-size':
      if (mode === 'all') return { kind: 'updated', because: { kind: 'resized', golden: finding.golden } }
      return { kind: 'resized', golden: finding.golden, environment }
    case 'different':
      if (mode === 'all')
        return { kind: 'updated', because: { kind: 'mismatched', difference: finding.difference } }
      if (environment.length === 0) return { kind: 'mismatched', difference: finding.difference }
      return { kind: 'environment-differs', difference: finding.difference, environment }
  }
  finding satisfies never
}

/** Whether the picture is its golden, be it that the golden was only now made from it. */
export function passes({ kind }: GoldenOutcome): boolean {
  switch (kind) {
    case 'matched':
    case 'matched-within-tolerance':
    case 'written':
    case 'updated':
      return true
    case 'missing':
    case 'resized':
    case 'mismatched':
    case 'environment-differs':
      return false
  }
  kind satisfies never
}
