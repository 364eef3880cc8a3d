import { Readable } from 'node:stream'
import type { Page, ServedResponse } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { pageFailures } from '../../../src/client/page-failures.js'
import { launched } from '../setup.js'

const cef = launched()

async function shown(answer: () => unknown): Promise<Page> {
  const page = await cef.newPage()
  await page.serve('https://a.test/', (({ url }: { url: string }) =>
    url.endsWith('/x') ? answer() : 'a') as never)
  await page.goto('https://a.test/')
  return page
}

const text = (page: Page) =>
  page.evaluate<string>(`fetch('/x').then((answer) => answer.text()).catch(({ message }) => message)`)

/** Something that is waited for. */
function gate() {
  let open!: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}

describe('page.serve() with a body that comes piece by piece', () => {
  test.each<[string, () => ServedResponse['body']]>([
    [
      'an async generator',
      async function* () {
        yield 'ä'
        yield ''
        yield new TextEncoder().encode('b')
      },
    ],
    ['a Node stream', () => Readable.from([Buffer.from('ä'), Buffer.from('b')])],
    ['a ReadableStream', () => new Blob(['äb']).stream()],
  ])('takes %s', async (_, body) => {
    const page = await shown(() => ({ headers: { 'content-type': 'text/plain' }, body: body() }))
    expect(await text(page)).toBe('äb')
  })

  test('sends each piece as it comes', async () => {
    const { open, opened } = gate()
    const page = await shown(() => ({
      body: (async function* () {
        yield 'first'
        await opened
        yield 'second'
      })(),
    }))
    await page.evaluate(`(async () => {
      window.reader = (await fetch('/x')).body.pipeThrough(new TextDecoderStream()).getReader()
    })()`)
    const next = () => page.evaluate('window.reader.read().then(({ value, done }) => done ? "end" : value)')
    expect(await next()).toBe('first')
    open()
    expect([await next(), await next()]).toEqual(['second', 'end'])
  })

  test('is asked for more only when the page reads, and ends when the page stops', async () => {
    let made = 0
    const { open, opened } = gate()
    const page = await shown(() => ({
      body: (async function* () {
        try {
          for (;;) {
            made++
            yield new Uint8Array(65_536)
          }
        } finally {
          open()
        }
      })(),
    }))
    await page.evaluate(`(async () => {
      const reader = (await fetch('/x')).body.getReader()
      await reader.read()
      await reader.cancel()
    })()`)
    await opened
    expect(made).toBeLessThan(500)
  })

  test('carries 20 MB', async () => {
    const page = await shown(() => ({
      body: (async function* () {
        for (let part = 0; part < 20; part++) yield new Uint8Array(1_000_000).fill(part)
      })(),
    }))
    const sum = `fetch('/x').then((answer) => answer.arrayBuffer()).then((buffer) => {
      const bytes = new Uint8Array(buffer)
      return bytes.length + ' ' + bytes.every((byte, index) => byte === Math.floor(index / 1e6))
    })`
    expect(await page.evaluate(sum)).toBe('20000000 true')
  })

  test('that fails lets the request and the test fail', async () => {
    const page = await shown(() => ({
      body: (async function* () {
        yield 'first'
        throw new Error('broken')
      })(),
    }))
    expect(await text(page)).toMatch(/network error|Failed to fetch/)
    expect(pageFailures(page)).toMatchObject([{ kind: 'handler', error: { message: 'broken' } }])
  })

  test('works for routes too', async () => {
    const page = await shown(() => 'served')
    await page.route('**/x', (route) => route.fulfill({ stream: Readable.from(['ro', 'uted']) }))
    expect(await text(page)).toBe('routed')
  })

  test('ends with its page', async () => {
    const { open, opened } = gate()
    const page = await shown(() => ({
      body: (async function* () {
        try {
          for (;;) yield 'more'
        } finally {
          open()
        }
      })(),
    }))
    await page.evaluate(`fetch('/x').then(() => {})`)
    await page.close()
    await opened
  })
})

describe('page.serve()', () => {
  test('waits for the delay of an answer', async () => {
    const page = await shown(() => ({ body: 'late', delay: 300 }))
    const started = performance.now()
    expect(await text(page)).toBe('late')
    expect(performance.now() - started).toBeGreaterThan(290)
  })

  test('sends several headers of one name', async () => {
    const page = await shown(() => ({ headers: { 'set-cookie': ['one=1', 'two=2'], 'x-a': ['1', '2'] } }))
    expect(await page.evaluate(`fetch('/x').then((answer) => answer.headers.get('x-a'))`)).toBe('1, 2')
    expect(await page.evaluate('document.cookie')).toBe('one=1; two=2')
  })

  const refused: [answer: unknown, message: string][] = [
    [
      { stauts: 200 },
      'The handler of https://a.test/x failed: unknown option "stauts". Did you mean "status"?',
    ],
    [
      { status: '200' },
      'The handler of https://a.test/x gave status as "200". Give a whole number from 200 to 599.',
    ],
    [
      { headers: { 'x-a': 'b\r\nx-c: d' } },
      'gave headers["x-a"] as "b\\r\\nx-c: d". Give a name and a value that HTTP allows.',
    ],
    [{ headers: { 'x a': 'b' } }, 'gave headers["x a"] as "b"'],
    [{ headers: [] }, 'gave headers as an array. Give an object of names and values.'],
    [{ body: 7 }, 'gave body as 7. Give a string, bytes, or a stream of them.'],
    [{ delay: -1 }, 'gave delay as -1. Give a number of milliseconds.'],
    [{ statusText: 'a\nb' }, 'gave statusText as "a\\nb". Give a string of one line.'],
    [null, 'The handler of https://a.test/x gave no answer.'],
  ]
  test('refuses what no answer is made of, by name', async () => {
    let answer: unknown
    const page = await shown(() => answer)
    for (const [given, message] of refused) {
      answer = given
      expect(await text(page)).toContain(message)
    }
    expect(pageFailures(page)).toHaveLength(refused.length)
  })
})
