import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FulfillOptions, Route } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { pageFailures } from '../../../src/client/page-failures.js'
import { failure, launched } from '../setup.js'
import { failures, fetched, shown } from './routed.js'
import { bodyOf, servers } from './server.js'

const cef = launched()
const listen = servers()

describe('route.fulfill()', () => {
  test('sends status, headers, and bodies of every kind', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cefrig-route-'))
    try {
      writeFileSync(join(directory, 'a.css'), 'p {}')
      const page = await shown(cef)
      const answer = async (options: FulfillOptions) => {
        await page.unrouteAll()
        await page.route('**/x', (route) => route.fulfill(options))
        return page.evaluate<unknown[]>(`fetch('/x').then(async (answer) =>
          [answer.status, answer.headers.get('content-type'), answer.headers.get('x-own'), await answer.text()])`)
      }
      expect(await answer({})).toEqual([200, 'text/plain; charset=utf-8', null, ''])
      expect(await answer({ status: 404, body: 'ä', headers: { 'X-Own': '1' } })).toEqual([
        404,
        'text/plain; charset=utf-8',
        '1',
        'ä',
      ])
      expect(await answer({ json: { a: ['ä'] } })).toEqual([200, 'application/json', null, '{"a":["ä"]}'])
      expect(await answer({ path: join(directory, 'a.css') })).toEqual([
        200,
        'text/css; charset=utf-8',
        null,
        'p {}',
      ])
      expect(await answer({ body: new TextEncoder().encode('b'), contentType: 'image/x' })).toEqual([
        200,
        'image/x',
        null,
        'b',
      ])
      expect(await answer({ status: 204 })).toHaveProperty('0', 204)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  test('sends 20 MB as they are', async () => {
    const page = await shown(cef)
    const body = new Uint8Array(20_000_000).map((_, index) => index % 251)
    await page.route('**/large', (route) => route.fulfill({ body }))
    const sum = `fetch('/large').then((answer) => answer.arrayBuffer()).then((buffer) => {
      const bytes = new Uint8Array(buffer)
      return bytes.length + ' ' + bytes.every((byte, index) => byte === index % 251)
    })`
    expect(await page.evaluate(sum)).toBe('20000000 true')
  })

  test('may be read by another origin, unless its headers say otherwise', async () => {
    const page = await shown(cef)
    await page.route('https://b.test/**', (route) => route.fulfill({ body: 'b' }))
    await page.route('https://b.test/own', (route) =>
      route.fulfill({ body: 'b', headers: { 'Access-Control-Allow-Origin': 'https://c.test' } }),
    )
    expect(await fetched(page, 'https://b.test/x')).toBe('b')
    expect(await fetched(page, 'https://b.test/own')).toBe('Failed to fetch')
  })

  test('waits for its delay, and longer than the timeout where it is told to', async () => {
    const page = await cef.newPage({ timeout: 200 })
    await page.route('**/slow', (route) => route.fulfill({ body: 'slow', delay: 400 }))
    await page.serve('https://a.test/', () => 'served')
    await page.goto('https://a.test/', { timeout: 3000 })
    const started = performance.now()
    await page.evaluate(`void (window.slow = fetch('/slow').then((answer) => answer.text()))`)
    expect(await page.evaluate('window.slow')).toBe('slow')
    expect(performance.now() - started).toBeGreaterThan(390)
    expect(failures(page)).toEqual([])
  })

  const refused: [options: object, code: string, message: string][] = [
    [{ stauts: 200 }, 'UNKNOWN_OPTION', 'unknown option "stauts". Did you mean "status"?'],
    [{ status: 99 }, 'BAD_ARGUMENT', 'option "status" is 99. Give a whole number from 200 to 599.'],
    [{ body: 1 }, 'BAD_ARGUMENT', 'option "body" is 1. Give a string or bytes.'],
    [{ body: 'a', json: 1 }, 'BAD_ARGUMENT', 'both "body" and "json" are given. Give one of them.'],
    [{ headers: { a: 'b\r\nc: d' } }, 'BAD_ARGUMENT', 'headers["a"] as "b\\r\\nc: d"'],
    [{ headers: { 'a b': 'c' } }, 'BAD_ARGUMENT', 'headers["a b"]'],
    [{ path: '/nowhere/at/all' }, 'BAD_ARGUMENT', '/nowhere/at/all cannot be read'],
  ]
  test('refuses what no answer is made of, by name', async () => {
    const page = await shown(cef)
    let options: object
    let error: unknown
    await page.route('**/x', (route) =>
      route.fulfill(options).catch((thrown) => {
        error = thrown
        return route.abort()
      }),
    )
    for (const [given, code, message] of refused) {
      options = given
      expect(await fetched(page, '/x')).toBe('Failed to fetch')
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
      expect((error as Error).message).toMatch(/^route\.fulfill\(\) failed: /)
    }
  })
})

describe('route.continue()', () => {
  test('changes method, headers and post data on the way to the network', async () => {
    const host = await listen(async (request, answer) => {
      const { method, headers } = request
      const body = await bodyOf(request)
      answer.setHeader('access-control-allow-origin', '*')
      answer.end(JSON.stringify([method, headers['x-added'], headers['x-sent'] ?? null, body]))
    })
    const page = await shown(cef)
    await page.route('http://**', (route) => {
      const { 'x-sent': _, ...headers } = route.request().headers()
      return route.continue({ method: 'PUT', headers: { ...headers, 'x-added': 'yes' }, postData: { a: 1 } })
    })
    await page.goto(`http://${host}/`)
    const text = await fetched(page, `http://${host}/`, { method: 'POST', body: 'before' })
    expect(JSON.parse(text)).toEqual(['PUT', 'yes', null, '{"a":1}'])
  })

  test('sends it to another URL', async () => {
    const page = await shown(cef)
    let asked = 0
    await page.route('**/from', (route) => {
      asked++
      return route.continue({ url: 'https://a.test/to', headers: { 'x-a': '1' } })
    })
    expect(await fetched(page, '/from')).toBe('served /to')
    expect(asked).toBe(1)
    await page.goto('https://a.test/from')
    expect(page.url()).toBe('https://a.test/to')
  })

  test('refuses what is none', async () => {
    const page = await shown(cef)
    const errors: unknown[] = []
    await page.route('**/x', async (route) => {
      errors.push(await failure(route.continue({ url: 'nowhere' })))
      errors.push(await failure(route.continue({ methd: 'x' } as never)))
      await route.continue()
    })
    expect(await fetched(page, '/x')).toBe('served /x')
    expect(errors).toMatchObject([{ code: 'BAD_ARGUMENT' }, { code: 'UNKNOWN_OPTION' }])
  })
})

describe('route.abort()', () => {
  test('lets requests and navigations fail by name', async () => {
    const page = await shown(cef)
    await page.route('**/gone', (route) => route.abort('connectionrefused'))
    expect(await fetched(page, '/gone')).toBe('Failed to fetch')
    expect(await failure(page.goto('https://a.test/gone'))).toMatchObject({
      code: 'NAVIGATION_FAILED',
      facts: { netError: 'net::ERR_CONNECTION_REFUSED' },
    })
    await page.route('**/plain', (route) => route.abort())
    expect((await failure(page.goto('https://a.test/plain'))).facts.netError).toBe('net::ERR_FAILED')
  })

  test('refuses names that are none', async () => {
    const page = await shown(cef)
    const thrown = new Promise<unknown>((resolve) => {
      void page.route('**/x', async (route) => {
        resolve(await failure(route.abort('refused' as never)))
        await route.abort()
      })
    })
    await fetched(page, '/x')
    expect(await thrown).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining('there is no net error "refused". Give one of aborted, accessdenied'),
    })
  })
})

