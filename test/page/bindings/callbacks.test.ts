import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()
type Remote = (...args: unknown[]) => Promise<unknown>

test('a function of the page is an async function in the test, the same one each time', async () => {
  const page = await cefrig.newPage()
  const given: Remote[] = []
  await page.bind('host.on', (fn: Remote) => void given.push(fn))
  await page.setContent(
    '<script>window.seen = []; const fn = (a, b) => { seen.push(a); return a + b }; host.on(fn); host.on(fn)</script>',
  )
  await expect.poll(() => given.length).toBe(2)
  expect(given[0]).toBe(given[1])
  expect(await given[0]!(1, 2)).toBe(3)
  expect(await page.evaluate('seen')).toEqual([1])
})

test('a function of the test is an async function in the page, the same one each time', async () => {
  const page = await cefrig.newPage()
  const twice = (n: number) => 2 * n
  await page.bind('host.get', () => ({ nested: [twice] }))
  const script =
    '(async () => { const [a, b] = [await host.get(), await host.get()]; return [a.nested[0] === b.nested[0], await a.nested[0](21)] })()'
  expect(await page.evaluate(script)).toEqual([true, 42])
})

test('a function that comes back to its owner is itself', async () => {
  const page = await cefrig.newPage()
  const mine = () => 1
  let back: unknown
  await page.bind('host.swap', (fn: unknown) => [fn, mine])
  await page.bind('host.back', (fn: unknown) => {
    back = fn
  })
  const script =
    '(async () => { const fn = () => {}; const [same, mine] = await host.swap(fn); await host.back(mine); return same === fn })()'
  expect(await page.evaluate(script)).toBe(true)
  expect(back).toBe(mine)
})

test('an error of a page function rejects in the test with both stacks', async () => {
  const page = await cefrig.newPage()
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.setContent(
    '<script>host.on(function inPage() { throw Object.assign(new TypeError("bad"), { extra: [1] }) })</script>',
  )
  await expect.poll(() => typeof fn).toBe('function')
  const error = await fn().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: 'bad', extra: [1] })
  const [here, there] = (error as Error).stack!.split('--- in the page ---')
  expect(here).toContain('callbacks.test.ts')
  expect(there).toContain('inPage')
})

test('a page function that never settles is a TIMEOUT', async () => {
  const page = await cefrig.newPage({ timeout: 300 })
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.evaluate('host.on(() => new Promise(() => {}))')
  const error = await failure(fn())
  expect(error.code).toBe('TIMEOUT')
  expect(error.message).toContain('did not settle within 300 ms')
})

test('arguments that cannot travel reject in the test, and the page hears nothing', async () => {
  const page = await cefrig.newPage()
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.evaluate('host.on((x) => { window.heard = x })')
  const error = await failure(fn({ a: Symbol('s') }))
  expect(error.code).toBe('NOT_SERIALIZABLE')
  expect(error.message).toContain('argument 1, value a is a symbol')
  expect(await page.evaluate('typeof heard')).toBe('undefined')
})

test('the page lets the test go of functions that it has collected', async () => {
  const page = await cefrig.newPage()
  const kept = new Set<WeakRef<object>>()
  await page.bind('host.fresh', () => {
    const fn = () => 1
    kept.add(new WeakRef(fn))
    return fn
  })
  let live = 0
  const { Handles } = await import('../../../dist/src/injected/binding-handles.js')
  const released = Handles.prototype.released
  Handles.prototype.released = function (this: InstanceType<typeof Handles>, id: number, count: number) {
    released.call(this, id, count)
    live = this.size
  }
  try {
    await page.evaluate('(async () => { for (let n = 0; n < 50; n++) await (await host.fresh())() })()')
    live = 50
    await expect
      .poll(async () => {
        await page.evaluate('new Array(1e5).fill(0).map((_, i) => ({ i })).length')
        const { HeapProfiler } = page.cdp
        await HeapProfiler.collectGarbage()
        return live
      })
      .toBeLessThan(5)
  } finally {
    Handles.prototype.released = released
  }
})
