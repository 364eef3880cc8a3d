import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()

test('a function that the test binds is called by the page and its result comes back', async () => {
  const page = await cefrig.newPage()
  const seen: unknown[] = []
  await page.bind('host.save', async (...args: unknown[]) => {
    seen.push(args)
    return { saved: args.length }
  })
  await page.setContent('<p>hello</p>')
  expect(await page.evaluate('host.save("a", 2)')).toEqual({ saved: 2 })
  expect(seen).toEqual([['a', 2]])
})

test('it is there before the first script of every document', async () => {
  const page = await cefrig.newPage()
  const seen: string[] = []
  await page.bind('host.note', (text: string) => void seen.push(text))
  const html = '<script>window.early = typeof host.note; host.note(location.origin)</script>'
  await page.serve('https://one.test/', () => ({ headers: { 'content-type': 'text/html' }, body: html }))
  await page.serve('https://two.test/', () => ({ headers: { 'content-type': 'text/html' }, body: html }))
  for (const url of ['https://one.test/', 'https://two.test/', 'https://one.test/again']) {
    await page.goto(url)
    expect(await page.evaluate('early')).toBe('function')
  }
  await page.reload()
  expect(await page.evaluate('early')).toBe('function')
  await expect
    .poll(() => seen)
    .toEqual(['https://one.test', 'https://two.test', 'https://one.test', 'https://one.test'])
})

test('an object offers its functions, its methods, also those of its class, and its values', async () => {
  class Notes {
    readonly limit = 3
    readonly #texts: string[] = []
    add(text: string) {
      return this.#texts.push(text)
    }
    async all() {
      return this.#texts
    }
  }
  const page = await cefrig.newPage()
  await page.bind('host', {
    notes: new Notes(),
    version: '1.2',
    nested: { deep: { twice: (n: number) => 2 * n } },
  })
  expect(await page.evaluate('[host.version, host.notes.limit]')).toEqual(['1.2', 3])
  expect(await page.evaluate('host.notes.add("a")')).toBe(1)
  expect(await page.evaluate('host.notes.add("b")')).toBe(2)
  expect(await page.evaluate('host.notes.all()')).toEqual(['a', 'b'])
  expect(await page.evaluate('host.nested.deep.twice(4)')).toBe(8)
})

test('calls begin in the order in which they were made, and any number can run', async () => {
  const page = await cefrig.newPage()
  const begun: number[] = []
  const waiting: (() => void)[] = []
  await page.bind('wait', (n: number) => {
    begun.push(n)
    return new Promise<number>((resolve) => waiting.push(() => resolve(n)))
  })
  const all = page.evaluate('Promise.all(Array.from({ length: 50 }, (_, n) => wait(n)))')
  await expect.poll(() => begun.length).toBe(50)
  for (const release of waiting.reverse()) release()
  expect(await all).toEqual(Array.from({ length: 50 }, (_, n) => n))
  expect(begun).toEqual(Array.from({ length: 50 }, (_, n) => n))
})

test('what pagehide sends arrives although the document is gone at once', async () => {
  const page = await cefrig.newPage()
  const seen: string[] = []
  await page.bind('host.last', (text: string) => void seen.push(text))
  for (const n of [1, 2, 3]) {
    await page.serve(`https://site${n}.test/`, () => ({
      headers: { 'content-type': 'text/html' },
      body: `<script>addEventListener('pagehide', () => host.last('left ${n}'))</script>`,
    }))
    await page.goto(`https://site${n}.test/`)
  }
  await page.goto('about:blank')
  await expect.poll(() => seen).toEqual(['left 1', 'left 2', 'left 3'])
})

test('each call is an event of the page, before its implementation runs', async () => {
  const page = await cefrig.newPage()
  const calls: unknown[] = []
  let ran = 0
  page.on('bindingcall', (call) => calls.push({ ...call, ran }))
  await page.bind('host', { notes: { save: () => ++ran }, now: () => 1 })
  await page.bind('now', () => ++ran, { sync: true })
  const inner = '<script>host.notes.save("inner")</script>'
  const body = (html: string) => () => ({ headers: { 'content-type': 'text/html' }, body: html })
  await page.serve('https://main.test/inner/', body(inner))
  await page.serve('https://main.test/', body('<p>main</p>'))
  await page.goto('https://main.test/')
  await page.evaluate('host.notes.save("text", [1])')
  await page.evaluate('{ history.pushState(null, "", "/pushed"); now() }')
  await page.evaluate(
    '{ const frame = document.createElement("iframe"); frame.src = "/inner/"; document.body.append(frame) }',
  )
  await expect.poll(() => calls.length).toBe(3)
  const main = { isMainFrame: true, url: 'https://main.test/' }
  expect(calls).toEqual([
    { ...main, path: 'host.notes.save', args: ['text', [1]], ran: 0 },
    { ...main, path: 'now', args: [], url: 'https://main.test/pushed', ran: 1 },
    { path: 'host.notes.save', args: ['inner'], url: 'https://main.test/inner/', isMainFrame: false, ran: 2 },
  ])
})
