import { createContext, runInContext, runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCefrigError } from '../../src/errors.js'
import pageCodec from '../../src/injected/page-codec.js'
import { decodeValue, encodeArguments } from '../../src/protocol/value.js'

/** To the page and back. */
function roundTrip(value: unknown): unknown {
  const { args, handles } = encodeArguments('page.evaluate', [value])
  const there = pageCodec.decode(args, handles) as unknown[]
  return (decodeValue(pageCodec.encode(there)) as unknown[])[0]
}

const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: false,
  withNullPrototype: false,
  withObjectString: false,
  withUnicodeString: true,
})

describe('a value that goes to a page and comes back', () => {
  test('is equal to what it was, whatever it is made of', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(value)).toStrictEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['minus zero', -0],
    ['the largest number', Number.MAX_VALUE],
    ['the smallest number', 5e-324],
    ['a BigInt', -(2n ** 80n)],
    ['half a surrogate pair', 'a\ud800b'],
    ['an invalid date', new Date(Number.NaN)],
    ['a date', new Date(12.0)],
    ['an expression', /a\/b"[^"]*/giu],
    ['an address', new URL('https://a.test/b?c#d')],
    ['bytes', new Uint8Array([0, 1, 255])],
    ['big integers', new BigInt64Array([-1n, 2n ** 62n])],
    ['floats', new Float64Array([-0, Number.NaN, 1e300])],
    ['a buffer', new Uint8Array([1, 2, 3]).buffer],
    ['a view', new DataView(new Uint8Array([1, 2, 3]).buffer)],
    ['a map with object keys', new Map([[{ a: 1 }, new Set([[1], [1]])]])],
    ['an own __proto__', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
  ])('keeps %s', (_, value) => {
    expect(roundTrip(value)).toStrictEqual(value)
    expect(roundTrip([value, { value }])).toStrictEqual([value, { value }])
  })

  test('keeps cycles and shared references', () => {
    const shared = { n: 1 }
    const value: Record<string, unknown> = { one: shared, two: [shared], map: new Map(), set: new Set() }
    value.self = value
    ;(value.map as Map<unknown, unknown>).set(value, value.set)
    ;(value.set as Set<unknown>).add(value)
    const back = roundTrip(value) as typeof value
    expect(back.self).toBe(back)
    expect((back.two as unknown[])[0]).toBe(back.one)
    expect((back.map as Map<unknown, unknown>).get(back)).toBe(back.set)
    expect((back.set as Set<unknown>).has(back)).toBe(true)
  })

  test('may be nested 100,000 deep', () => {
    let value: unknown = 'end'
    for (let depth = 0; depth < 100_000; depth++) value = depth % 2 ? [value] : { value }
    let back = roundTrip(value)
    for (let depth = 100_000; depth-- > 0; )
      back = depth % 2 ? (back as unknown[])[0] : (back as { value: unknown }).value
    expect(back).toBe('end')
  })

  test('sends only the bytes of a view, not the memory around it', () => {
    const memory = new Uint8Array(1000)
    expect(encodeArguments('page.evaluate', [memory.subarray(3, 6)]).args.length).toBeLessThan(50)
    expect(roundTrip(Buffer.from('abc'))).toStrictEqual(new Uint8Array([97, 98, 99]))
  })

  test('keeps class, message, stack, cause and own properties of errors', () => {
    const cause = new RangeError('deep')
    const error = Object.assign(new TypeError('odd', { cause }), { code: 'E1', path: ['a'] })
    const back = roundTrip(error) as typeof error
    expect(back).toBeInstanceOf(TypeError)
    expect(back).toMatchObject({
      name: 'TypeError',
      message: 'odd',
      stack: error.stack,
      code: 'E1',
      path: ['a'],
    })
    expect(back.cause).toBeInstanceOf(RangeError)
    expect(Object.keys(back)).toEqual(['code', 'path'])
    const named = Object.defineProperty(new Error('x'), 'name', { value: 'AbortError' })
    expect(roundTrip(named)).toMatchObject({ name: 'AbortError', message: 'x' })
  })

  test('may come from another realm', () => {
    const realm = createContext({ URL })
    const value = runInContext(
      'const m = new Map([[1, new Set([new Date(5), /x/g, new TypeError("t"), [1], { a: 1n }, new Uint8Array([1])])]]); m',
      realm,
    )
    const back = roundTrip(value) as Map<number, Set<unknown>>
    expect(back).toBeInstanceOf(Map)
    const [date, expression, error, array, object, bytes] = [...(back.get(1) as Set<unknown>)]
    expect(date).toStrictEqual(new Date(5))
    expect(expression).toStrictEqual(/x/g)
    expect(error).toBeInstanceOf(TypeError)
    expect(array).toStrictEqual([1])
    expect(object).toStrictEqual({ a: 1n })
    expect(bytes).toStrictEqual(new Uint8Array([1]))
  })

  test('becomes a plain object when it is of a class', () => {
    class Point {
      x = 1
      #secret = 2
      get secret() {
        return this.#secret
      }
    }
    expect(roundTrip(new Point())).toStrictEqual({ x: 1 })
  })
})

