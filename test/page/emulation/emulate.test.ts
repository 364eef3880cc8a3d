import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const features = [
  '(prefers-color-scheme: dark)',
  '(prefers-reduced-motion: reduce)',
  '(forced-colors: active)',
  '(prefers-contrast: more)',
  'print',
]
const matching = `${JSON.stringify(features)}.filter((query) => matchMedia(query).matches)`

/** A page of https://a.test with an iframe of https://b.test, which has a process of its own. */
async function withIframe(page: Page) {
  const headers: Record<string, string>[] = []
  const note = (request: { headers: Record<string, string> }) => void headers.push(request.headers)
  await page.serve('https://a.test/', (request) => {
    note(request)
    return request.url.endsWith('.js')
      ? { headers: { 'content-type': 'text/javascript' }, body: workerSource }
      : '<title>a</title><p>a</p><iframe src="https://b.test/"></iframe>'
  })
  await page.serve('https://b.test/', (request) => {
    note(request)
    return '<p>b</p>'
  })
  await page.goto('https://a.test/')
  return headers
}

const workerSource = `onmessage = () => postMessage({
  userAgent: navigator.userAgent, language: navigator.language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, onLine: navigator.onLine })`

const askWorker = (page: Page) =>
  page.evaluate<Record<string, unknown>>(
    `new Promise((done) => { const worker = new Worker('/worker.js'); worker.onmessage = (e) => done(e.data); worker.postMessage(0) })`,
  )

const everywhere = (page: Page, expression: string) =>
  Promise.all(page.frames().map((frame) => frame.evaluate<unknown>(expression)))

