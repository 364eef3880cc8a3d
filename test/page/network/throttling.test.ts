import type { Page } from 'cefrig'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { servers } from './server.js'

const cef = launched()
const listen = servers()

const size = 20_000

/** Milliseconds that a request takes, as the page sees it. */
const took = (page: Page, url: string) =>
  page.evaluate<number>(`(async () => {
    const start = performance.now()
    await (await fetch(${JSON.stringify(url)})).arrayBuffer()
    return performance.now() - start
  })()`)

test('page.emulate({ network }) slows down the network, what is served, and what is routed', async () => {
  const host = await listen(
    ({ url }, answer) => void answer.end(url === '/' ? '<p>page' : Buffer.alloc(size)),
  )
  const page = await cef.newPage()
  await page.serve(`http://${host}/served`, () => ({ body: new Uint8Array(size) }))
  await page.route('**/routed', (route) => route.fulfill({ body: new Uint8Array(size) }))
  await page.goto(`http://${host}/`)
  await page.emulate({ network: { latency: 150, download: 100_000 } })
  for (const url of ['/served', '/routed', '/network']) expect(await took(page, url)).toBeGreaterThan(300)
  await page.emulate({ network: null })
  await expect.poll(() => took(page, '/served'), { timeout: 5000 }).toBeLessThan(300)
})

test('page.emulate({ network }) refuses what no network is like', async () => {
  const page = await cef.newPage()
  for (const network of [{ latency: -1 }, { download: 0 }, { speed: 1 }, 3] as never[])
    expect((await failure(page.emulate({ network }))).code).toBe('BAD_ARGUMENT')
})

test('page.emulate({ offline }) keeps routes from being asked', async () => {
  const page = await cef.newPage()
  let asked = 0
  await page.route('https://a.test/**', (route) => {
    asked++
    return route.fulfill({ body: 'routed' })
  })
  await page.goto('https://a.test/')
  await page.emulate({ offline: true })
  expect(await page.evaluate(`fetch('/x').catch(({ message }) => message)`)).toBe('Failed to fetch')
  expect(asked).toBe(1)
})
