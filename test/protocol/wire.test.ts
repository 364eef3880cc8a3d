import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CefrigError } from '../../src/errors.js'
import { connectRpc, type Rpc } from '../../src/protocol/wire.js'

interface There {
  add(a: number, b: number): number
  fail(kind: 'coded' | 'plain' | 'text' | 'function'): void
  giveFunction(): unknown
  never(): void
  echo(bytes: Uint8Array): Uint8Array
  count(): number
  tick(): void
}

let directory: string
let ends: { here: Socket; there: Socket }
let rpc: Rpc<There>
let ticks = 0

const there = {
  add: (a: number, b: number) => a + b,
  fail(kind: string) {
    if (kind === 'coded') {
      throw new CefrigError('TIMEOUT', 'too late', { facts: { timeout: 3, call() {} } })
    }
    if (kind === 'plain') throw new TypeError('odd')
    throw 'just text'
  },
  giveFunction: () => () => 1,
  never: () => new Promise<void>(() => {}),
  echo: (bytes: Uint8Array) => bytes,
  count: () => ticks,
  tick: () => void ticks++,
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-wire-'))
  const server = createServer().listen(join(directory, 's'))
  await once(server, 'listening')
  const here = connect(join(directory, 's'))
  const [socket] = (await once(server, 'connection')) as [Socket]
  server.close()
  ends = { here, there: socket }
  ticks = 0
  connectRpc<object, There>(socket, there)
  rpc = connectRpc<There, object>(here, {}, { keepAlive: false })
})

afterEach(async () => {
  vi.useRealTimers()
  ends.here.destroy()
  ends.there.destroy()
  await rm(directory, { recursive: true })
})

describe('a call', () => {
  test('answers, many at once, in order', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => rpc.call('add', i, 1)))
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  })

  test('carries megabytes and single bytes', async () => {
    const bytes = new Uint8Array(9_000_000).map((_, i) => i)
    expect(Buffer.compare(await rpc.call('echo', bytes), bytes)).toBe(0)
    expect([...(await rpc.call('echo', new Uint8Array([7])))]).toEqual([7])
  })

  test('rejects with code, message and facts of the other side and the stack of the caller', async () => {
    async function caller() {
      await rpc.call('fail', 'coded')
    }
    const error = await caller().catch((thrown) => thrown)
    expect(error).toBeInstanceOf(CefrigError)
    expect(error).toMatchObject({ code: 'TIMEOUT', message: 'too late', facts: { timeout: 3 } })
    expect(error.stack).toMatch(/^CefrigError: too late\n\s+at .*caller.*wire\.test/)
  })

  test('keeps name and message of other errors', async () => {
    await expect(rpc.call('fail', 'plain')).rejects.toMatchObject({ name: 'TypeError', message: 'odd' })
    await expect(rpc.call('fail', 'text')).rejects.toMatchObject({ name: 'Error', message: 'just text' })
  })

  test('rejects when an argument or the answer cannot be sent, and the conversation goes on', async () => {
    await expect(rpc.call('add', (() => 1) as never, 1)).rejects.toMatchObject({ code: 'NOT_SERIALIZABLE' })
    await expect(rpc.call('giveFunction')).rejects.toMatchObject({ code: 'NOT_SERIALIZABLE' })
    expect(await rpc.call('add', 1, 2)).toBe(3)
  })

  test('of an unknown function, own or inherited, is refused', async () => {
    for (const name of ['nothing', 'toString', '__proto__']) {
      await expect(rpc.call(name as 'never')).rejects.toMatchObject({
        code: 'HOST_FAILED',
        message: `${name}() failed: the other side has no such function. Use the same version of cefrig on both sides.`,
      })
    }
  })

  test('works with every clock faked', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'Date'],
    })
    expect(await rpc.call('add', 2, 2)).toBe(4)
  })
})

test('a message without an answer arrives before the call that follows it', async () => {
  rpc.send('tick')
  rpc.send('tick')
  expect(await rpc.call('count')).toBe(2)
})

describe('the end of the socket', () => {
  test('rejects every pending and later call', async () => {
    const pending = [rpc.call('never'), rpc.call('never')]
    for (const call of pending) call.catch(() => {})
    await rpc.call('add', 1, 1)
    ends.there.destroy()
    for (const call of pending) await expect(call).rejects.toMatchObject({ code: 'HOST_CRASHED' })
    await expect(rpc.call('add', 1, 1)).rejects.toMatchObject({ code: 'HOST_CRASHED' })
    rpc.send('tick')
    expect(rpc.isClosed).toBe(true)
  })

  test('is explained by the reason supplied, even when that takes a while', async () => {
    const closeReason = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return new CefrigError('HOST_CRASHED', 'killed by signal 9', { facts: { log: 'last words' } })
    }
    const told = connectRpc<There, object>(ends.here, {}, { closeReason })
    const pending = told.call('never')
    pending.catch(() => {})
    ends.there.destroy()
    await expect(pending).rejects.toMatchObject({
      message: 'killed by signal 9',
      facts: { log: 'last words' },
    })
    await expect(told.call('never')).rejects.toMatchObject({ message: 'killed by signal 9' })
    expect(await told.closed).toMatchObject({ code: 'HOST_CRASHED' })
  })

  test('follows a frame that is no message', async () => {
    ends.there.write(Buffer.from([0, 0, 0, 2, 1, 2]))
    expect(await rpc.closed).toMatchObject({ code: 'HOST_CRASHED' })
  })

  test('by close() lets what was written arrive', async () => {
    const answer = rpc.call('add', 20, 1)
    answer.catch(() => {})
    rpc.close()
    expect(await rpc.closed).toMatchObject({ code: 'HOST_CRASHED' })
    await expect(rpc.call('add', 1, 1)).rejects.toMatchObject({ code: 'HOST_CRASHED' })
  })
})
