import type { Fingerprint } from '../protocol/host.js'

/** What the pixels of a golden depend on besides the page: the Host's fingerprint and device pixels per CSS pixel. */
export interface GoldenEnvironment extends Fingerprint {
  scale: number
}

/** One thing in which the environment of a golden differs from this one. */
export interface EnvironmentChange {
  what: keyof GoldenEnvironment
  golden: string
  here: string
}

const titles: Record<keyof GoldenEnvironment, string> = {
  cef: 'CEF',
  platform: 'platform',
  arch: 'architecture',
  cpu: 'instruction set',
  fonts: 'fonts',
  switches: 'switches',
  scale: 'scale',
}

/** In what the two environments differ, in a fixed order; empty when a golden carries none. */
export function environmentChanges(
  golden: GoldenEnvironment | null,
  here: GoldenEnvironment,
): EnvironmentChange[] {
  if (golden === null) return []
  return (Object.keys(titles) as (keyof GoldenEnvironment)[])
    .filter((what) => golden[what] !== here[what])
    .map((what) => ({ what, golden: String(golden[what]), here: String(here[what]) }))
}

/** As `CEF 146.0.10 → 147.0.1, instruction set x86-64-v3 → x86-64-v4`. */
export function describeChanges(changes: readonly EnvironmentChange[]): string {
  return changes
    .map(({ what, golden, here }) => `${titles[what]} ${golden || '(none)'} → ${here || '(none)'}`)
    .join(', ')
}
