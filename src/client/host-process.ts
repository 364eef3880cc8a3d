import { dirname, join } from 'node:path'
import { CefrigError } from '../errors.js'
import type { HostAddress } from '../protocol/boot.js'
import type { BootOptions } from '../protocol/options.js'
import {
  bootHash,
  buryHost,
  HOST_MAIN,
  listHosts,
  liveAddress,
  logTail,
  ownerDirectory,
  readHostProcess,
  removeEmpty,
  removeHost,
} from './host-directory.js'
import { acquireLock } from './lock.js'
import { currentOwner } from './owner.js'
import { groupMembers, isAlive, killGroup, type ProcessIdentity } from './process-identity.js'
import { sweepStale } from './sweep.js'
import { now, sleep } from './timers.js'

/** How long a Host may take to close its pages and shut CEF down before it is killed. */
const STOP_TIMEOUT_MS = 5_000
const STOP_POLL_MS = 5

export interface HostRequest {
  /** Which of the owner's Hosts: the runner's worker slot. */
  slot: string | number
  boot?: BootOptions
  /** Process whose end is the Host's end. Default: {@link currentOwner}. */
  owner?: ProcessIdentity
  /** Milliseconds until a Host must be ready. Default 30000. */
  timeout?: number
  /** A Host that refused a connection: it is dying, however alive it looks, and is not to be found again. */
  refused?: HostAddress
}

/**
 * The Host of this owner, slot and set of boot options: the one that lives, or a new one. Any number of threads and processes
 * may ask at once; one Host comes of it.
 * @throws NOT_INSTALLED, UNSUPPORTED_PLATFORM, HOST_FAILED with the last lines of the Host's log.
 */
export async function ensureHost(request: HostRequest): Promise<HostAddress> {
  requirePlatform()
  const { slot, boot = {}, owner = currentOwner(), timeout = 30_000, refused } = request
  const { CEFRIG_CEF_DIR, CEFRIG_CACHE } = process.env
  const hash = bootHash([String(slot), boot, HOST_MAIN, CEFRIG_CEF_DIR, CEFRIG_CACHE])
  // Paths of sockets must stay short.
  const prefix = `${String(slot).length > 3 ? 'x' : slot}-${hash}-`
  const directory = ownerDirectory(owner)
  const found = findLive(directory, prefix, refused)
  if (found) return found

  // Workers mostly find their Host; what starts one is loaded by those who need it.
  const [{ launchHost }, release] = await Promise.all([
    import('./host-launch.js'),
    acquireLock(join(directory, prefix), timeout),
  ])
  try {
    // Another process may have started it while this one waited.
    const started = findLive(directory, prefix, refused)
    if (started) return started
    sweepStale()
    // A Host that was left half started, or that died: its logs stay for those who still ask why.
    for (const dead of listHosts(directory, prefix)) buryHost(dead)
    return await launchHost({ prefix, boot, owner, timeout })
  } finally {
    release()
  }
}

/** Ends a Host and everything that belongs to it; resolves when nothing is left. A Host that has ended already is no error. */
export async function stopHost(address: HostAddress): Promise<void> {
  await stopDirectory(directoryOf(address))
}

/** Ends all Hosts of an owner; resolves when nothing is left. */
export async function stopHosts(owner: ProcessIdentity): Promise<void> {
  const directory = ownerDirectory(owner)
  await Promise.all(listHosts(directory).map(stopDirectory))
  removeEmpty(directory)
}

/** The last lines of the Host's logs, also after its death; empty when there are none. */
export function hostLogTail(address: HostAddress, lines = 20): string {
  return logTail(directoryOf(address), lines)
}

async function stopDirectory(directory: string): Promise<void> {
  const host = readHostProcess(directory)
  if (host) {
    const { stopping } = await import('./host-launch.js')
    stopping.add(directory)
    terminate(host)
    await waitUntil(() => !isAlive(host))
    // What did not end with the Host.
    killGroup(host)
    await waitUntil(() => groupMembers(host).length === 0)
  }
  removeHost(directory)
}

/** The processes need not be children of this one, and Linux tells only parents of an end. */
async function waitUntil(condition: () => boolean): Promise<void> {
  const deadline = now() + STOP_TIMEOUT_MS
  while (!condition() && now() < deadline) await sleep(STOP_POLL_MS)
}

function findLive(directory: string, prefix: string, refused?: HostAddress): HostAddress | undefined {
  for (const host of listHosts(directory, prefix)) {
    const address = liveAddress(host)
    if (address && address.pid !== refused?.pid) return address
  }
  return undefined
}

function terminate(host: ProcessIdentity): void {
  try {
    if (isAlive(host)) process.kill(host.pid, 'SIGTERM')
  } catch {
    // It ended in between.
  }
}

function requirePlatform(): void {
  if (process.platform !== 'linux') {
    const message = `Starting a Host failed: CEF runs off-screen on Linux only, and this is ${process.platform}. Run the tests in a Linux container.`
    throw new CefrigError('UNSUPPORTED_PLATFORM', message, { facts: { platform: process.platform } })
  }
}

function directoryOf(address: HostAddress): string {
  return dirname(address.socket)
}