describe('a handler', () => {
  test('that throws lets the request fail, and the test', async () => {
    const page = await shown(cef)
    await page.route('**/now', () => {
      throw new Error('now')
    })
    await page.route('**/later', async () => {
      throw new Error('later')
    })
    expect([await fetched(page, '/now'), await fetched(page, '/later')]).toEqual([
      'Failed to fetch',
      'Failed to fetch',
    ])
    expect(failures(page)).toEqual(['Error: now', 'Error: later'])
  })

  test('that decides nothing within the timeout lets the request fail, and the test, by name', async () => {
    const page = await cef.newPage({ timeout: 250 })
    await page.serve('https://a.test/', () => 'served')
    await page.goto('https://a.test/', { timeout: 3000 })
    await page.route('**/x', () => {})
    expect(await fetched(page, '/x')).toBe('Failed to fetch')
    expect(failures(page)[0]).toBe(
      'CefrigError: the route **/x decided nothing about https://a.test/x within 250 ms. Call fulfill(), continue(), fallback() or abort() of the route.',
    )
  })

  test('may decide later', async () => {
    const page = await shown(cef)
    const waiting: Route[] = []
    await page.route('**/x', (route) => void waiting.push(route))
    const text = fetched(page, '/x')
    await expect.poll(() => waiting.length).toBe(1)
    await waiting[0]!.fulfill({ body: 'later' })
    expect(await text).toBe('later')
  })

  test('that decides twice is told so', async () => {
    const page = await shown(cef)
    await page.route('**/x', async (route) => {
      await route.fulfill({ body: 'once' })
      await route.continue()
    })
    expect(await fetched(page, '/x')).toBe('once')
    await expect.poll(() => pageFailures(page)).toHaveLength(1)
    expect(pageFailures(page)[0]).toMatchObject({
      kind: 'handler',
      error: {
        code: 'ROUTE_HANDLED',
        message:
          'route.continue() failed: the route of https://a.test/x was handled by route.fulfill() already. Call one of its methods, once.',
      },
    })
  })

  test('whose page goes elsewhere, or closes, is not told', async () => {
    const page = await shown(cef)
    const waiting: Route[] = []
    await page.route('**/x', (route) => void waiting.push(route))
    await page.evaluate(`void fetch('/x')`)
    await expect.poll(() => waiting.length).toBe(1)
    await page.goto('https://a.test/elsewhere')
    await waiting[0]!.fulfill({ body: 'too late' })
    await page.evaluate(`void fetch('/x')`)
    await expect.poll(() => waiting.length).toBe(2)
    await page.close()
    await waiting[1]!.abort()
    expect(failures(page)).toEqual([])
  })
})
