import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface HostProcess {
  pid: number
  /** `browser`, or CEF's type: `renderer`, `gpu-process`, `zygote`, `utility`. */
  type: string
  /** Of utilities: `network`, `storage`, … */
  service: string
  /** Bytes of proportional set size. */
  pss: number
}

/** The processes of a Host's group that live. */
export function processesOf(hostPid: number): HostProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => describe(Number(name), hostPid))
}

function describe(pid: number, group: number): HostProcess[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(pgrp) !== group || state === 'Z') return []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const type = /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser'
    const service = /--utility-sub-type=(\w+)/.exec(command)?.[1] ?? ''
    return [{ pid, type, service, pss: proportionalSize(pid) }]
  } catch {
    return []
  }
}

function proportionalSize(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024
}

/** Whether the process runs a program of this name; false when it is gone. */
export function runs(pid: number, program: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`).endsWith(program)
  } catch {
    return false
  }
}

/** The Host that this process launched last. */
export function hostOf(parent: number): number {
  const hosts = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isHostOf(Number(name), parent))
  return Math.max(...hosts.map(Number))
}

function isHostOf(pid: number, parent: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(ppid) !== parent || state === 'Z') return false
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('host/main.js')
  } catch {
    return false
  }
}

/** Resolves when the condition holds; the test's own deadline is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}
