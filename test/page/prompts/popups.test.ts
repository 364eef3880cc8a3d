import type { Page } from 'cefrig'
import { afterEach, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()
afterEach(async () => void (await Promise.all(cef.cef.pages.map((page) => page.close()))))

/** A page of a site, and what it answers by path. */
async function site(pages: Record<string, string>, options = {}): Promise<Page> {
  const page = await cef.newPage(options)
  await page.serve('https://site.test/', ({ url }) => pages[new URL(url).pathname] ?? '')
  await page.goto('https://site.test/')
  return page
}

/** The page that the code opens. */
async function opened(page: Page, code: string): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(code)])
  return popup
}

test('window.open() opens nothing when nobody listens, and the page goes on', async () => {
  const page = await cef.newPage()
  expect(await page.evaluate(`window.open('about:blank')`)).toBe(null)
  expect(cef.cef.pages).toEqual([page])
})

test('what a page opens is a page: code, locators, console, pictures, close', async () => {
  const page = await site({
    '/': 'opener',
    '/two': '<title>Two</title><button onclick="console.log(innerWidth)">go</button>',
  })
  const popup = await opened(page, `void window.open('/two', 'two', 'width=320,height=200')`)
  await popup.waitForURL('https://site.test/two')
  expect(await popup.title()).toBe('Two')
  expect(popup.viewport).toEqual({ width: 320, height: 200 })
  await popup.getByRole('button').click()
  expect(popup.console.map(({ text }) => text)).toEqual(['320'])
  expect(page.console).toEqual([])
  const { width, height } = await popup.pixels()
  expect([width, height]).toEqual([320, 200])
  expect(popup.opener()).toBe(page)
  expect(page.opener()).toBe(null)
  expect(popup.context).toBe(page.context)
  expect(cef.cef.pages).toEqual([page, popup])
  await popup.close()
  expect(await page.evaluate('1 + 1')).toBe(2)
  expect(cef.cef.pages).toEqual([page])
})

test('two windows post messages to each other', async () => {
  const page = await site({
    '/': `<script>addEventListener('message', ({ data }) => { document.title = data })</script>`,
    '/two': `<script>
      addEventListener('message', ({ data, source }) => source.postMessage('got ' + data))
      opener.postMessage('ready')
    </script>`,
  })
  const popup = await opened(page, `void (globalThis.two = window.open('/two'))`)
  await page.waitForFunction(`document.title === 'ready'`)
  await page.evaluate(`two.postMessage('ping')`)
  await page.waitForFunction(`document.title === 'got ping'`)
  expect(await popup.evaluate('opener.location.href')).toBe('https://site.test/')
  const closed = new Promise<void>((done) => popup.on('closed', done))
  await page.evaluate('two.close()')
  await closed
  expect(popup.closed).toBe(true)
})

test('a link to another window, and noopener, open pages that have no opener', async () => {
  const page = await site({
    '/': '<a href="/two" target="_blank">two</a>',
    '/two': '<script>document.title = String(opener)</script>',
  })
  const [byLink] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link').click()])
  await byLink.waitForURL('**/two')
  expect(await byLink.title()).toBe('null')
  const without = await opened(page, `window.open('/two', '_blank', 'noopener')`)
  await without.waitForURL('**/two')
  expect(await without.title()).toBe('null')
})

test('several windows at once, one closed at once, and the page goes on', async () => {
  const page = await site({ '/two': '<script>host.tell(name)</script>' })
  const told: unknown[] = []
  await page.bind('host.tell', (name: unknown) => void told.push(name))
  const popups: Page[] = []
  page.on('popup', (popup) => popups.push(popup))
  await page.evaluate(`window.open('/two', 'gone').close()`)
  await page.evaluate(`for (const name of ['a', 'b', 'c']) window.open('/two', name)`)
  const open = () => popups.filter((popup) => !popup.closed)
  await expect.poll(() => open().length, { timeout: 5000 }).toBe(3)
  await expect
    .poll(() => told.filter((name) => name !== 'gone').sort(), { timeout: 5000 })
    .toEqual(['a', 'b', 'c'])
  expect(await Promise.all(open().map((popup) => popup.evaluate('name')))).toEqual(['a', 'b', 'c'])
})