describe('an argument', () => {
  const refused = (...args: unknown[]) => {
    try {
      encodeArguments('page.evaluate', args)
    } catch (error) {
      if (isCefrigError(error, 'NOT_SERIALIZABLE')) return error
      throw error
    }
    throw new Error('nothing was thrown')
  }

  test('that cannot be sent is named with its path', () => {
    expect(refused({ items: [1, { onClick() {} }] }).message).toBe(
      'page.evaluate() failed: argument 1, value items[1].onClick is a function, which cannot be sent to the page. ' +
        'Send data (numbers, text, arrays, objects, dates, maps, sets, bytes) or a handle of this page.',
    )
    expect(refused(1, Symbol('s')).message).toContain('argument 2 is a symbol,')
    expect(refused(new Map([['a', new Set([Promise.resolve()])]])).message).toContain(
      'argument 1, value ["<value 0>"]["<item 0>"] is a Promise,',
    )
    expect(refused({ 'odd key': new WeakMap() }).message).toContain('value ["odd key"] is a WeakMap,')
    expect(refused({ a: () => 1 }).facts).toMatchObject({ path: [0, 'a'], what: 'function' })
  })

  test('may be a handle, which arrives as the object it stands for', () => {
    const handle = { id: 'remote-1' }
    const referenceOf = (value: object) => (value === handle ? { objectId: 'remote-1' } : undefined)
    const { args, handles } = encodeArguments('page.evaluate', [{ at: [handle, handle] }], referenceOf)
    expect(handles).toEqual(['remote-1'])
    const node = () => 'the node'
    expect(pageCodec.decode(args, [node])).toEqual([{ at: [node, node] }])
  })

  test('may be a handle of a primitive, which arrives as the primitive', () => {
    const handle = {}
    const referenceOf = (value: object) => (value === handle ? { value: -0 } : undefined)
    const { args } = encodeArguments('page.evaluate', [[handle]], referenceOf)
    expect(pageCodec.decode(args)).toStrictEqual([[-0]])
  })

  test('whose getter throws fails with that error', () => {
    const value = Object.defineProperty({}, 'x', {
      enumerable: true,
      get() {
        throw new SyntaxError('mine')
      },
    })
    expect(() => encodeArguments('page.evaluate', [value])).toThrow('mine')
  })
})

describe('a result', () => {
  const result = (value: unknown) => decodeValue(pageCodec.encode(value))

  test('leaves out what has no value: functions and symbols are undefined, throwing getters are absent', () => {
    const value = Object.defineProperty({ f() {}, s: Symbol('s') }, 'x', {
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
    expect(result(value)).toStrictEqual({ f: undefined, s: undefined })
    expect(result(Promise.resolve(1))).toStrictEqual({})
  })

  test('uses toJSON of objects that have no properties of their own', () => {
    class Rect {
      toJSON() {
        return { x: 1 }
      }
    }
    class Text {
      toJSON() {
        return 'text'
      }
    }
    expect(result([new Rect(), new Text()])).toStrictEqual([{ x: 1 }, 'text'])
    expect(result({ a: 1, toJSON: () => 2 })).toStrictEqual({ a: 1, toJSON: undefined })
  })

  test('is not fooled by objects that claim a tag', () => {
    expect(result({ [Symbol.toStringTag]: 'Date', a: 1 })).toStrictEqual({ a: 1 })
    expect(result({ [Symbol.toStringTag]: 'Map' })).toStrictEqual({})
  })

  test('survives a page that replaces methods after the codec was made', async () => {
    const { build } = await import('esbuild')
    const { outputFiles } = await build({
      entryPoints: [new URL('../../src/injected/page-codec.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'codec',
    })
    const code = `${outputFiles[0]!.text}
      const value = [{ a: 'b' }, new Map([[1, 2]]), new Uint8Array([1]), new Date(3)]
      Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => 'broken'
      for (const type of [Array, Map, Set, Date, RegExp, String, Uint8Array]) {
        for (const key of Object.getOwnPropertyNames(type.prototype)) {
          try { if (typeof type.prototype[key] === 'function') type.prototype[key] = () => { throw 'patched' } } catch {}
        }
      }
      JSON.stringify = JSON.parse = Reflect.apply = Object.keys = () => { throw 'patched' }
      codec.default.encode(value)`
    const text = runInNewContext(code, { URL, atob, btoa })
    expect(decodeValue(text)).toStrictEqual([{ a: 'b' }, new Map([[1, 2]]), new Uint8Array([1]), new Date(3)])
  })
})
