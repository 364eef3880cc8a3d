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
  cpu: 'CPU',
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
    .filter((what) => (what === 'cpu' ? !sameArithmetic(golden.cpu, here.cpu) : golden[what] !== here[what]))
    .map((what) => ({ what, golden: String(golden[what]), here: String(here[what]) }))
}

/** Whether nothing differs but the CPU: then rounding does, by one level of 255 and nothing more (docs/decisions/cpu.md). */
export function isOtherCpu(changes: readonly EnvironmentChange[]): boolean {
  return changes.length === 1 && changes[0]?.what === 'cpu'
}

/** Skia has two sets of code for x86-64: with the instructions of level 3, fused multiplication among them, and without. */
const codeOf: Readonly<Record<string, string>> = { 'x86-64-v4': 'x86-64-v3', 'x86-64-v2': 'x86-64' }

/** Whether two CPUs, named as in a fingerprint, calculate the same pixels. Goldens of before do not tell the maker. */
function sameArithmetic(golden: string, here: string): boolean {
  const [[level = '', maker], [level2 = '', maker2]] = [golden.split(' '), here.split(' ')]
  if ((codeOf[level] ?? level) !== (codeOf[level2] ?? level2)) return false
  return maker === undefined || maker2 === undefined || maker === maker2
}

/** As `CEF 146.0.10 → 147.0.1, CPU x86-64-v3 amd → x86-64-v3 intel`. */
export function describeChanges(changes: readonly EnvironmentChange[]): string {
  return changes
    .map(({ what, golden, here }) => `${titles[what]} ${golden || '(none)'} → ${here || '(none)'}`)
    .join(', ')
}

/** How each of these is made as it was for the golden. */
const remedies: Record<keyof GoldenEnvironment, (golden: string) => string> = {
  cef: (golden) => `with the boot option cef: '${golden}' after \`npx cefrig install --cef ${golden}\``,
  platform: (golden) => `on ${golden}`,
  arch: (golden) => `on ${golden}`,
  cpu: (golden) => `on a CPU of ${golden}`,
  fonts: (golden) =>
    golden === 'system'
      ? "with fonts: 'system' on that machine"
      : 'with the sealed fonts of that version of cefrig',
  switches: (golden) => (golden === '' ? 'without switches' : `with the switches ${golden}`),
  scale: (golden) => `with deviceScaleFactor: ${golden}`,
}

/** What to do for the golden's environment, as `Run where the goldens are made: on linux, with deviceScaleFactor: 2`. */
export function adviseOn(changes: readonly EnvironmentChange[]): string {
  return `Run where the goldens are made: ${changes.map(({ what, golden }) => remedies[what](golden)).join(', ')}`
}
