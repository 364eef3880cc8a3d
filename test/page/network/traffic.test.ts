import type { Page, Request, Response } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { servers } from './server.js'

const cef = launched()
const listen = servers()

async function shown(): Promise<Page> {
  const page = await cef.newPage()
  await page.serve('https://a.test/', ({ url }) => {
    const { pathname } = new URL(url)
    if (pathname === '/old') return { status: 302, headers: { location: '/new' } }
    return { headers: { 'content-type': 'text/html', 'X-Own': '1' }, body: `{"path":"${pathname}"}` }
  })
  await page.goto('https://a.test/')
  return page
}

function told(page: Page): string[] {
  const lines: string[] = []
  const note = (what: string, told: Request | Response) => void lines.push(`${what} ${told.url()}`)
  page.on('request', (request) => note('request', request))
  page.on('response', (response) => note('response', response))
  page.on('requestfinished', (request) => note('finished', request))
  page.on('requestfailed', (request) => note('failed', request))
  return lines
}

describe('events of requests', () => {
  test('tell of a navigation and what it needs, in order', async () => {
    const page = await cef.newPage()
    const lines = told(page)
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('.css')
        ? { headers: { 'content-type': 'text/css' } }
        : '<link rel="stylesheet" href="/a.css">',
    )
    await page.goto('https://a.test/')
    await expect.poll(() => lines).toHaveLength(6)
    expect(lines.filter((line) => line.endsWith('/'))).toEqual([
      'request https://a.test/',
      'response https://a.test/',
      'finished https://a.test/',
    ])
    expect(lines.filter((line) => line.endsWith('.css'))).toEqual([
      'request https://a.test/a.css',
      'response https://a.test/a.css',
      'finished https://a.test/a.css',
    ])
  })

  test('are not of the icon that Chromium asks every origin for: it asks nobody', async () => {
    const asked: string[] = []
    const origin = `http://${await listen(({ url }, answer) => {
      asked.push(url!)
      answer.setHeader('content-type', 'text/html')
      answer.end(url === '/named' ? '<link rel="icon" href="/named.png">' : '<p>none')
    })}`
    const page = await cef.newPage()
    const lines = told(page)
    await page.goto(`${origin}/`)
    await expect.poll(() => page.favicons).toEqual([`${origin}/favicon.ico`])
    await page.goto(`${origin}/named`)
    // One that the document names is another matter, and comes later.
    await expect.poll(() => asked).toContain('/named.png')
    expect(asked.toSorted()).toEqual(['/', '/named', '/named.png'])
    expect(lines.filter((line) => line.includes('favicon'))).toEqual([])
    expect(page.console).toEqual([])
  })

  test('bring a large body of a request when somebody listens, and do not carry it otherwise', async () => {
    const page = await shown()
    const lengths: (number | undefined)[] = []
    page.cdp.on('Network.requestWillBeSent', ({ request }) => lengths.push(request.postData?.length))
    await page.cdp.send('Runtime.enable')
    const post = () =>
      page.evaluate(() => fetch('/post', { method: 'POST', body: new Uint8Array(100_000) }).then(() => {}))
    await post()
    await expect.poll(() => lengths).toEqual([undefined])
    const waiting = page.waitForRequest('**/post')
    await post()
    expect((await waiting).postDataBuffer()).toHaveLength(100_000)
  })

  test('say what was asked, by whom, and what was answered', async () => {
    const page = await shown()
    const waiting = page.waitForResponse('**/post')
    await page.evaluate(`fetch('/post', { method: 'POST', headers: { 'X-Sent': 'ja' }, body: '{"ä":1}' })`)
    const response = await waiting
    const request = response.request()!
    expect([request.url(), request.method(), request.resourceType()]).toEqual([
      'https://a.test/post',
      'POST',
      'fetch',
    ])
    expect([request.headers()['x-sent'], request.postData(), request.postDataJSON()]).toEqual([
      'ja',
      '{"ä":1}',
      { ä: 1 },
    ])
    expect([request.frame(), request.isNavigationRequest(), request.failure()]).toEqual([
      page.mainFrame(),
      false,
      null,
    ])
    expect([response.status(), response.ok(), response.headers()['x-own'], response.mimeType()]).toEqual([
      200,
      true,
      '1',
      'text/html',
    ])
    expect([await response.text(), await response.json()]).toEqual(['{"path":"/post"}', { path: '/post' }])
    expect(await request.response()).toBe(response)
    const { startTime, responseEnd } = request.timing()
    expect(Math.abs(startTime - Date.now())).toBeLessThan(60_000)
    expect(responseEnd).toBeGreaterThanOrEqual(0)
  })

  test('tell of redirections, each request with the next', async () => {
    const page = await shown()
    const lines = told(page)
    const waiting = page.waitForResponse('**/new')
    await page.evaluate(`fetch('/old')`)
    const last = (await waiting).request()!
    const first = last.redirectedFrom()!
    expect([first.url(), first.redirectedTo() === last, last.redirectedTo()]).toEqual([
      'https://a.test/old',
      true,
      null,
    ])
    expect((await first.response())?.status()).toBe(302)
    await last.response().then((response) => response?.body())
    expect(lines.slice(0, 4)).toEqual([
      'request https://a.test/old',
      'response https://a.test/old',
      'finished https://a.test/old',
      'request https://a.test/new',
    ])
  })

  test('tell of failures by name', async () => {
    const page = await shown()
    await page.route('**/refused', (route) => route.abort('connectionrefused'))
    const failed = new Promise<Request>((resolve) => void page.on('requestfailed', resolve))
    await page.evaluate(`fetch('/refused').catch(() => {})`)
    const request = await failed
    expect([request.url(), request.failure()]).toEqual([
      'https://a.test/refused',
      { errorText: 'net::ERR_CONNECTION_REFUSED' },
    ])
    expect(await request.response()).toBe(null)
  })

  test('tell of the network', async () => {
    const host = await listen(({ url }, answer) => void answer.end(`network ${url}`))
    const page = await cef.newPage()
    const lines = told(page)
    await page.goto(`http://${host}/`)
    const waiting = page.waitForResponse('**/x')
    await page.evaluate(`fetch('/x')`)
    expect(await (await waiting).text()).toBe('network /x')
    expect(lines).toContain(`finished http://${host}/`)
  })

  test('tell of iframes of other origins and of workers', async () => {
    const page = await shown()
    const lines = told(page)
    await page.serve('https://b.test/', () => `<script>fetch('https://b.test/in-iframe')</script>`)
    await page.serve('https://a.test/worker.js', () => ({
      headers: { 'content-type': 'text/javascript' },
      body: `fetch('/in-worker').then(() => postMessage(1))`,
    }))
    await page.evaluate(`new Promise((done) => { new Worker('/worker.js').onmessage = done })`)
    await page.evaluate(`new Promise((done) => {
      const frame = document.createElement('iframe')
      frame.src = 'https://b.test/frame'
      frame.onload = done
      document.body.append(frame)
    })`)
    const wanted = ['https://a.test/in-worker', 'https://b.test/frame', 'https://b.test/in-iframe']
    for (const url of wanted) await expect.poll(() => lines).toContain(`finished ${url}`)
  })

  test('have bodies of routes and of navigations, as bytes', async () => {
    const page = await shown()
    const bytes = new Uint8Array(1000).map((_, index) => index)
    await page.route('**/bytes', (route) => route.fulfill({ body: bytes, contentType: 'application/x' }))
    const waiting = page.waitForResponse('**/bytes')
    await page.evaluate(`fetch('/bytes').then((answer) => answer.arrayBuffer())`)
    expect(Buffer.compare(await (await waiting).body(), Buffer.from(bytes))).toBe(0)
    const response = await page.goto('https://a.test/next')
    expect(await response?.text()).toBe('{"path":"/next"}')
  })

  test('have bodies of what nobody listened to when it was navigated to', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => '<p>first')
    const response = await page.goto('https://a.test/')
    expect([await response?.text(), response?.request()]).toEqual(['<p>first', null])
    await page.goto('https://a.test/other')
    expect(await failure(response!.body())).toMatchObject({
      code: 'BODY_GONE',
      message: expect.stringMatching(
        /^response\.body\(\) failed: the browser has no body of this response any more/,
      ),
    })
  })
})

