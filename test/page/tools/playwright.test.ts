import { type Cef, launch } from 'cefrig'
import type { Page as PlaywrightPage } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { failure } from '../setup.js'

let cef: Cef

beforeAll(async () => {
  cef = await launch({ automation: true, viewport: { width: 400, height: 300 } })
})
afterAll(() => cef?.close())

test('page.playwright() drives the page and sees no other, while others go on', async () => {
  const pages = await Promise.all([cef.newPage(), cef.newPage(), cef.newPage()])
  const [one, two, third] = pages as [(typeof pages)[0], (typeof pages)[0], (typeof pages)[0]]
  await Promise.all(
    pages.map((page, index) =>
      page.setContent(`<title>${index}</title><button onclick="document.title += '!'">press</button>`),
    ),
  )
  const driven = await Promise.all([one, two].map((page) => page.playwright<PlaywrightPage>()))
  await Promise.all(driven.map((page) => page.getByRole('button').click()))
  expect(await Promise.all(driven.map((page) => page.title()))).toEqual(['0!', '1!'])
  for (const page of driven) expect(page.context().pages()).toEqual([page])
  expect(await third.title()).toBe('2')
  expect(await one.playwright()).toBe(driven[0])

  // What one does the other sees.
  await driven[0]!.goto('data:text/html,<title>gone there</title>')
  expect(await one.title()).toBe('gone there')
  expect(one.url()).toBe('data:text/html,<title>gone there</title>')

  // A page that comes later is none of theirs.
  const later = await cef.newPage()
  await later.setContent('<title>later</title>')
  expect(driven[0]!.context().pages()).toHaveLength(1)

  await Promise.all([...pages, later].map((page) => page.close()))
  expect(driven[0]!.isClosed()).toBe(true)
})

test('a client can neither make pages, nor close CEF, nor reach another page', async () => {
  const [page, other] = [await cef.newPage(), await cef.newPage()]
  const url = await page.call('automation.endpoint')
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let id = 0
  const ask = (method: string, params: object = {}) =>
    new Promise<{ result?: { targetInfos?: unknown[] }; error?: { message: string } }>((resolve) => {
      const number = ++id
      socket.on('message', (data) => {
        const message = JSON.parse(String(data))
        if (message.id === number) resolve(message)
      })
      socket.send(JSON.stringify({ id: number, method, params }))
    })
  const { targetInfo } = await other.cdp.Target.getTargetInfo()
  for (const [method, params] of [
    ['Target.createTarget', { url: 'about:blank' }],
    ['Browser.close', {}],
    ['Target.attachToTarget', { targetId: targetInfo.targetId, flatten: true }],
    ['Target.closeTarget', { targetId: targetInfo.targetId }],
  ] as const) {
    const { error } = await ask(method, params)
    expect(error?.message).toBe(`${method}: this connection is for one page of CEF`)
  }
  expect((await ask('Target.getTargets')).result?.targetInfos).toHaveLength(1)
  expect(await other.evaluate('1')).toBe(1)

  // Addresses are secret, and no page of some site may use them.
  for (const attempt of [
    new WebSocket(new URL('/wrong', url)),
    new WebSocket(url, { origin: 'https://evil.test' }),
  ])
    expect(await new Promise((resolve) => attempt.on('error', ({ message }) => resolve(message)))).toMatch(
      '404',
    )

  const ended = new Promise((resolve) => socket.once('close', resolve))
  await page.close()
  await ended
  await other.close()
})

test('without the option it says what to do', async () => {
  await using plain = await launch()
  const page = await plain.newPage()
  expect(await failure(page.playwright())).toMatchObject({
    code: 'BAD_ARGUMENT',
    message:
      'page.playwright() failed: CEF runs without a port for other tools. Launch it with { automation: true }.',
  })
  await page.close()
  expect(await failure(page.playwright())).toMatchObject({ code: 'PAGE_CLOSED' })
})
