import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FulfillOptions, Page, Route } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { pageFailures } from '../../../src/client/page-failures.js'
import { failure, launched } from '../setup.js'
import { bodyOf, servers } from './server.js'

const cef = launched()
const listen = servers()

/** A page that shows https://a.test, with everything below answered by its own URL's path. */
async function shown(): Promise<Page> {
  const page = await cef.newPage()
  await page.serve('https://a.test/', ({ url }) => `served ${new URL(url).pathname}`)
  await page.goto('https://a.test/')
  return page
}

/** Text of a URL as the page gets it, or why it does not. */
const fetched = (page: Page, url: string, init?: object) =>
  page.evaluate<string, [string, object?]>(
    ([url, init]) =>
      fetch(url, init).then(
        (answer) => answer.text(),
        (error) => error.message,
      ),
    [url, init],
  )

const failures = (page: Page) =>
  pageFailures(page).map((failed) => (failed.kind === 'handler' ? String(failed.error) : failed.kind))

describe('page.route()', () => {
  test('answers what is served otherwise, on the network, and nowhere', async () => {
    const host = await listen((_, answer) => void answer.end('network'))
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => 'served')
    await page.goto(`http://${host}/`)
    await page.route('**/api/*', (route) => route.fulfill({ body: `routed ${route.request().url()}` }))
    for (const url of ['https://a.test/api/1', `http://${host}/api/2`, 'https://nowhere.invalid/api/3'])
      expect(await fetched(page, url)).toBe(`routed ${url}`)
    expect(await fetched(page, '/other')).toBe('network')
  })

  test('takes patterns, regular expressions and functions, relative to baseURL', async () => {
    const page = await cef.newPage({ baseURL: 'https://a.test/deep/' })
    await page.serve('https://a.test/', () => 'served')
    await page.goto('https://a.test/')
    await page.route('one/*.{txt,md}', (route) => route.fulfill({ body: 'pattern' }))
    await page.route(/two\?x=\d+$/, (route) => route.fulfill({ body: 'expression' }))
    await page.route(
      (url) => url.searchParams.has('three'),
      (route) => route.fulfill({ body: 'function' }),
    )
    await page.route('exact', (route) => route.fulfill({ body: 'exact' }))
    const urls = ['one/a.md', 'one/a.txt', 'one/a.png', 'one/b/a.md', 'two?x=12', 'two?x=a', 'x?three', 'exact', 'exact2']
    const answers = await Promise.all(urls.map((url) => fetched(page, `https://a.test/deep/${url}`)))
    const served = 'served'
    expect(answers).toEqual(['pattern', 'pattern', served, served, 'expression', served, 'function', 'exact', served])
  })

  test('asks the newest of several handlers, which may hand the request on, changed', async () => {
    const page = await shown()
    const asked: string[] = []
    await page.route('**', (route) => {
      asked.push('first')
      return route.fulfill({ json: { ...route.request().headers(), method: route.request().method() } })
    })
    await page.route('**', (route) => {
      asked.push('second')
      return route.fallback({ headers: { ...route.request().headers(), 'x-second': 'yes' }, method: 'put' })
    })
    expect(JSON.parse(await fetched(page, '/x'))).toMatchObject({ 'x-second': 'yes', method: 'PUT' })
    expect(asked).toEqual(['second', 'first'])
  })

  test('lets the request go on when every handler hands it on', async () => {
    const page = await shown()
    await page.route('**', (route) => route.fallback())
    expect(await fetched(page, '/x')).toBe('served /x')
  })

  test('ends after so many times, and when it is taken back', async () => {
    const page = await shown()
    const fulfill = (route: Route) => route.fulfill({ body: 'routed' })
    await page.route('**/a', fulfill, { times: 2 })
    await page.route('**/b', fulfill)
    await page.route(/c$/, fulfill)
    const all = () => Promise.all(['/a', '/b', '/c'].map((path) => fetched(page, path)))
    expect(await all()).toEqual(['routed', 'routed', 'routed'])
    await page.unroute('**/b', () => {})
    await page.unroute(/c$/, fulfill)
    expect(await all()).toEqual(['routed', 'routed', 'served /c'])
    expect(await all()).toEqual(['served /a', 'routed', 'served /c'])
    await page.unrouteAll()
    expect(await all()).toEqual(['served /a', 'served /b', 'served /c'])
  })

  test('sees navigations, iframes, scripts, images and workers', async () => {
    const page = await cef.newPage()
    const seen: string[] = []
    await page.route('https://r.test/**', (route) => {
      const { pathname } = new URL(route.request().url())
      seen.push(`${route.request().resourceType()} ${pathname} ${route.request().isNavigationRequest()}`)
      const html = '<script src="/script.js"></script><iframe src="/frame"></iframe>'
      const worker = `fetch('/in-worker').then((answer) => answer.text()).then(postMessage)`
      const bodies: Record<string, string> = { '/': html, '/worker.js': worker, '/script.js': 'window.ran = true' }
      return route.fulfill({ body: bodies[pathname] ?? `body of ${pathname}` })
    })
    expect((await page.goto('https://r.test/'))?.status()).toBe(200)
    expect(await page.evaluate('window.ran')).toBe(true)
    expect(await page.frames()[1]?.locator('body').textContent()).toBe('body of /frame')
    const said = page.evaluate(
      `new Promise((done) => { new Worker('/worker.js').onmessage = ({ data }) => done(data) })`,
    )
    expect(await said).toBe('body of /in-worker')
    expect(seen).toEqual([
      'document / true',
      'script /script.js false',
      'document /frame true',
      'script /worker.js false',
      'fetch /in-worker false',
    ])
  })

  test('sees what service workers ask for', async () => {
    const page = await cef.newPage()
    const worker = `onactivate = (event) => event.waitUntil(clients.claim())
      onfetch = (event) => event.request.url.endsWith('/through') && event.respondWith(fetch('/from-worker'))`
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('.js') ? { headers: { 'content-type': 'text/javascript' }, body: worker } : 'served',
    )
    await page.goto('https://a.test/')
    await page.evaluate(`(async () => {
      await navigator.serviceWorker.register('/worker.js')
      if (!navigator.serviceWorker.controller)
        await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))
    })()`)
    await page.route('**/from-worker', (route) => route.fulfill({ body: 'routed' }))
    expect(await fetched(page, '/through')).toBe('routed')
  })

  test('of one page is not of another', async () => {
    const [one, two] = [await shown(), await shown()]
    await one.route('**', (route) => route.fulfill({ body: 'one' }))
    expect(await Promise.all([fetched(one, '/x'), fetched(two, '/x')])).toEqual(['one', 'served /x'])
  })

  test('is not asked about what a request is redirected to', async () => {
    const page = await shown()
    const asked: string[] = []
    await page.serve('https://a.test/old', () => ({ status: 302, headers: { location: '/new' } }))
    await page.route('**', (route) => {
      asked.push(new URL(route.request().url()).pathname)
      return route.continue()
    })
    expect(await fetched(page, '/old')).toBe('served /new')
    expect(asked).toEqual(['/old'])
  })

  test('decides about 200 requests at once', async () => {
    const page = await shown()
    await page.route('**/many/*', async (route) => {
      const number = Number(route.request().url().split('/').at(-1))
      if (number % 3 === 0) return route.abort()
      return number % 3 === 1 ? route.fulfill({ body: String(number) }) : route.continue()
    })
    const texts = await page.evaluate<string[]>(`Promise.all(Array.from({ length: 200 }, (_, number) =>
      fetch('/many/' + number).then((answer) => answer.text(), () => 'failed')))`)
    const expected = (number: number) => ['failed', String(number), `served /many/${number}`][number % 3]
    expect(texts).toEqual(texts.map((_, number) => expected(number)))
  })
})

