import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()
type Remote = (...args: unknown[]) => Promise<unknown>

const throwing = "() => { throw new Error('the page replaced it') }"

/** What a page may do to its built-ins after its bindings have come. */
const pages = {
  'replaces constructors': `for (const name of ['Promise', 'Map', 'Set', 'Date', 'RegExp', 'Error', 'TypeError', 'Uint8Array', 'Float64Array',
      'ArrayBuffer', 'DataView', 'BigInt', 'URL', 'WeakRef', 'WeakMap', 'FinalizationRegistry', 'CustomEvent', 'Symbol'])
    window[name] = ${throwing}`,
  'replaces functions': `JSON.parse = JSON.stringify = Reflect.apply = Reflect.defineProperty = Object.defineProperty = Object.keys =
      Array.isArray = btoa = atob = ${throwing}
    window.btoa = window.atob = window.structuredClone = ${throwing}`,
  'replaces methods': `{
    const prototypes = [Map, Set, Date, String, Promise, Array, Object.getPrototypeOf([][Symbol.iterator]())]
    const { ownKeys, getOwnPropertyDescriptor } = Reflect
    for (let at = 0; at < prototypes.length; at++) {
      const prototype = prototypes[at].prototype ?? prototypes[at]
      const names = ownKeys(prototype)
      for (let each = 0; each < names.length; each++) {
        const name = names[each]
        if (name === 'constructor' || name === 'then') continue
        if (typeof getOwnPropertyDescriptor(prototype, name).value === 'function') prototype[name] = ${throwing}
      }
    }
  }`,
  'puts accessors into Object.prototype': `for (const name of ['get', 'set', 'value', 'handle', 'wrapped', 'refuse', 'buffer', 'func', 'code', 'cause'])
    Object.defineProperty(Object.prototype, name, { __proto__: null, get: ${throwing}, set: ${throwing}, configurable: true })`,
  'freezes prototypes': `for (const one of [Object, Array, Error, Promise, Function, Map, Uint8Array]) { Object.freeze(one); Object.freeze(one.prototype) }`,
}

test.each(Object.entries(pages))('a page that %s calls and is called as before', async (_, script) => {
  const page = await cefrig.newPage()
  let ask!: Remote
  const seen: unknown[] = []
  await page.bind('host.on', (fn: Remote) => {
    ask = fn
  })
  await page.bind('host.echo', (value: unknown) => {
    seen.push(value)
    return value
  })
  await page.bind('host.fail', () => {
    throw new RangeError('of the test')
  })
  const value = `{ list: [1, -0], map: new Map([[1, new Set([2])]]), when: new Date(5), bytes: new Uint8Array(300).fill(7), deep: { n: 1n } }`
  await page.setContent(`<script>
    const value = ${value}
    host.on((x) => x)
    host.on((x) => { if (x === 'fail') throw new RangeError('of the page'); return x })
    ${script}
    host.echo(value).then((back) => {
      window.back = back.list[1] + ',' + back.bytes.length + ',' + back.bytes[299] + ',' + back.deep.n
    }, (error) => { window.back = String(error) })
    host.fail().then(() => {}, (error) => { window.failed = error.message })
  </script>`)
  const expected = {
    list: [1, -0],
    map: new Map([[1, new Set([2])]]),
    when: new Date(5),
    bytes: new Uint8Array(300).fill(7),
    deep: { n: 1n },
  }
  await expect.poll(() => seen).toStrictEqual([expected])
  await expect
    .poll(() => page.cdp.send('Runtime.evaluate', { expression: 'window.back' }))
    .toMatchObject({ result: { value: '0,300,7,1' } })
  await expect
    .poll(() => page.cdp.send('Runtime.evaluate', { expression: 'window.failed' }))
    .toMatchObject({ result: { value: 'of the test' } })
  expect(await ask(expected)).toStrictEqual(expected)
  const error = await ask('fail').catch((reason: unknown) => reason)
  expect((error as Error).message).toBe('of the page')
})

test('a page that has replaced everything before it is bound to does not keep the test waiting', async () => {
  const page = await cefrig.show(
    `<script>${pages['replaces functions']}\n${pages['replaces methods']}</script>`,
  )
  page.expectError(/./)
  await page.bind('host.one', () => 1)
})

/** What the page throws, and what the test gets. */
const thrown: [string, object | string][] = [
  ['document.body', { code: 'NOT_SERIALIZABLE' }],
  ['Symbol("s")', { code: 'NOT_SERIALIZABLE' }],
  [
    'Object.assign(new RangeError("odd"), { node: document.body, list: [1, Symbol()] })',
    { message: 'odd', node: 'ref: <Node>' },
  ],
  [
    'Object.defineProperty(new Error("x"), "bad", { enumerable: true, get() { throw Symbol() } })',
    { message: 'x' },
  ],
  ['new Proxy({}, { ownKeys() { throw document.body } })', { code: 'NOT_SERIALIZABLE' }],
  ['new Proxy({}, { ownKeys() { throw new Error("trap") } })', { message: 'trap' }],
  ['new Proxy(new Error("x"), { get() { throw new Error("get") } })', { message: expect.any(String) }],
  ['Proxy.revocable({}, {}).proxy', {}],
  [
    '(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()',
    { message: expect.any(String) },
  ],
  ['new DOMException("no", "AbortError")', { name: 'AbortError', message: 'no' }],
  ['new AggregateError([new TypeError("a"), 2], "many")', { message: 'many', errors: [{ message: 'a' }, 2] }],
  [
    'Object.assign(new Error("x"), { name: { toString: 1 }, stack: 5, message: [] })',
    { name: { toString: 1 } },
  ],
]

