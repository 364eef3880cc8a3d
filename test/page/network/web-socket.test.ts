import { createServer } from 'node:http'
import type { WebSocket } from 'cefrig'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { launched } from '../setup.js'

const cef = launched()
const open: WebSocketServer[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    for (const client of server.clients) client.terminate()
    await new Promise((done) => server.close(done))
  }
})

/** Sends back what it gets. */
async function echo(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  open.push(server)
  server.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
  )
  await new Promise((done) => server.once('listening', done))
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}/echo`
}

test('a WebSocket tells what it sends, receives, and that it is closed', async () => {
  const url = await echo()
  const page = await cef.newPage()
  const frames: [string, string | Buffer][] = []
  const opened = new Promise<WebSocket>((resolve) => {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => frames.push(['sent', payload]))
      socket.on('framereceived', ({ payload }) => frames.push(['received', payload]))
      resolve(socket)
    })
  })
  await page.serve('http://a.test/', () => 'a')
  await page.goto('http://a.test/')
  await page.evaluate(`(async () => {
    const socket = new WebSocket(${JSON.stringify(url)})
    socket.binaryType = 'arraybuffer'
    const next = (name) => new Promise((done) => socket.addEventListener(name, done, { once: true }))
    await next('open')
    socket.send('ä')
    await next('message')
    socket.send(new Uint8Array([1, 2, 3]))
    await next('message')
    window.socket = socket
  })()`)
  const socket = await opened
  expect([socket.url(), socket.isClosed()]).toEqual([url, false])
  const bytes = Buffer.from([1, 2, 3])
  await expect
    .poll(() => frames)
    .toEqual([
      ['sent', 'ä'],
      ['received', 'ä'],
      ['sent', bytes],
      ['received', bytes],
    ])
  const closed = new Promise<void>((resolve) => void socket.once('close', resolve))
  await page.evaluate('window.socket.close()')
  await closed
  expect(socket.isClosed()).toBe(true)
})

test('a WebSocket that cannot be opened says why', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  const page = await cef.newPage()
  const said = new Promise<string>((resolve) => {
    page.on('websocket', (socket) => void socket.on('socketerror', resolve))
  })
  await page.evaluate(`void new WebSocket('ws://127.0.0.1:${port}/')`)
  expect(await said).toContain('ERR_CONNECTION_REFUSED')
})