test('an empty window is written into by its opener', async () => {
  const page = await site({})
  const popup = await opened(page, `void window.open('').document.write('<h1>written</h1>')`)
  expect(await popup.locator('h1').textContent()).toBe('written')
})

test('errors and messages of a window are told from its first script on', async () => {
  const page = await site({ '/two': '<script>console.log("first"); throw new Error("in two")</script>' })
  const popup = await opened(page, `void window.open('/two')`)
  await popup.waitForURL('**/two')
  expect(popup.console.map(({ text }) => text)).toEqual(['first'])
  expect(popup.errors.map(({ message }) => message)).toEqual(['in two'])
})

test('bindings are there before the first script of a window, unless they are not for popups', async () => {
  const page = await site({
    '/two': '<script>document.title = typeof mine; host.tell(location.pathname)</script>',
  })
  const told: unknown[] = []
  await page.bind('host.tell', (path: unknown) => void told.push(path))
  await page.bind('mine', () => {}, { popups: false })
  const popup = await opened(page, `void window.open('/two')`)
  await popup.waitForURL('**/two')
  await expect.poll(() => told).toEqual(['/two'])
  expect(await popup.title()).toBe('undefined')
  expect(await popup.evaluate(`host.tell('by hand')`)).toBe(undefined)
  expect((await failure(popup.bind('host.tell', () => {}))).code).toBe('BINDING_EXISTS')
  await popup.bind('mine', () => 'of the window')
  expect(await popup.evaluate('mine()')).toBe('of the window')
  const third = await opened(popup, `void window.open('/two')`)
  await third.waitForURL('**/two')
  await expect.poll(() => told).toEqual(['/two', 'by hand', '/two'])
})

test('a picture of a window shows it as it is', async () => {
  const fill = (color: string) => `<body style="margin:0;background:${color}">`
  const page = await site({ '/': fill('#00f'), '/two': fill('#f00') })
  for (let round = 0; round < 5; round++) {
    const popup = await opened(page, `void window.open('/two', '', 'width=60,height=40')`)
    await popup.waitForURL('**/two')
    const seen = new Set<string>()
    const { data } = await popup.pixels()
    for (let at = 0; at < data.length; at += 4) seen.add(data.subarray(at, at + 4).join())
    expect([...seen]).toEqual(['255,0,0,255'])
    await popup.evaluate(`document.body.style.background = '#0f0'`)
    expect((await popup.pixels()).data.subarray(0, 4).join()).toBe('0,255,0,255')
    await popup.close()
  }
})

test('the option popups adopts without a listener, or blocks', async () => {
  const blocking = await site({}, { popups: 'block' })
  blocking.on('popup', () => {
    throw new Error('opened')
  })
  expect(await blocking.evaluate(`window.open('/two')`)).toBe(null)
  const adopting = await site({ '/two': '<title>Two</title>' }, { popups: 'adopt' })
  const made = new Promise<Page>((done) => cef.cef.once('page', done))
  expect(await adopting.evaluate(`window.open('/two') !== null`)).toBe(true)
  const popup = await made
  await popup.waitForURL('**/two')
  expect(await popup.title()).toBe('Two')
})

test('a window that outlives its opener goes on', async () => {
  const page = await site({ '/two': '<title>Two</title>' })
  const popup = await opened(page, `void window.open('/two')`)
  await popup.waitForURL('**/two')
  await page.close()
  await popup.waitForFunction('opener?.closed ?? true')
  expect(await popup.title()).toBe('Two')
  await popup.close()
  expect(cef.cef.pages).toEqual([])
})