describe('context.route()', () => {
  test('is of pages there are and come, after their own routes', async () => {
    const context = await cef.cef.newContext()
    const early = await context.newPage({ timeout: 3000 })
    await context.route('https://c.test/**', (route) => route.fulfill({ body: 'context' }))
    const late = await context.newPage({ timeout: 3000 })
    await late.route('**/own', (route) => route.fulfill({ body: 'page' }))
    const texts: (string | null)[] = []
    for (const page of [early, late])
      for (const path of ['x', 'own']) {
        await page.goto(`https://c.test/${path}`)
        texts.push(await page.locator('body').textContent())
      }
    expect(texts).toEqual(['context', 'context', 'context', 'page'])
    await context.unroute('https://c.test/**')
    await late.serve('https://c.test/', () => 'served')
    await late.goto('https://c.test/')
    expect(await late.locator('body').textContent()).toBe('served')
    await context.close()
  })
})

describe('route.request()', () => {
  test('tells method, headers and post data', async () => {
    const page = await shown()
    await page.route('**/post', (route, request) => {
      expect(route.request()).toBe(request)
      return route.fulfill({
        json: [request.method(), request.headers()['x-sent'], request.postData(), request.postDataJSON()],
      })
    })
    const init = { method: 'POST', headers: { 'X-Sent': 'ja' }, body: '{"ä":1}' }
    expect(JSON.parse(await fetched(page, '/post', init))).toEqual(['POST', 'ja', '{"ä":1}', { ä: 1 }])
  })
})

