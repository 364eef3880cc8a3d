import { identify, isAlive, type ProcessIdentity } from './process-identity.js'

/** Environment variable by which a runner's plugin tells its workers who owns the Hosts, as `<pid>-<start time>`. */
export const OWNER_VARIABLE = 'CEFRIG_OWNER'

/**
 * The process whose end is the end of the Hosts that this one asks for: the runner in its workers, else this process.
 * The variable counts only where it names this process or its parent, so that a script started by a test has Hosts of its own.
 */
export function currentOwner(): ProcessIdentity {
  const named = parseOwner(process.env[OWNER_VARIABLE])
  if (named && (named.pid === process.pid || named.pid === process.ppid) && isAlive(named)) return named
  const runner = isRunnersChild() ? identify(process.ppid) : null
  return runner ?? identify(process.pid)!
}

/** As it stands in directory names and in `CEFRIG_OWNER`. */
export function formatOwner({ pid, startTime }: ProcessIdentity): string {
  return `${pid}-${startTime}`
}

/** Null for what is not a formatted owner. */
export function parseOwner(text: string | undefined): ProcessIdentity | null {
  const parts = /^(\d+)-(\d+)$/.exec(text ?? '')
  return parts && { pid: Number(parts[1]), startTime: parts[2]! }
}

/** Whether this is a child process that Vitest or Jest forked as a worker. */
function isRunnersChild(): boolean {
  const { VITEST_POOL_ID, JEST_WORKER_ID } = process.env
  return process.send !== undefined && (VITEST_POOL_ID ?? JEST_WORKER_ID) !== undefined
}
