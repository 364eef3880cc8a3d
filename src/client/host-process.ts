import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { CefrigError } from '../errors.js'
import type { HostAddress, HostConfig, HostGreeting } from '../protocol/boot.js'
import type { BootOptions } from '../protocol/options.js'
import {
  bootHash,
  buryHost,
  listHosts,
  liveAddress,
  logTail,
  makeHostDirectory,
  ownerDirectory,
  readHostProcess,
  removeHost,
  writeHostProcess,
} from './host-directory.js'
import { acquireLock } from './lock.js'
import { currentOwner } from './owner.js'
import { identify, isAlive, killGroup, type ProcessIdentity } from './process-identity.js'
import { sweepStale } from './sweep.js'

const { setTimeout, clearTimeout } = globalThis

const HOST_MAIN = fileURLToPath(new URL('../host/main.js', import.meta.url))
const STOP_POLL_MS = 5

export interface HostRequest {
  /** Which of the owner's Hosts: the runner's worker slot. */
  slot: string | number
  boot?: BootOptions
  /** Process whose end is the Host's end. Default: {@link currentOwner}. */
  owner?: ProcessIdentity
  /** Milliseconds until a Host must be ready. Default 30000. */
  timeout?: number
}

/**
 * The Host of this owner, slot and set of boot options: the one that lives, or a new one. Any number of threads and processes
 * may ask at once; one Host comes of it.
 * @throws NOT_INSTALLED, UNSUPPORTED_PLATFORM, HOST_FAILED with the last lines of the Host's log.
 */
export async function ensureHost(request: HostRequest): Promise<HostAddress> {
  requirePlatform()
  const { slot, boot = {}, owner = currentOwner(), timeout = 30_000 } = request
  const cefDirectory = findCefDirectory()
  const prefix = `${slot}-${bootHash([boot, cefDirectory, HOST_MAIN])}-`
  const directory = ownerDirectory(owner)
  const found = findLive(directory, prefix)
  if (found) return found

  const release = await acquireLock(join(directory, prefix), timeout)
  try {
    // Another process may have started it while this one waited.
    const started = findLive(directory, prefix)
    if (started) return started
    sweepStale()
    // A Host that was left half started, or that died: its logs stay for those who still ask why.
    for (const dead of listHosts(directory, prefix)) buryHost(dead)
    const own = makeHostDirectory(owner, prefix)
    return await startHost({ directory: own, token: makeToken(), cefDirectory, boot, owner }, timeout)
  } finally {
    release()
  }
}

/** Ends a Host and everything that belongs to it; resolves when nothing is left. A Host that has ended already is no error. */
export async function stopHost(address: HostAddress, timeout = 5_000): Promise<void> {
  const directory = directoryOf(address)
  const host = readHostProcess(directory)
  if (host && isAlive(host)) {
    stopping.add(directory)
    process.kill(host.pid, 'SIGTERM')
    const deadline = performance.now() + timeout
    // The Host need not be a child of this process, and Linux tells only parents of an end.
    while (isAlive(host) && performance.now() < deadline) await sleep(STOP_POLL_MS)
  }
  removeHost(directory)
  stopping.delete(directory)
}

/** Kills every Host of the owner and removes their files, synchronously, for the owner's own end. */
export function killHosts(owner: ProcessIdentity): void {
  for (const directory of listHosts(ownerDirectory(owner))) removeHost(directory)
}

/** The last lines of the Host's logs, also after its death; empty when there are none. */
export function hostLogTail(address: HostAddress, lines = 20): string {
  return logTail(directoryOf(address), lines)
}

const stopping = new Set<string>()
let isReaperSet = false

function findLive(directory: string, prefix: string): HostAddress | undefined {
  for (const host of listHosts(directory, prefix)) {
    const address = liveAddress(host)
    if (address) return address
  }
  return undefined
}

