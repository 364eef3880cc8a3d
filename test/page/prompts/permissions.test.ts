import { type Cef, launch, type Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure } from '../setup.js'

// A camera and a microphone of Chromium's own.
const switches = { 'use-fake-device-for-media-stream': true }
let cef: Cef
beforeAll(async () => {
  cef = await launch({ switches })
})
afterAll(() => cef.close())

async function shown(...origins: string[]): Promise<Page> {
  const page = await cef.newPage({ viewport: { width: 200, height: 100 }, timeout: 3000 })
  for (const origin of origins) await page.serve(`${origin}/`, () => `<title>${origin}</title>`)
  await page.goto(`${origins[0]}/`)
  return page
}

const state = (name: string) => `navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`
const use = (what: string) =>
  `navigator.mediaDevices.getUserMedia(${what}).then(
    (stream) => stream.getTracks().map(({ kind }) => kind).sort().join(), ({ name }) => name)`

test('camera and microphone are asked for, and granted or denied', async () => {
  const page = await shown('https://site.test')
  const asked: unknown[] = []
  page.once('permission', async (request) => {
    asked.push([request.names(), request.origin()])
    await request.grant()
  })
  expect(await page.evaluate(use('{ audio: true, video: true }'))).toBe('audio,video')
  expect(asked).toEqual([[['microphone', 'camera'], 'https://site.test']])
  page.once('permission', (request) => request.deny())
  expect(await page.evaluate(use('{ audio: true }'))).toBe('NotAllowedError')
  expect(await page.evaluate(use('{ video: true }'))).toBe('NotAllowedError')
})

test('what is granted is not asked for', async () => {
  const page = await shown('https://site.test')
  page.on('permission', () => {
    throw new Error('asked')
  })
  await page.grantPermissions(['camera', 'microphone', 'notifications'])
  expect(await page.evaluate(use('{ audio: true, video: true }'))).toBe('audio,video')
  expect(await page.evaluate('Notification.requestPermission()')).toBe('granted')
  expect(await page.evaluate(state('notifications'))).toBe('granted')
  await page.clearPermissions()
  expect(await page.evaluate(state('notifications'))).toBe('prompt')
})

test('permissions are those of one origin, or of all that come', async () => {
  const page = await shown('https://a.test', 'https://b.test')
  await page.grantPermissions(['notifications'], { origin: 'https://b.test/path' })
  expect(await page.evaluate(state('notifications'))).toBe('prompt')
  await page.grantPermissions(['persistent-storage'])
  await page.goto('https://b.test/')
  expect(await page.evaluate(state('notifications'))).toBe('granted')
  expect(await page.evaluate(state('persistent-storage'))).toBe('granted')
})

test('wrong names and origins are refused', async () => {
  const page = await shown('https://site.test')
  expect((await failure(page.grantPermissions(['cam' as never]))).message).toMatch(
    /^page\.grantPermissions\(\) failed: there is no permission "cam"\. Give an array of geolocation, /,
  )
  expect((await failure(page.grantPermissions('camera' as never))).code).toBe('BAD_ARGUMENT')
  expect((await failure(page.grantPermissions(['camera'], { origin: 'x' }))).code).toBe('BAD_ARGUMENT')
})