describe('page.emulate()', () => {
  test('changes media features here and in an iframe of another origin', async () => {
    const page = await cef.newPage()
    await withIframe(page)
    expect(await everywhere(page, matching)).toEqual([[], []])
    await page.emulate({
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      forcedColors: 'active',
      contrast: 'more',
      media: 'print',
    })
    expect(await everywhere(page, matching)).toEqual([features, features])
    await page.goto('https://b.test/')
    expect(await page.evaluate(matching)).toEqual(features)
  })

  test('changes only what is given, and null takes back', async () => {
    const page = await cef.newPage()
    await page.emulate({ colorScheme: 'dark', media: 'print' })
    await page.emulate({ contrast: 'more' })
    expect(await page.evaluate(matching)).toEqual([features[0], features[3], features[4]])
    await page.emulate({ colorScheme: null, media: undefined } as never)
    expect(await page.evaluate(matching)).toEqual([features[3], features[4]])
    await page.emulate({ media: null, contrast: null })
    expect(await page.evaluate(matching)).toEqual([])
  })

  test('is seen in pictures', async () => {
    const page = await cef.show('<style>@media (prefers-color-scheme: dark) { body { background: #102030 } }')
    await page.emulate({ colorScheme: 'dark' })
    expect([...(await page.pixels()).data.subarray(0, 4)]).toEqual([0x10, 0x20, 0x30, 255])
  })

  test('reaches iframes and workers that appear later', async () => {
    const page = await cef.newPage()
    await page.emulate({ colorScheme: 'dark', userAgent: 'Test/1', locale: 'de-DE', timezone: 'Asia/Tokyo' })
    const headers = await withIframe(page)
    const facts = `[${matching}, navigator.userAgent, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, (1.5).toLocaleString()]`
    const expected = [[features[0]], 'Test/1', 'de-DE', 'Asia/Tokyo', '1,5']
    expect(await everywhere(page, facts)).toEqual([expected, expected])
    expect(await askWorker(page)).toEqual({
      userAgent: 'Test/1',
      language: 'de-DE',
      zone: 'Asia/Tokyo',
      onLine: true,
    })
    expect(headers.length).toBeGreaterThanOrEqual(2)
    for (const sent of headers) {
      expect(sent['User-Agent']).toBe('Test/1')
      expect(sent['Accept-Language']).toMatch(/^de-DE,de/)
    }
  })

  test('changes the time zone and the locale of Date and Intl, and takes them back', async () => {
    const page = await cef.newPage()
    const facts = `[new Date(0).getHours(), new Date(Date.UTC(2024, 0, 9)).toLocaleDateString()]`
    const before = await page.evaluate(facts)
    await page.emulate({ timezone: 'Asia/Tokyo', locale: 'de-DE' })
    expect(await page.evaluate(facts)).toEqual([9, '9.1.2024'])
    await page.emulate({ timezone: 'America/New_York' })
    expect(await page.evaluate(facts)).toEqual([19, '8.1.2024'])
    await page.emulate({ timezone: null, locale: null })
    expect(await page.evaluate(facts)).toEqual(before)
  })

  test('changes the user agent with its metadata, and takes it back', async () => {
    const page = await cef.newPage()
    const headers = await withIframe(page)
    const own = await page.evaluate<string>('navigator.userAgent')
    const userAgentMetadata = {
      brands: [{ brand: 'Test', version: '1' }],
      platform: 'Plan9',
      platformVersion: '4',
      architecture: 'mips',
      model: 'm',
      mobile: true,
    }
    await page.emulate({ userAgent: 'Test/1', userAgentMetadata })
    await page.reload()
    expect(headers.at(-1)?.['User-Agent']).toBe('Test/1')
    expect(
      await page.evaluate(
        '[navigator.userAgent, navigator.userAgentData.platform, navigator.userAgentData.mobile]',
      ),
    ).toEqual(['Test/1', 'Plan9', true])
    await page.emulate({ userAgent: null })
    expect(await page.evaluate('[navigator.userAgent, navigator.userAgentData.mobile]')).toEqual([own, true])
    await page.emulate({ userAgentMetadata: null })
    expect(await page.evaluate('[navigator.userAgent, navigator.userAgentData.mobile]')).toEqual([own, false])
    await page.reload()
    expect(headers.at(-1)?.['User-Agent']).toBe(own)
  })

  test('tells where the user is, and asks nobody for permission', async () => {
    const page = await cef.newPage()
    await withIframe(page)
    const where = () =>
      page.evaluate(`new Promise((done) => navigator.geolocation.getCurrentPosition(
        ({ coords }) => done([coords.latitude, coords.longitude, coords.accuracy]), ({ code }) => done(code)))`)
    expect(await where()).toBe(1)
    await page.emulate({ geolocation: { latitude: 48.2, longitude: 16.4, accuracy: 10 } })
    expect(await where()).toEqual([48.2, 16.4, 10])
    expect(
      await page.evaluate('navigator.permissions.query({ name: "geolocation" }).then((p) => p.state)'),
    ).toBe('granted')
    await page.emulate({ geolocation: { latitude: 1, longitude: 2 } })
    expect(await where()).toEqual([1, 2, 0])
    await page.emulate({ geolocation: null })
    expect(await where()).toBe(1)
  })

  test('cuts the network, of what is served too', async () => {
    const page = await cef.newPage()
    await withIframe(page)
    const fetched = `fetch('/x').then(({ status }) => status, ({ message }) => message)`
    const events = `window.told = []; addEventListener('offline', () => told.push('offline')); addEventListener('online', () => told.push('online'))`
    await page.evaluate(events)
    await page.evaluate(
      `window.worker = new Worker(URL.createObjectURL(new Blob(['onmessage = () => postMessage(navigator.onLine)'])))`,
    )
    const online = `new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.postMessage(0) })`
    expect(await page.evaluate(online)).toBe(true)
    await page.emulate({ offline: true })
    await expect.poll(() => page.evaluate(online)).toBe(false)
    expect(await page.evaluate(`navigator.onLine`)).toBe(false)
    expect(await everywhere(page, fetched)).toEqual(['Failed to fetch', 'Failed to fetch'])
    expect(await failure(page.goto('https://a.test/other'))).toMatchObject({
      code: 'NAVIGATION_FAILED',
      facts: { netError: 'net::ERR_INTERNET_DISCONNECTED' },
    })
    await page.emulate({ offline: false })
    await page.goto('https://a.test/')
    expect(await page.evaluate('navigator.onLine')).toBe(true)
    expect(await everywhere(page, fetched)).toEqual([200, 200])
  })

  test('tells scripts of the network', async () => {
    const page = await cef.newPage()
    await page.evaluate(
      `window.told = []; for (const name of ['offline', 'online']) addEventListener(name, () => told.push(name))`,
    )
    await page.emulate({ offline: true })
    await page.waitForFunction('told.includes("offline")')
    await page.emulate({ offline: null })
    await page.waitForFunction('told.includes("online")')
  })

  test('gives the page a touch screen', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => 'a')
    await page.emulate({ hasTouch: true })
    await page.goto('https://a.test/')
    const facts = `['ontouchstart' in window, navigator.maxTouchPoints, matchMedia('(pointer: coarse)').matches]`
    expect(await page.evaluate(facts)).toEqual([true, 5, true])
    await page.emulate({ hasTouch: null })
    await page.reload()
    expect(await page.evaluate(facts)).toEqual([false, 0, false])
  })

  test('changes the device pixels per CSS pixel', async () => {
    const page = await cef.show('<p>x', { deviceScaleFactor: 1.5 })
    await page.emulate({ deviceScaleFactor: 2 })
    expect(await page.evaluate('[devicePixelRatio, innerWidth]')).toEqual([2, 400])
    expect((await page.pixels()).width).toBe(800)
    const environment = Symbol.for('cefrig.environment') as never
    expect(page[environment]).toMatchObject({ scale: 2 })
    await page.resize({ width: 200, height: 100 })
    expect((await page.pixels()).width).toBe(400)
    await page.emulate({ deviceScaleFactor: null })
    expect((await page.pixels()).width).toBe(300)
  })

  test('slows scripts down', async () => {
    const page = await cef.newPage()
    // The best of several: other work on the machine makes each longer, and none shorter.
    const work = `(() => { const times = []; for (let n = 0; n < 4; n++) {
      const start = performance.now(); for (let i = 0; i < 3e6; i++) window.sum = (window.sum + i) | 0; times.push(performance.now() - start) }
      return Math.min(...times) })()`
    await page.evaluate(work)
    const ratio = async () => {
      await page.emulate({ cpuThrottling: 20 })
      const slow = await page.evaluate<number>(work)
      await page.emulate({ cpuThrottling: null })
      return slow / (await page.evaluate<number>(work))
    }
    await expect.poll(ratio, { timeout: 20_000 }).toBeGreaterThan(2)
  })

  test('is of one page alone', async () => {
    const [one, two] = [await cef.newPage(), await cef.newPage()]
    await one.emulate({ colorScheme: 'dark', locale: 'fr-FR', offline: true, userAgent: 'One' })
    const facts = `[${matching}, navigator.language, navigator.onLine, navigator.userAgent === 'One']`
    expect(await one.evaluate(facts)).toEqual([[features[0]], 'fr-FR', false, true])
    expect(await two.evaluate(facts)).toEqual([[], 'en-US', true, false])
  })

  test('is what options of a page do', async () => {
    const page = await cef.newPage({ colorScheme: 'dark', timezone: 'Asia/Tokyo', hasTouch: true })
    expect(await page.evaluate(`[${matching}, navigator.maxTouchPoints, new Date(0).getHours()]`)).toEqual([
      [features[0]],
      5,
      9,
    ])
  })

  test('refuses what does not exist', async () => {
    const page = await cef.newPage()
    expect(await failure(page.emulate({ colourScheme: 'dark' } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      facts: { nearest: 'colorScheme' },
    })
    expect(await failure(page.emulate({ timezone: 'Mars/Base' }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.emulate() failed: option "timezone" is "Mars/Base". Give a time zone, as "Asia/Tokyo", or null.',
    })
    expect(await failure(page.emulate({ geolocation: { latitude: 91, longitude: 0 } }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
    expect(await failure(page.emulate(null as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
    await page.close()
    expect(await failure(page.emulate({ offline: true }))).toMatchObject({ code: 'PAGE_CLOSED' })
  })
})
