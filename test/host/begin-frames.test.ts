// A document that is frozen gets no animation frames, as one whose begin frames CEF has lost: a new compositor brings them back.
import { expect, test } from 'vitest'
import { launched } from '../page/setup.js'

const cef = launched()

test('a page without frames gets them again, also when only its own scripts wait for one', async () => {
  const page = await cef.newPage({ timeout: 30_000 })
  await page.setContent('<p>text')
  await page.cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
  expect(await page.evaluate(() => document.visibilityState)).toBe('hidden')
  const state = await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise((tick) => requestAnimationFrame(tick))
    return document.visibilityState
  })
  expect(state).toBe('visible')
}, 60_000)

test('a page whose frames are slow is left alone', async () => {
  const page = await cef.newPage({ timeout: 30_000 })
  await page.setContent('<p>text')
  const seen = await page.evaluate(async () => {
    const changes: string[] = []
    document.addEventListener('visibilitychange', () => changes.push(document.visibilityState))
    for (let frame = 0; frame < 14; frame++) {
      await new Promise((tick) => requestAnimationFrame(tick))
      for (const end = performance.now() + 300; performance.now() < end; );
    }
    return changes
  })
  expect(seen).toEqual([])
}, 60_000)
