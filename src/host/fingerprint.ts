import { readFileSync } from 'node:fs'
import type { Fingerprint } from '../protocol/host.js'
import type { BootOptions } from '../protocol/options.js'

const levels: [level: string, flags: string[]][] = [
  ['x86-64-v4', ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl']],
  ['x86-64-v3', ['avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'abm', 'movbe']],
  ['x86-64-v2', ['cx16', 'lahf_lm', 'popcnt', 'sse4_1', 'sse4_2', 'ssse3']],
]

/** The highest level of the x86-64 psABI whose features this CPU has all; on other architectures their own name. */
export function cpuLevel(): string {
  if (process.arch !== 'x64') return process.arch
  let flags: Set<string>
  try {
    flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(/\s+/))
  } catch {
    return 'x86-64'
  }
  let best = 'x86-64'
  for (const [level, needed] of [...levels].reverse()) {
    if (!needed.every((flag) => flags.has(flag))) break
    best = level
  }
  return best
}

/** What pixels of this Host depend on besides the page. */
export function fingerprint(cefVersion: string, fonts: string, boot: BootOptions): Fingerprint {
  const switches = Object.entries(boot.switches ?? {})
    .map(([name, value]) => (typeof value === 'string' ? `${name}=${value}` : value ? name : `no ${name}`))
    .sort()
  return {
    cef: cefVersion,
    platform: process.platform,
    arch: process.arch,
    cpu: cpuLevel(),
    fonts,
    switches: switches.join(' '),
  }
}
