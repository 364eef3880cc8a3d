import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listHosts, ownerDirectory, rootDirectory } from '../../dist/src/client/host-directory.js'
import { ensureHost, hostLogTail, stopHost, stopHosts } from '../../dist/src/client/host-process.js'
import {
  groupMembers,
  identify,
  isAlive,
  type ProcessIdentity,
} from '../../dist/src/client/process-identity.js'
import { sweepStale } from '../../dist/src/client/sweep.js'
import type { HostAddress } from '../../dist/src/protocol/boot.js'

let temporary: string
let ownerProcess: ChildProcess
let owner: ProcessIdentity

beforeEach(() => {
  temporary = mkdtempSync('/tmp/cft-')
  vi.stubEnv('TMPDIR', temporary)
  ownerProcess = spawn('sleep', ['600'])
  owner = identify(ownerProcess.pid!)!
})

afterEach(async () => {
  await stopHosts(owner)
  ownerProcess.kill('SIGKILL')
  vi.unstubAllEnvs()
  expect(readdirSync(temporary)).toEqual([])
  rmSync(temporary, { recursive: true })
})

const identityOf = ({ pid }: HostAddress) => identify(pid)!
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('any number of askers at once have one Host, and later ones find it', async () => {
  const addresses = await Promise.all(Array.from({ length: 8 }, () => ensureHost({ slot: 1, owner })))
  expect(new Set(addresses.map(({ pid }) => pid)).size).toBe(1)
  expect((await ensureHost({ slot: 1, owner })).pid).toBe(addresses[0]!.pid)
})

test('threads share a Host, which outlives the thread that started it', async () => {
  const module = new URL('../../dist/src/client/host-process.js', import.meta.url).href
  const source = `
    const { parentPort, workerData } = require('node:worker_threads')
    import(${JSON.stringify(module)})
      .then(({ ensureHost }) => ensureHost({ slot: 1, owner: workerData }))
      .then((address) => parentPort.postMessage(address.pid))`
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      const worker = new Worker(source, { eval: true, workerData: owner, env: { ...process.env } })
      worker.once('error', reject).once('message', async (pid) => {
        await worker.terminate()
        resolve(pid)
      })
    })
  const pids = await Promise.all([ask(), ask(), ask()])
  expect(new Set(pids).size).toBe(1)
  expect((await ensureHost({ slot: 1, owner })).pid).toBe(pids[0])
})

test('slots and boot options each have a Host of their own', async () => {
  const [one, two, other] = await Promise.all([
    ensureHost({ slot: 1, owner }),
    ensureHost({ slot: 2, owner }),
    ensureHost({ slot: 1, owner, boot: { userAgent: 'other' } }),
  ])
  expect(new Set([one.pid, two.pid, other.pid]).size).toBe(3)
  const same = await ensureHost({ slot: 1, owner, boot: { userAgent: 'other', cef: undefined } as object })
  expect(same.pid).toBe(other.pid)
})

test('a stopped Host leaves no process and no file', async () => {
  const address = await ensureHost({ slot: 1, owner })
  const leader = identityOf(address)
  expect(statSync(dirname(address.socket)).mode & 0o777).toBe(0o700)
  await stopHost(address)
  expect(groupMembers(leader)).toEqual([])
  expect(existsSync(rootDirectory())).toBe(false)
  await stopHost(address)
})

test('a Host that was killed is replaced, and its log is still there to be read', async () => {
  const address = await ensureHost({ slot: 1, owner })
  const leader = identityOf(address)
  writeFileSync(join(dirname(address.socket), 'host.log'), 'last words\n')
  process.kill(address.pid, 'SIGKILL')
  await until(() => groupMembers(leader).length === 0)
  const next = await ensureHost({ slot: 1, owner })
  expect(next.pid).not.toBe(address.pid)
  expect(hostLogTail(address)).toContain('last words')
  expect(existsSync(address.socket)).toBe(false)
})

test('the end of the owner is the end of the Host', async () => {
  const address = await ensureHost({ slot: 1, owner })
  const leader = identityOf(address)
  ownerProcess.kill('SIGKILL')
  await until(() => groupMembers(leader).length === 0)
  await until(() => !existsSync(dirname(address.socket)))
})

test('a Host that does not start is told with its exit code and the next step, and leaves nothing', async () => {
  await expect(ensureHost({ slot: 1, owner, timeout: 1 })).rejects.toMatchObject({
    code: 'HOST_FAILED',
    message: expect.stringMatching(
      /^Starting the Host failed: it was not ready after 1 ms\..*npx cefrig doctor/s,
    ),
  })
  expect(listHosts(ownerDirectory(owner))).toEqual([])
  vi.stubEnv('CEFRIG_CEF_DIR', temporary)
  await expect(ensureHost({ slot: 1, owner })).rejects.toMatchObject({ code: 'NOT_INSTALLED' })
  expect(listHosts(ownerDirectory(owner))).toEqual([])
})

test('a directory that belongs to somebody else is refused', async () => {
  mkdirSync(rootDirectory(), { mode: 0o777 })
  await expect(ensureHost({ slot: 1, owner })).rejects.toMatchObject({
    code: 'HOST_FAILED',
    message: `Starting a Host failed: ${rootDirectory()} is not a directory of mode 0700 that belongs to this user. Remove it, or set TMPDIR to a directory of your own.`,
  })
  rmSync(rootDirectory(), { recursive: true })
})

test('what is left of Hosts whose owner and Host were killed is swept', async () => {
  const address = await ensureHost({ slot: 1, owner })
  const leader = identityOf(address)
  // Stopped, the Host cannot see the end of its owner.
  process.kill(address.pid, 'SIGSTOP')
  ownerProcess.kill('SIGKILL')
  await until(() => !isAlive(owner))
  sweepStale()
  await until(() => groupMembers(leader).length === 0)
  await until(() => !existsSync(dirname(address.socket)))
})

test('the directories of living owners are not swept', async () => {
  const address = await ensureHost({ slot: 1, owner })
  sweepStale()
  expect((await ensureHost({ slot: 1, owner })).pid).toBe(address.pid)
})
