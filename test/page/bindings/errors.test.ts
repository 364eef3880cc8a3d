import { isCefrigError } from 'cefrig'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()

/** What a call in the page rejects with, as the page sees it. */
const caught = (call: string) =>
  `${call}.then(() => 'nothing', (e) => e instanceof Error ? { name: e.name, message: e.message, code: e.code, extra: e.extra, cause: e.cause && e.cause.message, stack: e.stack } : { value: e })`

test('an error of the test rejects in the page with its name, message, own properties, cause, and both stacks', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.fail', function failing() {
    throw Object.assign(new RangeError('too far', { cause: new Error('the reason') }), { extra: 7 })
  })
  await page.setContent('<script>function caller() { return host.fail() }</script>')
  const error = await page.evaluate<Record<string, string>>(caught('caller()'))
  expect(error).toMatchObject({ name: 'RangeError', message: 'too far', extra: 7, cause: 'the reason' })
  const [here, there] = error.stack!.split('--- in the test ---')
  expect(here).toContain('caller')
  expect(there).toContain('failing')
})

test.each([[null], ['a string'], [42], [undefined]])('a thrown %j arrives as it is', async (thrown) => {
  const page = await cefrig.newPage()
  await page.bind('host.fail', async () => {
    throw thrown
  })
  expect(await page.evaluate(caught('host.fail()'))).toEqual({ value: thrown })
})

test('a function that never settles rejects at its deadline', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.never', () => new Promise(() => {}), { timeout: 50 })
  const error = await page.evaluate<Record<string, string>>(caught('host.never()'))
  expect(error).toMatchObject({ code: 'TIMEOUT' })
  expect(error.message).toContain('host.never() did not settle within 50 ms')
})

test.each([
  ['document.body', 'argument 1 is a Node'],
  ['{ items: [1, { node: document.body }] }', 'argument 1, value items[1].node is a Node'],
  ['1, window', 'argument 2 is a Window'],
  ['Symbol()', 'argument 1 is a symbol'],
  ['{ map: new WeakMap() }', 'argument 1, value map is a WeakMap'],
  ['{ file: new File(["a"], "a.txt") }', 'argument 1, value file is a File'],
  ['[new Blob(["a"])]', 'argument 1, value [0] is a Blob'],
  ['new FormData()', 'argument 1 is a FormData'],
  ['Promise.resolve()', 'argument 1 is a Promise'],
])('the page cannot send %s', async (argument, sentence) => {
  const page = await cefrig.newPage()
  const seen: unknown[] = []
  await page.bind('host.save', (...args: unknown[]) => void seen.push(args))
  const error = await page.evaluate<Record<string, string>>(caught(`host.save(${argument})`))
  expect(error).toMatchObject({ code: 'NOT_SERIALIZABLE' })
  expect(error.message).toContain(`host.save() failed: ${sentence}, which cannot be sent to the test`)
  expect(seen).toEqual([])
})

test('a getter that throws is an error of the page', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.save', () => {})
  const thrower = '{ a: { b: { get c() { throw new Error("mine") } } } }'
  expect(await page.evaluate(caught(`host.save(${thrower})`))).toMatchObject({ message: 'mine' })
})

test('a result that cannot be sent rejects in the page, and fails the test', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.odd', () => ({ a: [Symbol('s')] }))
  const error = await page.evaluate<Record<string, string>>(caught('host.odd()'))
  expect(error).toMatchObject({ code: 'NOT_SERIALIZABLE' })
  expect(error.message).toContain('the result, value a[0] is a symbol')
  const { pageFailures } = await import('../../../src/client/page-failures.js')
  expect(pageFailures(page)).toMatchObject([{ kind: 'handler', request: 'host.odd()' }])
})

test.each([[''], ['a..b'], ['a-b'], ['1a'], ['constructor'], ['a.__proto__'], ['delete'], ['window.x'], [7]])(
  'the path %j is refused',
  async (path) => {
    const page = await cefrig.newPage()
    const error = await failure(page.bind(path as string, () => {}))
    expect(error.code).toBe('BAD_ARGUMENT')
    expect(error.message).toMatch(
      /^page\.bind\(\) failed: the path .*Give names joined by points, as "host\.notes"\.$/,
    )
  },
)

test('what is bound, lies above, or lies below is refused', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.notes', {})
  for (const path of ['host.notes', 'host', 'host.notes.save']) {
    const error = await failure(page.bind(path, () => {}))
    expect(error.code).toBe('BINDING_EXISTS')
  }
  await page.bind('host.other', 1)
  expect(await page.evaluate('host.other')).toBe(1)
})

test('what cannot be sent cannot be bound', async () => {
  const page = await cefrig.newPage()
  const error = await failure(page.bind('host', { a: { b: Symbol('s') } }))
  expect(error.code).toBe('NOT_SERIALIZABLE')
  expect(error.message).toContain('what is bound, value a.b is a symbol')
  const inMap = await failure(page.bind('host', new Map([['f', () => 1]])))
  expect(inMap.code).toBe('NOT_SERIALIZABLE')
})

test('options are checked', async () => {
  const page = await cefrig.newPage()
  expect((await failure(page.bind('a', 1, { frame: true } as never))).code).toBe('UNKNOWN_OPTION')
  expect((await failure(page.bind('a', 1, { timeout: 'x' } as never))).code).toBe('BAD_ARGUMENT')
  expect((await failure(page.rebind('a', 1))).message).toContain('"a" is not bound')
  expect((await failure(page.unbind('a'))).code).toBe('BAD_ARGUMENT')
})

test('a closed page binds nothing', async () => {
  const page = await cefrig.newPage()
  await page.close()
  expect(isCefrigError(await failure(page.bind('a', 1)), 'PAGE_CLOSED')).toBe(true)
})
