import { readFileSync } from 'node:fs'
import type { Fingerprint } from '../protocol/host.js'
import type { BootOptions } from '../protocol/options.js'

const levels: [level: string, flags: string[]][] = [
  ['x86-64-v4', ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl']],
  ['x86-64-v3', ['avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'abm', 'movbe']],
  ['x86-64-v2', ['cx16', 'lahf_lm', 'popcnt', 'sse4_1', 'sse4_2', 'ssse3']],
]

const makers: Record<string, string> = { GenuineIntel: 'intel', AuthenticAMD: 'amd' }

/**
 * What of the CPU pixels depend on, as `x86-64-v3 amd`: the highest level of the x86-64 psABI whose features it has all, and who made
 * it, because estimates of 1/x differ between makers (docs/decisions/cpu.md). On other architectures their name.
 */
export function cpuName(info = cpuInfo()): string {
  if (process.arch !== 'x64') return process.arch
  const [, maker = ''] = /^vendor_id\s*:\s*(\S+)/m.exec(info) ?? []
  const name = makers[maker] ?? maker.toLowerCase()
  return name === '' ? levelOf(info) : `${levelOf(info)} ${name}`
}

function levelOf(info: string): string {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(info)?.[1]?.trim().split(/\s+/))
  let best = 'x86-64'
  for (const [level, needed] of [...levels].reverse()) {
    if (!needed.every((flag) => flags.has(flag))) break
    best = level
  }
  return best
}

function cpuInfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return ''
  }
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
    cpu: cpuName(),
    fonts,
    switches: switches.join(' '),
  }
}
