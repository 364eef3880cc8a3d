import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { launch } from 'cefrig'
import { expect, test, vi } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()
type Remote = (...args: unknown[]) => Promise<unknown>

/** A page whose function never settles, and what the test gets when it calls it. */
async function calling(page: Awaited<ReturnType<typeof cefrig.newPage>>) {
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.evaluate('host.on((n) => { window.called = n; return new Promise(() => {}) })')
  const pending = failure(fn(1))
  await page.waitForFunction('window.called === 1')
  return { fn, pending }
}

test('a call of a page function rejects when its document is left', async () => {
  const page = await cefrig.newPage({ timeout: 20_000 })
  await page.serve('https://other.test/', () => ({ headers: { 'content-type': 'text/html' }, body: 'x' }))
  const { fn, pending } = await calling(page)
  await page.goto('https://other.test/')
  expect((await pending).code).toBe('EXECUTION_CONTEXT_LOST')
  expect((await failure(fn(2))).code).toBe('EXECUTION_CONTEXT_LOST')
})

test('a call of a page function rejects when the page is closed', async () => {
  const page = await cefrig.newPage({ timeout: 20_000 })
  const { fn, pending } = await calling(page)
  await page.close()
  expect((await pending).code).toBe('PAGE_CLOSED')
  expect((await failure(fn(2))).code).toBe('PAGE_CLOSED')
})

test('a call of a page function rejects when the renderer dies', async () => {
  const page = await cefrig.newPage({ timeout: 20_000 })
  page.expectError('crashed')
  const { pending } = await calling(page)
  await page.goto('chrome://crash').catch(() => {})
  expect((await pending).code).toBe('RENDERER_CRASHED')
})

test('an implementation that is still running when its page ends does no harm', async () => {
  const page = await cefrig.newPage()
  let release!: () => void
  let running = false
  await page.bind('host.slow', () => {
    running = true
    return new Promise<void>((resolve) => {
      release = resolve
    })
  })
  await page.evaluate('void host.slow()')
  await expect.poll(() => running).toBe(true)
  await page.close()
  release()
  expect(await (await cefrig.newPage()).evaluate('1')).toBe(1)
})

test('all calls reject when the Host dies, and nothing is left of the sockets', async () => {
  const cef = await launch()
  const page = await cef.newPage({ timeout: 20_000 })
  const { pending } = await calling(page as never)
  const { pid, socket } = cef.address
  process.kill(pid, 'SIGKILL')
  expect((await pending).code).toBe('HOST_CRASHED')
  await cef.close()
  expect(existsSync(dirname(socket))).toBe(false)
})

test('a renderer that speaks nonsense is cut off, and the others go on', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.one', () => 1)
  const path = join(dirname(cefrig.cef.address.socket), 'bind.sock')
  for (const bytes of [
    Buffer.alloc(64, 0xff),
    Buffer.concat([Buffer.from([28, 0, 0, 0, 1]), Buffer.alloc(27)]),
  ]) {
    const socket = connect(path)
    socket.on('error', () => {})
    socket.write(bytes)
    await once(socket, 'close')
  }
  expect(await page.evaluate('host.one()')).toBe(1)
})

test('a document that never comes to rest does not take up a binding, which is a TIMEOUT', async () => {
  const page = await cefrig.newPage({ timeout: 500 })
  let begun = false
  await page.bind('host.begun', () => {
    begun = true
  })
  const loop = page.evaluate('{ void host.begun(); for (;;); }').catch(() => {})
  await expect.poll(() => begun).toBe(true)
  const error = await failure(page.bind('host.one', () => 1))
  expect(error.code).toBe('TIMEOUT')
  expect(error.message).toContain('did not take up host.one within 500 ms')
  await page.close()
  await loop
})

test('fake timers of the test stop neither calls nor deadlines', async () => {
  const page = await cefrig.newPage({ timeout: 1000 })
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.bind('host.never', () => new Promise(() => {}), { timeout: 50 })
  vi.useFakeTimers()
  try {
    expect(await page.evaluate('host.never().catch((error) => error.code)')).toBe('TIMEOUT')
    await page.evaluate('host.on(() => new Promise(() => {}))')
    expect((await failure(fn())).code).toBe('TIMEOUT')
  } finally {
    vi.useRealTimers()
  }
})

test('a deadline that is longer than timers can count is none', async () => {
  const page = await cefrig.newPage()
  const later = (value: unknown) => new Promise((resolve) => setTimeout(resolve, 30, value))
  await page.bind('later', later, { timeout: Number.POSITIVE_INFINITY })
  await page.bind('now', later, { timeout: 1e15, sync: true })
  expect(await page.evaluate('later(1)')).toBe(1)
  expect(await page.evaluate('now(2)')).toBe(2)
})

test('a binding that a document did not take up in time is not there afterwards', async () => {
  const page = await cefrig.newPage({ timeout: 1000 })
  let release: (() => void) | undefined
  const block = () =>
    new Promise<void>((resolve) => {
      release = resolve
    })
  await page.bind('host.block', block, { sync: true, timeout: 0 })
  const blocked = page.evaluate('host.block()').catch(() => {})
  await expect.poll(() => release).toBeDefined()
  expect((await failure(page.bind('host.one', () => 1))).code).toBe('TIMEOUT')
  release!()
  await blocked
  await expect.poll(() => page.evaluate('typeof host.one').catch(() => 'not yet')).toBe('undefined')
  await page.bind('host.one', () => 2)
  expect(await page.evaluate('host.one()')).toBe(2)
})
