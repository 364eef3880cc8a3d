import type { Page } from 'cefrig'
import { describe, expect, test, vi } from 'vitest'
import { failure, launched } from './setup.js'

const cefrig = launched()

/** Shows a document with another one in it. */
async function showBoth(page: Page, outer: string, inner: string) {
  const html = (body: string) => () => ({ headers: { 'content-type': 'text/html' }, body })
  await page.serve('https://state.test/', html(`<script>${outer}</script><iframe src="/inner"></iframe>`))
  await page.serve('https://state.test/inner', html(`<script>${inner}</script>`))
  await page.goto('https://state.test/')
}

describe('page.state', () => {
  test('pushes values to the page, in every document and before its first script', async () => {
    const page = await cefrig.newPage()
    await page.state.set('user', 'name', 'Ada')
    const [outer, inner] = [
      'early = cefrig.state.get("user", "name")',
      'parent.inner = cefrig.state.get("user")',
    ] as const
    await showBoth(page, outer, inner)
    await page.waitForFunction('window.inner')
    expect(await page.evaluate('[early, inner]')).toEqual(['Ada', { name: 'Ada' }])
    await page.state.set('user', 'born', new Date(0))
    expect(await page.evaluate('cefrig.state.get("user", "born").getTime()')).toBe(0)
    expect(page.state.get('user')).toEqual({ name: 'Ada', born: new Date(0) })
    await page.state.delete('user', 'name')
    expect(
      await page.evaluate('[cefrig.state.get("user", "name"), Object.keys(cefrig.state.get("user"))]'),
    ).toEqual([undefined, ['born']])
    await page.state.delete('user')
    expect([page.state.get('user'), await page.evaluate('cefrig.state.get("user")')]).toEqual([{}, {}])
  })

  test('both sides hear of the changes of both', async () => {
    const page = await cefrig.newPage()
    const seen: unknown[] = []
    await page.state.on((change) => seen.push(change), { namespaces: ['a'] })
    await page.setContent(
      '<script>seen = []; stop = cefrig.state.on(({ key, value, source, deleted }) => seen.push([key, value, source, deleted]), { namespaces: ["a"] })</script>',
    )
    await page.state.set('a', 'one', 1)
    await page.state.set('b', 'one', 1)
    await page.evaluate('Promise.all([cefrig.state.set("a", "two", 2), cefrig.state.set("b", "two", 2)])')
    await page.evaluate('cefrig.state.delete("a", "one")')
    expect(await page.evaluate('seen')).toEqual([
      ['one', 1, 'test', false],
      ['two', 2, 'page', false],
      ['one', undefined, 'page', true],
    ])
    expect(seen).toEqual([
      { namespace: 'a', key: 'one', value: 1, source: 'test', deleted: false },
      { namespace: 'a', key: 'two', value: 2, source: 'page', deleted: false },
      { namespace: 'a', key: 'one', value: undefined, source: 'page', deleted: true },
    ])
    expect(page.state.get('b')).toEqual({ one: 1, two: 2 })
    await page.evaluate('stop()')
    await page.state.set('a', 'one', 3)
    expect(await page.evaluate('seen.length')).toBe(3)
  })

  test('a page reads its own writes at once, and other documents get them', async () => {
    const page = await cefrig.newPage()
    await page.state.set('n', 'count', 0)
    const listening =
      'heard = []; cefrig.state.on(({ value, source }) => heard.push([value, source])); parent.frame = window'
    await showBoth(page, '', listening)
    await page.waitForFunction('window.frame')
    const script = `(async () => {
      const read = []
      const writes = [1, 2, 3].map((n) => { const done = cefrig.state.set('n', 'count', n); read.push(cefrig.state.get('n', 'count')); return done })
      await Promise.all(writes)
      return [read, cefrig.state.get('n', 'count'), frame.heard]
    })()`
    expect(await page.evaluate(script)).toEqual([
      [1, 2, 3],
      3,
      [
        [1, 'page'],
        [2, 'page'],
        [3, 'page'],
      ],
    ])
    expect(page.state.get('n', 'count')).toBe(3)
  })

  test('every change of the test is heard, also when nobody waits between them', async () => {
    const page = await cefrig.newPage()
    await page.state.set('n', 'count', 0)
    await page.setContent('<script>heard = []; cefrig.state.on(({ value }) => heard.push(value))</script>')
    await Promise.all(Array.from({ length: 10 }, (_, n) => page.state.set('n', 'count', n + 1)))
    expect(await page.evaluate('heard')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('when all write at once, all agree in the end, also with documents of another process', async () => {
    const page = await cefrig.newPage()
    const heard: unknown[] = []
    await page.state.on(({ key, value }) => heard.push([key, value]))
    const html = (body: string) => () => ({ headers: { 'content-type': 'text/html' }, body })
    const script = `<script>
      write = (name) => Promise.all(Array.from({ length: 20 }, (_, n) => cefrig.state.set('all', 'k' + (n % 3), name + n)))
      addEventListener('message', async ({ data, source }) => {
        if (data !== 'write' && data !== 'read') return
        if (data === 'write') await write('inner')
        source.postMessage(cefrig.state.get('all'), '*')
      })
    </script>`
    await page.serve('https://state.test/', html(`${script}<iframe src="https://other.test/"></iframe>`))
    await page.serve('https://other.test/', html(script))
    await page.goto('https://state.test/')
    const inner = (message: string) =>
      page.evaluate(
        `new Promise((resolve) => { frames[0].postMessage('${message}', '*'); addEventListener('message', ({ data }) => resolve(data), { once: true }) })`,
      )
    await Promise.all([
      inner('write'),
      page.evaluate('write("outer")'),
      ...Array.from({ length: 20 }, (_, n) => page.state.set('all', `k${n % 3}`, `test${n}`)),
    ])
    const truth = page.state.get('all')
    expect(Object.keys(truth as object).sort()).toEqual(['k0', 'k1', 'k2'])
    expect(await page.evaluate('cefrig.state.get("all")')).toEqual(truth)
    expect(await inner('read')).toEqual(truth)
    expect(heard).toHaveLength(60)
  })

  test('eight pages share nothing', async () => {
    const pages = await Promise.all(Array.from({ length: 8 }, () => cefrig.newPage()))
    const values = await Promise.all(
      pages.map(async (page, index) => {
        await page.state.set('own', 'number', index)
        await page.evaluate(`cefrig.state.set('own', 'square', cefrig.state.get('own', 'number') ** 2)`)
        return page.state.get('own')
      }),
    )
    expect(values).toEqual(Array.from({ length: 8 }, (_, n) => ({ number: n, square: n * n })))
  })

  test('values are copies, and what cannot be copied is refused', async () => {
    const page = await cefrig.newPage()
    const list = [1]
    await page.state.set('a', 'list', list)
    list.push(2)
    expect(page.state.get('a', 'list')).toEqual([1])
    expect(await failure(page.state.set('a', 'f', { run: () => 1 }))).toMatchObject({
      code: 'NOT_SERIALIZABLE',
      message: expect.stringContaining('page.state.set() failed: the value, value run is a function'),
    })
    expect((await failure(page.state.set(1 as never, 'a', 1))).message).toBe(
      'page.state.set() failed: the namespace is 1. Give a string.',
    )
    expect(
      await page.evaluate(
        '(() => { try { cefrig.state.set("a", "f", () => 1) } catch (e) { return e.name } })()',
      ),
    ).toBe('DataCloneError')
    expect((await failure(page.state.on(1 as never))).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.state.on(() => {}, { namespace: 'a' } as never))).code).toBe('UNKNOWN_OPTION')
  })

  test('a page that is closed has no state to set, and a listener that throws fails the test', async () => {
    const page = await cefrig.newPage()
    const listener = vi.fn(() => {
      throw new Error('mine')
    })
    await page.state.on(listener)
    await page.state.set('a', 'b', 1)
    expect(page.failures({})).toMatchObject([{ kind: 'handler', request: 'page.state' }])
    page.state.off(listener)
    await page.state.set('a', 'b', 2)
    expect(listener).toHaveBeenCalledTimes(1)
    await page.close()
    expect((await failure(page.state.set('a', 'b', 3))).code).toBe('PAGE_CLOSED')
  })
})