describe('page.waitForRequest() and page.waitForResponse()', () => {
  test('take patterns and functions', async () => {
    const page = await shown()
    const all = Promise.all([
      page.waitForRequest('https://a.test/one'),
      page.waitForRequest((request) => request.method() === 'POST'),
      page.waitForResponse(/thr.e$/),
      page.waitForResponse(async (response: Response) => (await response.json()).path === '/four'),
    ])
    await page.evaluate(
      `Promise.all([fetch('/one'), fetch('/two', { method: 'POST' }), fetch('/three'), fetch('/four')])`,
    )
    expect((await all).map((what) => new URL(what.url()).pathname)).toEqual([
      '/one',
      '/two',
      '/three',
      '/four',
    ])
  })

  test('end by name', async () => {
    const page = await shown()
    const error = await failure(page.waitForResponse('**/never', { timeout: 50 }))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(error.message).toBe(
      'page.waitForResponse() failed: there was no response of **/never within 50 ms. Begin to wait before the page asks for it, or raise `timeout`.',
    )
    expect((await failure(page.waitForRequest(1 as never))).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.waitForRequest('x', { timout: 1 } as never))).code).toBe('UNKNOWN_OPTION')
    const waiting = failure(page.waitForRequest('**/never'))
    await page.close()
    expect((await waiting).code).toBe('PAGE_CLOSED')
  })
})
