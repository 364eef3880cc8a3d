import { afterAll, beforeAll, expect, test } from 'cefrig/vitest'
import { type Server, startServer } from './server.js'

let server: Server

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server.close())

test('without a connection', async ({ page }) => {
  await page.goto(`${server.origin}/weather.html`)
  await page.cdp.send('Network.enable')
  await page.cdp.send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.locator('#forecast')).toHaveText('no connection')
})

test('what was asked for and answered, as events', async ({ page }) => {
  const answers: string[] = []
  page.cdp.on('Network.responseReceived', ({ response }) => {
    answers.push(`${response.status} ${new URL(response.url).pathname}`)
  })
  await page.cdp.send('Network.enable')
  await page.goto(`${server.origin}/weather.html`)
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.locator('#forecast')).toHaveText('clear, 21 °C')
  expect(answers).toEqual(['200 /weather.html', '200 /weather.js', '200 /forecast.json'])
})

test('another answer, from the protocol', async ({ page }) => {
  page.cdp.on('Fetch.requestPaused', ({ requestId }) => {
    void page.cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'content-type', value: 'application/json' }],
      body: Buffer.from('{ "sky": "snow", "degrees": -4 }').toString('base64'),
    })
  })
  await page.goto(`${server.origin}/weather.html`)
  await page.cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*/forecast.json' }] })
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.locator('#forecast')).toHaveText('snow, -4 °C')
})
