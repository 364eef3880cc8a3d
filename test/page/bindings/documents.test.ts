import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()
const html = (body: string) => () => ({ headers: { 'content-type': 'text/html' }, body })

test('a binding that comes late is announced on the window', async () => {
  const page = await cefrig.show(
    '<script>window.seen = []; addEventListener("cefrig:bind", (e) => seen.push(e.detail.path, typeof host.late))</script>',
  )
  await page.bind('host.late', () => 1)
  expect(await page.evaluate('seen')).toEqual(['host.late', 'function'])
  expect(await page.evaluate('host.late()')).toBe(1)
})

test('iframes of the same and of other sites have it too, before their first script', async () => {
  const page = await cefrig.newPage()
  const seen: unknown[] = []
  await page.bind('host.hello', (from: string) => void seen.push(from))
  const script = '<script>host.hello(location.origin)</script>'
  await page.serve(
    'https://main.test/',
    html(`${script}<iframe src="/inner/"></iframe><iframe src="https://other.test/"></iframe>`),
  )
  await page.serve('https://main.test/inner/', html(script))
  await page.serve('https://other.test/', html(script))
  await page.goto('https://main.test/')
  await expect.poll(() => seen.length).toBe(3)
  expect(seen.sort()).toEqual(['https://main.test', 'https://main.test', 'https://other.test'])
})

test('with frames: false iframes do not have it', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.hello', () => 1, { frames: false })
  await page.bind('everywhere', () => 1)
  await page.serve('https://main.test/', html('<iframe src="/inner/"></iframe>'))
  await page.serve(
    'https://main.test/inner/',
    html('<script>parent.inner = [typeof host, typeof everywhere]</script>'),
  )
  await page.goto('https://main.test/')
  await page.waitForFunction('window.inner')
  expect(await page.evaluate('[typeof host, ...inner]')).toEqual(['object', 'undefined', 'function'])
})

test('rebind replaces values, and functions that the page holds call the new ones', async () => {
  const page = await cefrig.newPage()
  await page.bind('host', { name: 'first', who: () => 'first', gone: () => 1 })
  await page.setContent('<script>held = host.who; dropped = host.gone</script>')
  await page.rebind('host', { name: 'second', who: () => 'second' })
  expect(await page.evaluate('(async () => [host.name, await held(), held === host.who])()')).toEqual([
    'second',
    'second',
    true,
  ])
  expect(await page.evaluate('dropped().catch((e) => e.code)')).toBe('BINDING_GONE')
  await page.reload()
  expect(await page.evaluate('host.name')).toBe('second')
})

test('unbind takes it away, also what lay around it, and gives back what was there', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.notes.save', () => 1)
  await page.bind('fetch', () => 'mine')
  await page.setContent('<script>held = host.notes.save</script>')
  expect(await page.evaluate('fetch()')).toBe('mine')
  await page.unbind('host.notes.save')
  await page.unbind('fetch')
  expect(await page.evaluate('[typeof host, fetch.toString().includes("native code")]')).toEqual([
    'undefined',
    true,
  ])
  expect(await page.evaluate('held().catch((e) => e.code + ": " + e.message)')).toBe(
    'BINDING_GONE: host.notes.save() failed: the test has unbound it.',
  )
  await page.bind('host', { again: true })
  expect(await page.evaluate('host.again')).toBe(true)
})

test('page code may wrap a bound function', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.twice', (n: number) => 2 * n)
  await page.setContent(
    '<script>const inner = host.twice; host.twice = async (n) => (await inner(n)) + 1</script>',
  )
  expect(await page.evaluate('host.twice(4)')).toBe(9)
})

test('a page that replaces built-ins does not break calls', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.echo', (value: unknown) => value)
  await page.setContent(`<script>
    const map = new Map([[1, 2]])
    JSON.parse = JSON.stringify = () => { throw new Error('page') }
    Map.prototype.set = Map.prototype.get = Array.prototype.push = Array.prototype.map = () => { throw new Error('page') }
    window.done = host.echo({ list: [1, map] }).then((v) => v.list[0], (e) => String(e))
  </script>`)
  expect(await page.evaluate('done')).toBe(1)
})

test('nothing of it is in a page without bindings', async () => {
  const page = await cefrig.show('<p>plain</p>')
  expect(await page.evaluate('[typeof host, typeof cefrig, typeof send]')).toEqual([
    'undefined',
    'undefined',
    'undefined',
  ])
})

test('pages of one context have bindings of their own', async () => {
  const context = await cefrig.cef.newContext()
  const [one, two] = [await context.newPage(), await context.newPage()]
  await Promise.all([one.bind('host.name', () => 'one'), two.bind('host.name', () => 'two')])
  for (const [page, name] of [
    [one, 'one'],
    [two, 'two'],
  ] as const) {
    await page.serve('https://same.test/', html('<p>x</p>'))
    await page.goto('https://same.test/')
    expect(await page.evaluate('host.name()')).toBe(name)
  }
  await context.close()
})

test('a page without JavaScript can be bound to, and nothing comes of it', async () => {
  const page = await cefrig.newPage({ javaScriptEnabled: false })
  await page.bind('host.one', () => 1)
  await page.setContent('<script>host.one()</script><p>shown</p>')
  expect(await page.locator('p').textContent()).toBe('shown')
})

test('cefrig.bound() is a promise of what is bound, early or late', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.early', () => 'early')
  await page.setContent(`<script>
    window.seen = []
    const see = (path, of) => cefrig.bound(path).then((value) => { seen.push(path + ' ' + of(value)) })
    see('host.early', (fn) => fn.name)
    see('host', (host) => Object.keys(host))
    see('host.late', (fn) => typeof fn)
    see('other.deep.member', (value) => value)
  </script>`)
  expect(await page.evaluate('seen')).toEqual(['host.early early', 'host early'])
  await page.bind('other', { deep: {} })
  await page.bind('host.late', () => 1)
  await expect.poll(() => page.evaluate('seen.slice(2)')).toEqual(['host.late function'])
  await page.rebind('other', { deep: { member: 7 } })
  await expect.poll(() => page.evaluate('seen.slice(3)')).toEqual(['other.deep.member 7'])
  expect(await page.evaluate("Object.keys(window).includes('cefrig')")).toBe(false)
})

test("a page's own global cefrig stays, and is given bound()", async () => {
  const page = await cefrig.show('<script>window.cefrig = { mine: 1 }</script>')
  await page.bind('host.late', () => 1)
  expect(await page.evaluate('cefrig.mine')).toBe(1)
  expect(await page.evaluate("cefrig.bound('host.late').then((fn) => fn())")).toBe(1)
})