test.each(thrown)('a page function that throws %s settles', async (expression, expected) => {
  const page = await cefrig.newPage()
  let fn!: Remote
  await page.bind('host.on', (given: Remote) => {
    fn = given
  })
  await page.evaluate(`host.on(() => { throw ${expression} })`)
  const [result] = await Promise.allSettled([fn()])
  expect(result.status).toBe('rejected')
  expect((result as PromiseRejectedResult).reason).toMatchObject(expected as object)
})

const odd: [string, () => unknown, string][] = [
  [
    'a getter that throws null',
    () => ({
      get a() {
        throw null
      },
    }),
    'null null',
  ],
  [
    'a getter that throws a symbol',
    () => ({
      get a() {
        throw Symbol('s')
      },
    }),
    'NOT_SERIALIZABLE',
  ],
  [
    'a revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
    'revoked',
  ],
  [
    'a proxy whose traps throw',
    () =>
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('trap')
          },
        },
      ),
    'trap',
  ],
  [
    'a thenable whose then throws',
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: what it is about
      get then() {
        throw new Error('then')
      },
    }),
    'then',
  ],
  ['a promise that rejects with nothing', () => Promise.reject(), 'undefined'],
  [
    'an error with a symbol',
    () => {
      throw Object.assign(new Error('odd'), { s: Symbol('s') })
    },
    'odd',
  ],
  [
    'a detached buffer',
    () => {
      const { buffer } = new Uint8Array(8)
      structuredClone(buffer, { transfer: [buffer] })
      return { buffer }
    },
    'value buffer is a detached buffer',
  ],
]

test.each(odd)('a function of the test that gives %s settles in the page', async (_, give, sentence) => {
  const page = await cefrig.newPage()
  await page.bind('host.odd', give)
  const said = await page.evaluate(
    "host.odd().then(() => 'nothing', (e) => String(e && e.code) + ' ' + (e && e.message))",
  )
  expect(said).toContain(sentence)
})

test('thousands of calls in flight settle in order', async () => {
  const page = await cefrig.newPage({ timeout: 30_000 })
  let release!: () => void
  const open = new Promise<void>((resolve) => {
    release = resolve
  })
  let count = 0
  await page.bind('host.wait', async (n: number) => {
    if (++count === 5000) release()
    await open
    return n
  })
  const script = `(async () => { const order = []; await Promise.all(Array.from({ length: 5000 }, (_, n) => host.wait(n).then((m) => order.push(m)))); return order.every((m, at) => m === at) && order.length })()`
  expect(await page.evaluate(script)).toBe(5000)
})

test('a function of an iframe that was taken away rejects', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.one', () => 1)
  await page.bind('host.now', () => 1, { sync: true })
  await page.setContent('<iframe></iframe>')
  const script = `(async () => {
    const frame = document.querySelector('iframe')
    const { one, now } = frame.contentWindow.host
    const first = await one()
    frame.remove()
    const later = await one().catch((error) => error.code)
    try { now() } catch (error) { return [first, later, error.code] }
  })()`
  expect(await page.evaluate(script)).toEqual([1, 'EXECUTION_CONTEXT_LOST', 'EXECUTION_CONTEXT_LOST'])
})

test('a place that the page has closed is an error of the page, and other bindings come', async () => {
  const page = await cefrig.show('<script>window.host = Object.freeze({})</script>')
  page.expectError('host.one cannot be put into this document')
  await page.bind('host.one', () => 1)
  await page.bind('other', () => 2)
  expect(await page.evaluate('[typeof host.one, typeof other]')).toEqual(['undefined', 'function'])
  await expect.poll(() => page.errors.length).toBeGreaterThan(0)
})

test('a crashed page takes up no binding, and says why', async () => {
  const page = await cefrig.newPage()
  page.expectError('crashed')
  await page.goto('chrome://crash').catch(() => {})
  expect((await failure(page.bind('host.one', () => 1))).code).toBe('RENDERER_CRASHED')
})

test('a bind() that waits ends with its page', async () => {
  const page = await cefrig.newPage({ timeout: 20_000 })
  let begun = false
  await page.bind('host.begun', () => {
    begun = true
  })
  const loop = page.evaluate('{ void host.begun(); for (;;); }').catch(() => {})
  await expect.poll(() => begun).toBe(true)
  const pending = failure(page.bind('host.one', () => 1))
  await page.close()
  expect((await pending).code).toBe('PAGE_CLOSED')
  await loop
})
