import { type Cef, launch, type Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'

let cef: Cef
const origin = 'https://cefrig.test'

beforeAll(async () => {
  cef = await launch()
})
afterAll(() => cef.close())

async function open(): Promise<Page> {
  const page = await cef.newPage()
  await page.serve(`${origin}/`, ({ url }) =>
    url.endsWith('/worker.js')
      ? { headers: { 'content-type': 'text/javascript' }, body: 'self.addEventListener("fetch", () => {})' }
      : { headers: { 'cache-control': 'max-age=600' }, body: '<title>page</title>' },
  )
  await page.goto(`${origin}/`)
  return page
}

/** Everything that could survive a test, as the page itself sees it. */
function traces(page: Page) {
  return page.evaluate(async () => {
    return {
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      name: window.name,
      history: history.length,
      permission: (await navigator.permissions.query({ name: 'geolocation' })).state,
      zoom: window.devicePixelRatio,
    }
  })
}

test('what a page leaves behind, the next page does not see', async () => {
  const first = await open()
  const before = await traces(first)
  await first.evaluate(async () => {
    document.cookie = 'a=1; max-age=600'
    localStorage.setItem('a', '1')
    sessionStorage.setItem('a', '1')
    window.name = 'left'
    await new Promise((done) => {
      indexedDB.open('left', 1).onsuccess = done
    })
    const cache = await caches.open('left')
    await cache.put('/x', new Response('x'))
    await navigator.serviceWorker.register('/worker.js')
    history.pushState({}, '', '/pushed')
  })
  await first.cdp.send('Browser.grantPermissions', { origin, permissions: ['geolocation'] }).catch(() => {})
  await first.cdp.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 })
  const left = await traces(first)
  expect(left).toMatchObject({
    cookie: 'a=1',
    local: 1,
    session: 1,
    databases: 1,
    caches: 1,
    workers: 1,
    name: 'left',
  })
  expect(left.history).toBeGreaterThan(before.history)
  await first.close()

  const second = await open()
  expect(await traces(second)).toEqual(before)
  await second.close()
})

test('each page has a renderer of its own, pages of one context share its storage', async () => {
  const context = await cef.newContext()
  const [one, two, other] = await Promise.all([context.newPage(), context.newPage(), cef.newPage()])
  for (const page of [one, two, other]) {
    await page.serve(`${origin}/`, () => ({ body: '<title>page</title>' }))
    await page.goto(`${origin}/`)
  }
  await one.evaluate(() => {
    document.cookie = 'shared=1; max-age=600'
  })
  const cookie = (page: Page) => page.evaluate(() => document.cookie)
  expect(await cookie(two)).toBe('shared=1')
  expect(await cookie(other)).toBe('')
  await context.close()
  expect(one.closed && two.closed).toBe(true)
  expect(other.closed).toBe(false)
  await other.close()
})
