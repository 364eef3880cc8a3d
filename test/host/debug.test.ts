import { type Cef, launch } from 'cefrig'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let cef: Cef | undefined

beforeEach(() => {
  vi.stubEnv('CEFRIG_DEBUG', '1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cef?.close()
})

test('page.pause() waits over navigations until resume() is called in the console of the page', async () => {
  cef = await launch()
  const page = await cef.newPage()
  await page.setContent('<title>paused</title>')
  const written: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  let resumed = false
  const paused = page.pause().then(() => {
    resumed = true
  })
  const ready = () => page.evaluate(() => typeof (globalThis as { resume?: unknown }).resume === 'function')
  while (!(await ready()));
  write.mockRestore()
  const [, address] = /Inspect the page at (http:\/\/127\.0\.0\.1:\d+)/.exec(written.join('')) ?? []

  // What a person's DevTools would find and do, over that server.
  const targets = (await (await fetch(`${address}/json`)).json()) as {
    title: string
    webSocketDebuggerUrl: string
  }[]
  const target = targets.find(({ title }) => title === 'paused')
  expect(target).toBeDefined()
  await page.goto('data:text/html,<title>next</title>')
  while (!(await ready()));
  expect(resumed).toBe(false)
  await page.evaluate(() => (globalThis as unknown as { resume(): void }).resume())
  await paused
})

test('without CEFRIG_DEBUG page.pause() says what to do', async () => {
  vi.stubEnv('CEFRIG_DEBUG', '')
  cef = await launch()
  const page = await cef.newPage()
  await expect(page.pause()).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
    message:
      'page.pause() failed: there is nothing to inspect the page with. Run with CEFRIG_DEBUG=1, or remove the pause.',
  })
})
