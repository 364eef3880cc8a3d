import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()

test('a synchronous binding gives its value, whether its implementation is async or not', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.now', (n: number) => n + 1, { sync: true })
  await page.bind('host.later', async (value: unknown) => value, { sync: true })
  const script = '[host.now(1), host.later({ list: [1n], bytes: new Uint8Array(500) }).bytes.length]'
  expect(await page.evaluate(script)).toEqual([2, 500])
})

test('what it throws is thrown', async () => {
  const page = await cefrig.newPage()
  await page.bind(
    'host.fail',
    () => {
      throw new RangeError('no')
    },
    { sync: true },
  )
  expect(
    await page.evaluate('(() => { try { host.fail() } catch (e) { return [e.name, e.message] } })()'),
  ).toEqual(['RangeError', 'no'])
})

test('other answers wait meanwhile, and come in order', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.async', async (n: number) => n)
  await page.bind('host.sync', async (n: number) => n, { sync: true })
  const script =
    '(async () => { const order = []; const first = host.async(1).then((n) => order.push(n)); order.push(host.sync(2)); await first; return order })()'
  expect(await page.evaluate(script)).toEqual([2, 1])
})

test('an implementation that does not answer is a TIMEOUT with the reason', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.stuck', () => page.evaluate('1'), { sync: true, timeout: 200 })
  const error = await page.evaluate<string[]>(
    '(() => { try { host.stuck() } catch (e) { return [e.code, e.message] } })()',
  )
  expect(error[0]).toBe('TIMEOUT')
  expect(error[1]).toContain('its implementation cannot use the page')
})

test('a page that waits for a synchronous call can be closed', async () => {
  const page = await cefrig.newPage()
  let called = false
  await page.bind(
    'host.stuck',
    () => {
      called = true
      return new Promise(() => {})
    },
    { sync: true, timeout: 0 },
  )
  const pending = page.evaluate('host.stuck()').catch(() => {})
  await expect.poll(() => called).toBe(true)
  await page.close()
  await pending
})
