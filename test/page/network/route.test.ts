import type { Route } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { fetched, shown } from './routed.js'
import { servers } from './server.js'

const cef = launched()
const listen = servers()

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
    const urls = [
      'one/a.md',
      'one/a.txt',
      'one/a.png',
      'one/b/a.md',
      'two?x=12',
      'two?x=a',
      'x?three',
      'exact',
      'exact2',
    ]
    const answers = await Promise.all(urls.map((url) => fetched(page, `https://a.test/deep/${url}`)))
    const served = 'served'
    expect(answers).toEqual([
      'pattern',
      'pattern',
      served,
      served,
      'expression',
      served,
      'function',
      'exact',
      served,
    ])
  })

  test('asks the newest of several handlers, which may hand the request on, changed', async () => {
    const page = await shown(cef)
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
    const page = await shown(cef)
    await page.route('**', (route) => route.fallback())
    expect(await fetched(page, '/x')).toBe('served /x')
  })

  test('ends after so many times, and when it is taken back', async () => {
    const page = await shown(cef)
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
      const bodies: Record<string, string> = {
        '/': html,
        '/worker.js': worker,
        '/script.js': 'window.ran = true',
      }
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
    const [one, two] = [await shown(cef), await shown(cef)]
    await one.route('**', (route) => route.fulfill({ body: 'one' }))
    expect(await Promise.all([fetched(one, '/x'), fetched(two, '/x')])).toEqual(['one', 'served /x'])
  })

  test('is not asked about what a request is redirected to', async () => {
    const page = await shown(cef)
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
    const page = await shown(cef)
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
    const page = await shown(cef)
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
