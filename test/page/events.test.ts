// Events by their names.
import { expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

test('an event that does not exist is refused with the nearest name', async () => {
  const page = await cef.newPage()
  const wrong = (call: () => unknown) => failure((async () => call())())
  const asked: [string, (event: never) => unknown][] = [
    ['page.on', (event) => page.on(event, () => {})],
    ['page.once', (event) => page.once(event, () => {})],
    ['page.waitForEvent', (event) => page.waitForEvent(event)],
  ]
  for (const [method, ask] of asked) {
    expect(await wrong(() => ask('consol' as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: `${method}() failed: there is no event "consol". Did you mean "console"?`,
    })
    expect((await wrong(() => ask(3 as never))).code).toBe('BAD_ARGUMENT')
  }
  expect((await wrong(() => page.on('close' as never, () => {}))).message).toContain('"closed"?')
  expect((await wrong(() => page.on('toString' as never, () => {}))).code).toBe('BAD_ARGUMENT')
  expect((await wrong(() => page.on('dialog', 3 as never))).message).toBe(
    'page.on() failed: the listener is 3. Give a function.',
  )
})