describe('route.fulfill()', () => {
  test('sends status, headers, and bodies of every kind', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cefrig-route-'))
    try {
      writeFileSync(join(directory, 'a.css'), 'p {}')
      const page = await shown()
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
      expect(await answer({ path: join(directory, 'a.css') })).toEqual([200, 'text/css; charset=utf-8', null, 'p {}'])
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
    const page = await shown()
    const body = new Uint8Array(20_000_000).map((_, index) => index % 251)
    await page.route('**/large', (route) => route.fulfill({ body }))
    const sum = `fetch('/large').then((answer) => answer.arrayBuffer()).then((buffer) => {
      const bytes = new Uint8Array(buffer)
      return bytes.length + ' ' + bytes.every((byte, index) => byte === index % 251)
    })`
    expect(await page.evaluate(sum)).toBe('20000000 true')
  })

  test('may be read by another origin, unless its headers say otherwise', async () => {
    const page = await shown()
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

  test.each<[FulfillOptions | object, string, string]>([
    [{ stauts: 200 }, 'UNKNOWN_OPTION', 'unknown option "stauts". Did you mean "status"?'],
    [{ status: 99 }, 'BAD_ARGUMENT', 'option "status" is 99. Give a whole number from 200 to 599.'],
    [{ body: 1 }, 'BAD_ARGUMENT', 'option "body" is 1. Give a string or bytes.'],
    [{ body: 'a', json: 1 }, 'BAD_ARGUMENT', 'both "body" and "json" are given. Give one of them.'],
    [{ headers: { a: 'b\r\nc: d' } }, 'BAD_ARGUMENT', 'headers["a"] as "b\\r\\nc: d"'],
    [{ headers: { 'a b': 'c' } }, 'BAD_ARGUMENT', 'headers["a b"]'],
    [{ path: '/nowhere/at/all' }, 'BAD_ARGUMENT', '/nowhere/at/all cannot be read'],
  ])('refuses %j', async (options, code, message) => {
    const page = await shown()
    let error: unknown
    await page.route('**/x', (route) =>
      route.fulfill(options).catch((thrown) => {
        error = thrown
        return route.abort()
      }),
    )
    expect(await fetched(page, '/x')).toBe('Failed to fetch')
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
    expect((error as Error).message).toMatch(/^route\.fulfill\(\) failed: /)
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
    const page = await shown()
    await page.route('http://**', (route) => {
      const { 'x-sent': _, ...headers } = route.request().headers()
      return route.continue({ method: 'PUT', headers: { ...headers, 'x-added': 'yes' }, postData: { a: 1 } })
    })
    await page.goto(`http://${host}/`)
    const text = await fetched(page, `http://${host}/`, { method: 'POST', body: 'before' })
    expect(JSON.parse(text)).toEqual(['PUT', 'yes', null, '{"a":1}'])
  })

  test('sends it to another URL', async () => {
    const page = await shown()
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
    const page = await shown()
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
    const page = await shown()
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
    const page = await shown()
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
    const page = await shown()
    await page.route('**/now', () => {
      throw new Error('now')
    })
    await page.route('**/later', async () => {
      throw new Error('later')
    })
    expect([await fetched(page, '/now'), await fetched(page, '/later')]).toEqual(['Failed to fetch', 'Failed to fetch'])
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
    const page = await shown()
    const waiting: Route[] = []
    await page.route('**/x', (route) => void waiting.push(route))
    const text = fetched(page, '/x')
    await expect.poll(() => waiting.length).toBe(1)
    await waiting[0]!.fulfill({ body: 'later' })
    expect(await text).toBe('later')
  })

  test('that decides twice is told so', async () => {
    const page = await shown()
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
    const page = await shown()
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

test.each<[unknown, unknown, string]>([
  [1, () => {}, 'the URL is 1. Give a string, a regular expression or a function.'],
  ['**', 'x', 'the handler is a string. Give a function that takes the route.'],
  ['http://[', () => {}, '"http://[" is no URL'],
])('page.route(%j, %s) is refused', async (url, handler, message) => {
  const page = await cef.newPage()
  const error = await failure(page.route(url as string, handler as () => void))
  expect(error).toMatchObject({ code: 'BAD_ARGUMENT' })
  expect(error.message).toContain(`page.route() failed: ${message}`)
})

test('page.route() of a closed page is refused', async () => {
  const page = await cef.newPage()
  await page.close()
  expect((await failure(page.route('**', () => {}))).code).toBe('PAGE_CLOSED')
})
