import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()

/** Expressions whose values are the same on both sides. */
const expressions = [
  'undefined',
  'null',
  'true',
  '"text \\ud800 \\u0000 é 🙂"',
  '0',
  '-0',
  'NaN',
  'Infinity',
  '-Infinity',
  '1.5e300',
  '123456789012345678901234567890n',
  'new Date(1e12)',
  'new Date(NaN)',
  '/a+b/giu',
  'new URL("https://x.test/?a#b")',
  '[1, [2, [3]]]',
  '[, 1]',
  '({ a: { b: [] }, "c d": 1 })',
  'new Map([[{ k: 1 }, [2]], ["x", new Set([1, "2"])]])',
  'new Uint8Array([0, 1, 255])',
  'new Float64Array([1.5, -0, NaN])',
  'new BigInt64Array([1n, -1n])',
  'new Uint16Array(new Uint16Array(1000).map((_, i) => i))',
  'new Uint8Array(300).fill(7).buffer',
  'new Uint8Array(600).map((_, i) => i).subarray(100, 500)',
]

test.each(expressions)('%s travels both ways', async (expression) => {
  const page = await cefrig.newPage()
  const value = runInThisContext(`(${expression})`) as unknown
  let seen: unknown
  await page.bind('echo', (arg: unknown) => {
    seen = arg
    return arg
  })
  await page.bind('value', value)
  await page.bind('take', (fn: (arg: unknown) => Promise<unknown>) => fn(value))
  const expected = expression === '[, 1]' ? [undefined, 1] : value
  expect(await page.evaluate(`echo(${expression})`)).toEqual(expected)
  expect(seen).toStrictEqual(expected)
  expect(await page.evaluate('value')).toEqual(expected)
  expect(await page.evaluate('take((x) => x)')).toEqual(expected)
})

test('cycles and shared references keep their shape', async () => {
  const page = await cefrig.newPage()
  let seen: { self: unknown; a: unknown; b: unknown } | undefined
  await page.bind('echo', (value: never) => {
    seen = value
    return value
  })
  const script =
    '(async () => { const o = {}; o.self = o; o.a = o.b = []; const r = await echo(o); return [r.self === r, r.a === r.b, r !== o] })()'
  expect(await page.evaluate(script)).toEqual([true, true, true])
  expect(seen!.self).toBe(seen)
  expect(seen!.a).toBe(seen!.b)
})

test('a key __proto__ is data', async () => {
  const page = await cefrig.newPage()
  await page.bind('echo', (value: unknown) => value)
  expect(
    await page.evaluate('echo(JSON.parse(\'{"__proto__":{"x":1}}\')).then((r) => [Object.keys(r), r.x])'),
  ).toEqual([['__proto__'], undefined])
})

test('errors are values too, with cause and what they own', async () => {
  const page = await cefrig.newPage()
  await page.bind('echo', (value: Error) => [
    value instanceof TypeError,
    value.message,
    (value.cause as Error).message,
    value,
  ])
  const script =
    'echo(Object.assign(new TypeError("a", { cause: new Error("b") }), { extra: 1 })).then((r) => [...r.slice(0, 3), r[3] instanceof TypeError, r[3].extra, r[3].cause.message])'
  expect(await page.evaluate(script)).toEqual([true, 'a', 'b', true, 1, 'b'])
})

test('megabytes of bytes and of text travel both ways', async () => {
  const page = await cefrig.newPage()
  await page.bind('bytes', (value: Uint8Array) => {
    let sum = 0
    for (const byte of value) sum += byte
    return { sum, twice: new Uint8Array([...[1, 2], ...value.subarray(0, 2)]), all: value }
  })
  await page.bind('text', (value: string) => `${value.length}${value}`)
  const script = `(async () => {
    const big = new Uint8Array(8 * 2 ** 20).fill(3)
    const { sum, twice, all } = await bytes(big)
    const long = 'ä'.repeat(2 ** 20)
    return [sum, [...twice], all.length, all[all.length - 1], (await text(long)) === '1048576' + long]
  })()`
  expect(await page.evaluate(script)).toEqual([3 * 8 * 2 ** 20, [1, 2, 3, 3], 8 * 2 ** 20, 3, true])
})
