import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that cannot be confused with a later one of the same pid. */
export interface ProcessIdentity {
  pid: number
  /** Clock ticks since the machine booted, field 22 of `/proc/<pid>/stat`. */
  startTime: string
}

interface ProcessState {
  startTime: string
  group: number
  session: number
}

/** What /proc says of a process; null when it has ended, also when nobody has reaped it yet. */
function readState(pid: number): ProcessState | null {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // The name, in parentheses, may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return { group: Number(fields[2]), session: Number(fields[3]), startTime: fields[19]! }
}

/** The process that has this pid now; null when there is none. */
export function identify(pid: number): ProcessIdentity | null {
  const state = readState(pid)
  return state && { pid, startTime: state.startTime }
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return readState(pid)?.startTime === startTime
}

/**
 * Kills what is left of the session that the process led, at once. Does nothing when its pid belongs to another
 * process by now; a pid is not given away while a group of its number has members.
 */
export function killGroup(leader: ProcessIdentity): void {
  const now = identify(leader.pid)
  if (now && now.startTime !== leader.startTime) return
  for (const pid of now ? [-leader.pid] : groupMembers(leader)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended in between.
    }
  }
}

/** The living processes of the group and session that the process led. */
export function groupMembers(leader: ProcessIdentity): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      const state = pid > 0 ? readState(pid) : null
      return state?.group === leader.pid && state.session === leader.pid
    })
}

/** Names the set of pids that this process sees; pids of another one mean nothing here. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'unknown'
  }
}
