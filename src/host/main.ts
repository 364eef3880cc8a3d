// The Host's process: boots CEF once, serves clients until its owner is gone or it is told to end, leaves nothing behind.
import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { removeEmpty } from '../client/host-directory.js'
import { isCefrigError } from '../errors.js'
import { refusal } from '../file-failure.js'
import type { HostAddress, HostConfig, HostGreeting } from '../protocol/boot.js'
import type { NativeEvent } from './addon.js'
import { RendererServer } from './bindings/renderer-server.js'
import { boot, sharedMemoryIsSmall } from './boot.js'
import { DevToolsSocket } from './devtools-socket.js'
import { Requests } from './network/requests.js'
import { Pages } from './pages.js'
import { Served } from './served.js'
import { serveClients } from './server.js'
import { Services } from './services.js'
import { preferencesAnswered } from './storage/preferences.js'
import { Automation } from './tools/automation.js'

/** Milliseconds that an orderly end may take before the process group is killed. */
const endDeadline = 5000

const config = JSON.parse(process.env.CEFRIG_HOST ?? '') as HostConfig
const lifeline = process.env.CEFRIG_LIFELINE === '1'
// Neither the token nor the runner's options are for CEF's subprocesses.
for (const name of Object.keys(process.env))
  if (/^(CEFRIG_(HOST|LIFELINE)|NODE_|VITEST|JEST)/.test(name)) delete process.env[name]

function greet(greeting: HostGreeting): void {
  // Whoever started this Host may be gone, and its end of the pipe with it.
  process.stdout.on('error', () => {})
  process.stdout.write(`${JSON.stringify(greeting)}\n`)
}

// A name of its own under /dev/shm: pixels go there where there is room, and stay out of the way of Chromium's buffers.
const framesDirectory = sharedMemoryIsSmall()
  ? join(config.directory, 'frames')
  : `/dev/shm/cefrig-${process.pid}-${config.token.slice(0, 8)}`

let pages: Pages | undefined
let served: Served | undefined
let requests: Requests | undefined
let services: Services | undefined
let end: (() => void) | undefined
let endAsked = false

function onNative(event: NativeEvent): void {
  if (event.type === 'processgone') processGone(event.pid)
  else if (event.type === 'preferences') preferencesAnswered(event)
  else if (event.type === 'request') void served?.onRequest(event)
  else if (event.type === 'route') void requests?.onRoute(event)
  else if (event.type === 'wanted') void requests?.onWanted(event.request)
  else if (event.type === 'dropped') requests?.onDropped(event.request)
  else pages?.onNative(event)
}

function processGone(pid: number): void {
  if (pid === config.owner.pid) finish()
  const name = services?.nameOf(pid)
  if (endAsked || name === undefined) return
  // Clients quote the end of the log. The launcher, or whoever sweeps, removes the directory then.
  writeSync(
    2,
    `cefrig: CEF's ${name} process (${pid}) died; pages cannot go on without it, so this Host ends\n`,
  )
  rmSync(framesDirectory, { recursive: true, force: true })
  process.kill(-process.pid, 'SIGKILL')
}

function finish(): void {
  endAsked = true
  end?.()
}

function removeAll(): void {
  rmSync(framesDirectory, { recursive: true, force: true })
  rmSync(config.directory, { recursive: true, force: true })
  removeEmpty(dirname(config.directory))
}

async function main(): Promise<void> {
  process.on('SIGTERM', finish)
  process.on('SIGINT', finish)
  process.on('SIGHUP', () => {})
  if (lifeline) process.stdin.on('end', finish).on('error', finish).resume()

  const { addon, info } = await boot(config, onNative)
  const secret = randomBytes(16).toString('hex')
  const renderers = await RendererServer.listen(join(config.directory, 'bind.sock'), secret)
  pages = new Pages(addon, framesDirectory, renderers)
  requests = new Requests(addon)
  served = new Served(addon, requests, Object.keys(config.boot.schemes ?? {}))
  services = new Services(addon)
  await pages.ready
  services.watch()
  const socket = join(config.directory, 'host.sock')
  const devtoolsSocket = new DevToolsSocket(join(config.directory, 'cdp.sock'), (id) => pages?.find(id))
  const automation = new Automation(info.devtoolsUrl)
  const parts = { info, token: config.token, pages, served, requests, devtoolsSocket, automation }
  const server = await serveClients(socket, parts)
  const { pid, cefVersion, chromiumVersion } = info
  const address: HostAddress = { pid, socket, token: config.token, cefVersion, chromiumVersion }
  writeFileSync(join(config.directory, 'host.json.new'), JSON.stringify(address), { mode: 0o600 })
  renameSync(join(config.directory, 'host.json.new'), join(config.directory, 'host.json'))
  if (!addon.watchProcess(config.owner.pid)) finish()
  greet({ ready: address })

  await new Promise<void>((resolve) => {
    end = resolve
    if (endAsked) resolve()
  })
  // The whole group: what CEF started must not outlive it, however it hangs.
  setTimeout(() => {
    removeAll()
    process.kill(-process.pid, 'SIGKILL')
  }, endDeadline).unref()
  rmSync(join(config.directory, 'host.json'), { force: true })
  server.close()
  devtoolsSocket.close()
  automation.close()
  await pages.closeAll()
  renderers.close()
  addon.shutdown()
  removeAll()
  process.exit(0)
}

main().catch((error: unknown) => {
  const code = isCefrigError(error) ? error.code : 'HOST_FAILED'
  const message = isCefrigError(error) ? error.message : startFailure(error)
  console.error(error)
  process.stdout.on('error', () => process.exit(1))
  process.stdout.write(`${JSON.stringify({ failed: { code, message } } satisfies HostGreeting)}\n`, () =>
    process.exit(1),
  )
})

/** What no part of the start could explain; most often its directory cannot be written. */
function startFailure(error: unknown): string {
  const { reason, next } = refusal(error)
  if ((error as NodeJS.ErrnoException).errno === undefined)
    return `Starting the Host failed: ${reason}. Run \`npx cefrig doctor\`.`
  return `Starting the Host failed in ${config.directory}: ${reason}. ${next} by TMPDIR.`
}
