import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-serve-'))
  await mkdir(join(directory, 'sub dir'))
  await writeFile(
    join(directory, 'index.html'),
    '<title>root</title><link rel=stylesheet href=/a.css><script src=/a.js></script>',
  )
  await writeFile(join(directory, 'a.css'), 'body { margin: 3px }')
  await writeFile(join(directory, 'a.js'), 'window.loaded = 1')
  await writeFile(join(directory, 'sub dir/ü.json'), '{"a":1}')
  await symlink('/etc/hostname', join(directory, 'outside'))
})

afterAll(async () => {
  await rm(directory, { recursive: true })
})

describe('page.serve() of a directory', () => {
  test('answers below its prefix with the right types, without a port', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', directory)
    const response = await page.goto('https://a.test/')
    expect(await page.title()).toBe('root')
    expect(response?.headers()['content-type']).toContain('text/html')
    expect(await page.evaluate('[loaded, getComputedStyle(document.body).margin]')).toEqual([1, '3px'])
    expect(await page.evaluate(async () => (await fetch('/sub%20dir/%C3%BC.json')).json())).toEqual({ a: 1 })
    expect(await page.evaluate(async () => (await fetch('/none')).status)).toBe(404)
  })

  test('never leaves the directory', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', join(directory, 'sub dir'))
    await page.goto('https://a.test/%C3%BC.json')
    for (const path of ['/../index.html', '/%2e%2e/index.html', '/..%2findex.html']) {
      expect(await page.evaluate(async (url) => (await fetch(url)).status, path)).toBe(404)
    }
  })

  test('is what `root` and `serve` of a page do', async () => {
    const page = await cef.newPage({ root: directory, serve: { 'https://notes.test/': directory } })
    await page.goto('/')
    expect(page.url()).toBe('https://cefrig.test/')
    expect(await page.title()).toBe('root')
  })

  test('answers requests for a range with that part', async () => {
    await writeFile(join(directory, 'digits.txt'), '0123456789')
    const page = await cef.newPage({ root: directory })
    await page.serve('https://cefrig.test/whole', () => '0123456789')
    await page.goto('/')
    const ask = (url: string, range: string) =>
      page.evaluate<unknown[], string[]>(
        async ([url, range]) => {
          const answer = await fetch(url!, { headers: { range: range! } })
          return [answer.status, answer.headers.get('content-range'), await answer.text()]
        },
        [url, range],
      )
    expect(await ask('/digits.txt', 'bytes=3-5')).toEqual([206, 'bytes 3-5/10', '345'])
    expect(await ask('/digits.txt', 'bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await ask('/whole', 'bytes=3-5')).toEqual([200, null, '0123456789'])
  })

  test('refuses a page whose root, or what it serves, is no directory', async () => {
    expect(await failure(cef.newPage({ root: '/no/such/place' }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'cef.newPage() failed: option "root" is /no/such/place, which is no directory. Give one that exists.',
    })
    expect(await failure(cef.newPage({ serve: { 'https://a.test/': '/no/such/place' } }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'cef.newPage() failed: option "serve" gives https://a.test/ /no/such/place, which is no directory. Give one that exists.',
    })
  })

  test('refuses what is no directory', async () => {
    const page = await cef.newPage()
    expect(await failure(page.serve('https://a.test/', '/no/such/place'))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.serve() failed: /no/such/place is no directory. Give a directory, or a function.',
    })
    expect(await failure(page.serve('https://a.test/', 5 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.serve() failed: what to serve is 5. Give a directory, or a function.',
    })
    expect(await failure(page.serve(5 as never, directory))).toMatchObject({
      message: 'page.serve() failed: the prefix is 5. Give a string.',
    })
  })
})

describe('page.serve() by a function', () => {
  test('sees the request and makes the answer', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => '<p>start</p>')
    await page.serve('https://a.test/api/', async ({ url, method, headers, body }) => ({
      status: 201,
      statusText: 'Made',
      headers: { 'content-type': 'application/json', 'x-own': '1' },
      body: JSON.stringify([
        url,
        method,
        headers['x-sent'] ?? headers['X-Sent'],
        body && Buffer.from(body).toString(),
      ]),
    }))
    await page.goto('https://a.test/')
    const [status, text, own, seen] = await page.evaluate(async () => {
      const response = await fetch('/api/notes?x=1', {
        method: 'POST',
        body: 'päckchen',
        headers: { 'x-sent': 'yes' },
      })
      return [response.status, response.statusText, response.headers.get('x-own'), await response.json()]
    })
    expect([status, text, own]).toEqual([201, 'Made', '1'])
    expect(seen).toEqual(['https://a.test/api/notes?x=1', 'POST', 'yes', 'päckchen'])
  })

  test('carries bytes', async () => {
    const page = await cef.newPage()
    const bytes = new Uint8Array(300_000).map((_, index) => index * 3)
    await page.serve('https://a.test/', ({ url }) => (url.endsWith('/bytes') ? { body: bytes } : 'x'))
    await page.goto('https://a.test/')
    const back = await page.evaluate(async () => new Uint8Array(await (await fetch('/bytes')).arrayBuffer()))
    expect(Buffer.compare(back, bytes)).toBe(0)
  })

  test('that returns nothing is answered with 500 and told', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', (() => undefined) as never)
    const response = await page.goto('https://a.test/')
    expect(response?.status()).toBe(500)
    expect(await page.locator('body').textContent()).toBe(
      "The test's handler failed: The handler of https://a.test/ gave no answer. Return a string, or { status, headers, body } with a string or bytes as body.",
    )
  })

  test('may be replaced and taken back; the longest prefix wins', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => 'one')
    await page.serve('https://a.test/', () => 'two')
    await page.serve('https://a.test/deep/', () => 'deep')
    await page.goto('https://a.test/')
    const text = (path: string) => page.evaluate(async (url) => (await fetch(url)).text(), path)
    expect(await text('/')).toBe('two')
    expect(await text('/deep/x')).toBe('deep')
    await page.unserve('https://a.test/deep/')
    expect(await text('/deep/x')).toBe('two')
  })

  test('of one page is not of another', async () => {
    const [one, two] = [await cef.newPage(), await cef.newPage()]
    await one.serve('https://a.test/', () => '<title>one</title>')
    await two.serve('https://a.test/', () => '<title>two</title>')
    await Promise.all([one.goto('https://a.test/'), two.goto('https://a.test/')])
    expect([await one.title(), await two.title()]).toEqual(['one', 'two'])
  })
})