async function startHost(config: HostConfig, timeout: number): Promise<HostAddress> {
  const { directory, owner } = config
  // Only the owner's main thread lives as long as the owner does.
  const isOwner = owner.pid === process.pid && isMainThread
  const log = openSync(join(directory, 'host.log'), 'a', 0o600)
  const child = spawn(process.execPath, [HOST_MAIN], {
    detached: true,
    cwd: directory,
    env: hostEnvironment(config, isOwner),
    stdio: ['pipe', 'pipe', log],
  }) as unknown as ChildProcessWithoutNullStreams
  closeSync(log)
  child.stdin.on('error', () => {})
  const leader = child.pid === undefined ? null : identify(child.pid)
  if (leader) writeHostProcess(directory, leader)
  child.once('exit', () => {
    // What the Host left behind would live on. Its logs stay: its clients read them to say why it died.
    if (leader) killGroup(leader)
    if (!stopping.has(directory)) buryHost(directory)
  })
  if (isOwner && !isReaperSet) {
    isReaperSet = true
    process.once('exit', () => killHosts(owner))
  }
  try {
    return await greeting(child, config, timeout)
  } catch (error) {
    removeHost(directory)
    throw error
  } finally {
    // The Host must not keep the runner alive.
    child.unref()
    for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref(): void }).unref()
  }
}

/** What the new Host says of itself, or why it says nothing. */
async function greeting(
  child: ChildProcessWithoutNullStreams,
  { directory }: HostConfig,
  timeout: number,
): Promise<HostAddress> {
  const aborted = new AbortController()
  const { signal } = aborted
  const lines = createInterface({ input: child.stdout })
  let timer: NodeJS.Timeout | undefined
  const problem = Promise.race([
    once(child, 'error', { signal }).then(([error]) => `${process.execPath} cannot be run: ${error.message}`),
    once(child, 'close', { signal }).then(([code, name]) => `it ended with ${name ?? `exit code ${code}`}`),
    new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`it was not ready after ${timeout} ms`), timeout)
    }),
  ])
  try {
    const said = await Promise.race([once(lines, 'line', { signal }), problem])
    if (typeof said === 'string') throw failure(said, directory)
    const greeting = parseGreeting(said[0], directory)
    if ('ready' in greeting) return greeting.ready
    const { code, message } = greeting.failed
    throw new CefrigError(code as CefrigError['code'], message, { facts: { log: logTail(directory) } })
  } finally {
    problem.catch(() => {})
    aborted.abort()
    clearTimeout(timer)
    lines.close()
    // A pipe that nobody reads would block the Host.
    child.stdout.resume()
  }
}

function parseGreeting(line: string, directory: string): HostGreeting {
  try {
    return JSON.parse(line) as HostGreeting
  } catch {
    throw failure(`it printed \`${line.slice(0, 200)}\` instead of its address`, directory)
  }
}

function failure(reason: string, directory: string): CefrigError {
  const log = logTail(directory)
  const quoted = log === '' ? 'Its log is empty. ' : `The end of its log:\n${log.replace(/^/gm, '  ')}\n`
  const message = `Starting the Host failed: ${reason}. ${quoted}Run \`npx cefrig doctor\` to see what is missing on this machine.`
  return new CefrigError('HOST_FAILED', message, { facts: { reason, log } })
}

function hostEnvironment(config: HostConfig, isOwner: boolean): NodeJS.ProcessEnv {
  // Options for this process (a debugger, a coverage directory, loaders) are none for the Host.
  const { NODE_OPTIONS, NODE_V8_COVERAGE, ...inherited } = process.env
  return {
    ...inherited,
    CEFRIG_HOST: JSON.stringify(config),
    ...(isOwner ? { CEFRIG_LIFELINE: '1' } : {}),
    // libcef's thread-local storage does not fit any more when it is loaded late on arm64.
    ...(process.arch === 'arm64' ? { LD_PRELOAD: join(config.cefDirectory, 'libcef.so') } : {}),
  }
}

function requirePlatform(): void {
  if (process.platform !== 'linux') {
    const message = `Starting a Host failed: CEF runs off-screen on Linux only, and this is ${process.platform}. Run the tests in a Linux container.`
    throw new CefrigError('UNSUPPORTED_PLATFORM', message, { facts: { platform: process.platform } })
  }
}

function findCefDirectory(): string {
  const directory = process.env.CEFRIG_CEF_DIR
  if (directory) return directory
  const message = 'Starting a Host failed: CEF is not installed. Run `npx cefrig install`.'
  throw new CefrigError('NOT_INSTALLED', message)
}

function makeToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
}

function directoryOf(address: HostAddress): string {
  return dirname(address.socket)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
