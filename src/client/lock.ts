import { connect, createServer, type Server, type Socket } from 'node:net'
import { CefrigError } from '../errors.js'
import { clearTimeout, setTimeout } from './timers.js'

/** Releases the lock. */
export type Release = () => void

/**
 * Waits until this process is the only one, of all threads and processes of the machine, that holds the name. The lock is a
 * listening socket in Linux's abstract namespace: the kernel releases it when its holder ends, whatever ended it, and those who
 * wait notice by the end of their connection to it.
 * @throws HOST_FAILED after `timeout` milliseconds.
 */
export async function acquireLock(name: string, timeout: number): Promise<Release> {
  let timer: NodeJS.Timeout | undefined
  let waiting: Socket | undefined
  let expired = false
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeout)
  }).then(() => {
    expired = true
    waiting?.destroy()
  })
  try {
    while (!expired) {
      const release = await tryLock(name)
      if (release) return release
      waiting = connect({ path: `\0${name}` })
      await Promise.race([ended(waiting), deadline])
    }
  } finally {
    clearTimeout(timer)
  }
  const message = `Waiting for the lock \`${name}\` failed: another process held it for ${timeout} ms. End the process that \`ss -xlp\` shows for that name.`
  throw new CefrigError('HOST_FAILED', message, { facts: { lock: name, timeout } })
}

function tryLock(name: string): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    const waiters = new Set<Socket>()
    const server: Server = createServer((socket) => {
      waiters.add(socket.on('error', () => {}))
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen({ path: `\0${name}`, exclusive: true }, () => {
      resolve(() => {
        // The name is free before the waiters wake.
        server.close()
        for (const socket of waiters) socket.destroy()
      })
    })
  })
}

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {}).once('close', () => resolve())
    socket.resume()
  })
}
