import { createHash } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CefrigError } from '../errors.js'
import { refusal } from '../file-failure.js'
import type { HostAddress } from '../protocol/boot.js'
import { formatOwner } from './owner.js'
import { isAlive, killGroup, type ProcessIdentity, pidNamespace } from './process-identity.js'

/** The program of a Host. */
export const HOST_MAIN = fileURLToPath(new URL('../host/main.js', import.meta.url))

/** Longest path of a Unix socket that Linux takes, in bytes. */
const LONGEST_SOCKET_PATH = 107
/** Below the root: owner, Host, and the longest path that CEF adds, `/org.chromium.Chromium.XXXXXX/SingletonSocket`. */
const LONGEST_REST = 81
const PROCESS_FILE = 'process.json'
const FRAMES_ROOT = '/dev/shm'

/** What the launcher writes into a Host's directory as soon as the process exists. */
export interface HostProcess extends ProcessIdentity {
  /** Pid namespace in which `pid` counts. */
  namespace: string
}

/** The directory under which all Hosts of this user live, of mode 0700. */
export function rootDirectory(): string {
  const name = `cefrig-${process.getuid?.() ?? 'user'}`
  // The Host has a working directory of its own.
  const own = resolve(tmpdir(), name)
  const fits = Buffer.byteLength(own) + LONGEST_REST <= LONGEST_SOCKET_PATH
  return fits ? own : join('/tmp', name)
}

/** The directory of all Hosts of one owner. */
export function ownerDirectory(owner: ProcessIdentity): string {
  return join(rootDirectory(), formatOwner(owner))
}

/** Names what decides whether two askers share a Host: all of it must be equal. */
export function bootHash(parts: readonly unknown[]): string {
  return createHash('sha256').update(canonical(parts)).digest('hex').slice(0, 8)
}

/** JSON that does not depend on the order of keys, nor on keys that are undefined. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/**
 * Makes a directory for one more Host of the owner, for this user alone, and its parents.
 * @throws HOST_FAILED when the directory in the temporary directory belongs to somebody else or cannot be made.
 */
export function makeHostDirectory(owner: ProcessIdentity, prefix: string): string {
  const root = rootDirectory()
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { reason } = refusal(error)
    const message = `Starting a Host failed: the directory ${root} cannot be made: ${reason}. Set TMPDIR to a directory that can be written.`
    throw new CefrigError('HOST_FAILED', message, { facts: { directory: root }, cause: error })
  }
  const stat = lstatSync(root)
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) {
    const message = `Starting a Host failed: ${root} is not a directory of mode 0700 that belongs to this user. Remove it, or set TMPDIR to a directory of your own.`
    throw new CefrigError('HOST_FAILED', message, { facts: { directory: root } })
  }
  const directory = ownerDirectory(owner)
  for (;;) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    try {
      return mkdtempSync(join(directory, prefix))
    } catch (error) {
      // Whoever removed the last Host removed the empty directory too.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

/** The directories of an owner's Hosts whose name begins so. */
export function listHosts(ownersDirectory: string, prefix = ''): string[] {
  return list(ownersDirectory)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(ownersDirectory, name))
}

export function writeHostProcess(directory: string, { pid, startTime }: ProcessIdentity): void {
  const record: HostProcess = { pid, startTime, namespace: pidNamespace() }
  writeFileSync(join(directory, PROCESS_FILE), JSON.stringify(record))
}

/** Null when the launcher has not come so far. */
export function readHostProcess(directory: string): HostProcess | null {
  return readJson<HostProcess>(join(directory, PROCESS_FILE))
}

/** Where the directory's Host accepts connections; null when it does not yet, or has ended. */
export function liveAddress(directory: string): HostAddress | null {
  const host = readHostProcess(directory)
  return host && isAlive(host) ? readJson<HostAddress>(join(directory, 'host.json')) : null
}

/** Names of the logs in a Host's directory. */
export function logFiles(directory: string): string[] {
  return list(directory).filter((name) => name.endsWith('.log'))
}

/** The last lines that the Host and CEF wrote to their logs; empty when there is none. */
export function logTail(directory: string, lines = 20): string {
  const text = logFiles(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('\n')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !isNoise(line))
    .slice(-lines)
    .join('\n')
}

/** Complaints about a missing D-Bus say nothing. */
function isNoise(line: string): boolean {
  return /dbus|org\.freedesktop/i.test(line)
}

/** Kills what is left of a dead Host and removes its files, all but the logs. */
export function buryHost(directory: string): void {
  const host = readHostProcess(directory)
  if (host) killGroup(host)
  for (const name of list(directory)) {
    if (!name.endsWith('.log') && name !== PROCESS_FILE) remove(join(directory, name))
  }
  if (host) removeFrames(host)
  // A Host that ended in order has removed its directory itself.
  removeEmpty(dirname(directory))
}

/** Kills the directory's Host, dead or alive, and removes every trace of it. Waits for nothing. */
export function removeHost(directory: string): void {
  const host = readHostProcess(directory)
  if (host) killGroup(host)
  remove(directory)
  if (host) removeFrames(host)
  removeEmpty(dirname(directory))
}

/** Removes the directory of an owner, and that of all owners, when nothing is in it. */
export function removeEmpty(ownersDirectory: string): void {
  try {
    rmdirSync(ownersDirectory)
    rmdirSync(dirname(ownersDirectory))
  } catch {
    // Other Hosts live there, or it is gone already.
  }
}

/** Kills every Host of the owner and removes their files, for the owner's own end. */
export function killHosts(owner: ProcessIdentity): void {
  for (const directory of listHosts(ownerDirectory(owner))) removeHost(directory)
}

/** Removes what the Host put into shared memory. */
function removeFrames({ pid }: ProcessIdentity): void {
  for (const name of list(FRAMES_ROOT)) {
    if (name.startsWith(`cefrig-${pid}-`)) remove(join(FRAMES_ROOT, name))
  }
}

function remove(path: string): void {
  // Dying processes may still write into it.
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return null
  }
}
