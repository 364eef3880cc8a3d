import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { isMainThread } from 'node:worker_threads'
import { CefrigError } from '../errors.js'
import { findCef } from '../install/find.js'
import { requireFonts } from '../install/font-store.js'
import type { HostAddress, HostConfig, HostGreeting } from '../protocol/boot.js'
import type { BootOptions } from '../protocol/options.js'
import {
  buryHost,
  HOST_MAIN,
  killHosts,
  logTail,
  makeHostDirectory,
  removeHost,
  writeHostProcess,
} from './host-directory.js'
import { identify, killGroup, type ProcessIdentity } from './process-identity.js'
import { clearTimeout, setTimeout } from './timers.js'

/** Hosts that end because they were asked to: nothing of them is worth keeping. */
export const stopping = new Set<string>()
let killsAtExit = false

export interface LaunchRequest {
  /** How the name of the new Host's directory begins. */
  prefix: string
  boot: BootOptions
  owner: ProcessIdentity
  /** Milliseconds until the Host must be ready. */
  timeout: number
}

/**
 * Starts a Host in its own process group and waits until it accepts connections. When it ends, for whatever reason, this process
 * kills what is left of it.
 * @throws NOT_INSTALLED, HOST_FAILED with the last lines of its log; nothing is left then.
 */
export async function launchHost({ prefix, boot, owner, timeout }: LaunchRequest): Promise<HostAddress> {
  const { directory: cefDirectory } = await findCef(boot.cef)
  if (boot.fonts !== 'system') requireFonts()
  const directory = makeHostDirectory(owner, prefix)
  const config: HostConfig = { directory, token: makeToken(), cefDirectory, boot: located(boot), owner }
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
  if (isOwner && !killsAtExit) {
    killsAtExit = true
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
    // What CEF puts into the temporary directory goes with the Host's.
    TMPDIR: config.directory,
    CEFRIG_HOST: JSON.stringify(config),
    ...(isOwner ? { CEFRIG_LIFELINE: '1' } : {}),
    // libcef's thread-local storage does not fit any more when it is loaded late on arm64.
    ...(process.arch === 'arm64' ? { LD_PRELOAD: join(config.cefDirectory, 'libcef.so') } : {}),
  }
}

/** The Host has another working directory. */
function located(boot: BootOptions): BootOptions {
  return boot.logFile === undefined ? boot : { ...boot, logFile: resolve(boot.logFile) }
}

function makeToken(): string {
  return randomBytes(24).toString('base64url')
}
