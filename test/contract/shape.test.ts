import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyContractFile, learned, type RecordedUse } from '../../src/contract/learn.js'
import { misfits } from '../../src/contract/misfit.js'
import { merged, shapeOf } from '../../src/contract/shape.js'
import { typeText } from '../../src/contract/type-text.js'

const shapeText = (...values: unknown[]) => typeText(values.map(shapeOf).reduce(merged))

test.each<[string, ...unknown[]]>([
  ['string', 'a', 'b'],
  ['null | string', 'a', null],
  ['{ a: number }', { a: 1 }, { a: 2.5 }],
  ['{ a: number; b?: string }', { a: 1 }, { a: 1, b: 'x' }],
  ['{ a?: number; b?: string }', { a: 1 }, { b: 'x' }],
  ['{ a?: number }', { a: undefined }, { a: 1 }],
  ['(number | string)[]', [1, 'a'], []],
  ['never[]', []],
  ['{ a: { b: boolean; c?: null } }[]', [{ a: { b: true } }, { a: { b: false, c: null } }]],
  ['Date | undefined', new Date(0), undefined],
  ['Map<unknown, unknown> | Uint8Array | bigint', 1n, new Map(), new Uint8Array(1)],
  ['(...args: unknown[]) => unknown', () => 1],
  ['null | number | string', null, 'a', 1, 2.5, 'b', null],
])('%s is learned', (text, ...values) => {
  expect(shapeText(...values)).toBe(text)
})

test('integers stay integers until there is a fraction', () => {
  expect(merged(shapeOf(1), shapeOf(2))).toEqual({ type: 'integer' })
  expect(merged(shapeOf(1), shapeOf(2.5))).toEqual({ type: 'number' })
  expect(shapeOf(Number.NaN)).toEqual({ type: 'number' })
})

test('what contains itself is open there', () => {
  const node: { next?: unknown; value: number } = { value: 1 }
  node.next = node
  expect(shapeOf(node)).toEqual({
    type: 'object',
    properties: { next: {}, value: { type: 'integer' } },
    required: ['next', 'value'],
  })
  // The same value twice, beside each other, is no circle.
  const twice = { a: 1 }
  expect(shapeText([twice, twice])).toBe('{ a: number }[]')
})

describe('a merged shape', () => {
  const value = fc.jsonValue({ maxDepth: 4 })
  test('accepts both of what it was made of', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const both = merged(shapeOf(one), shapeOf(other))
        expect(misfits(shapeOf(one), both, false)).toEqual([])
        expect(misfits(shapeOf(other), both, false)).toEqual([])
      }),
    )
  })

  test('is the same in whatever order, and however often', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const [x, y, z] = [shapeOf(a), shapeOf(b), shapeOf(c)]
        expect(merged(merged(x, y), z)).toEqual(merged(merged(z, x), y))
        expect(merged(x, merged(x, y))).toEqual(merged(x, y))
      }),
    )
  })
})

describe('a contract file learns', () => {
  const learnAll = (...uses: RecordedUse[]) => uses.reduce(learned, emptyContractFile('host.notes'))

  test('arguments and results', () => {
    const file = learnAll(
      { method: 'save', args: [{ text: 'a' }], result: { id: 1 } },
      { method: 'save', args: [{ text: 'b', pinned: true }], result: { id: 2 } },
    )
    expect(file).toEqual({
      cefrigContract: 1,
      name: 'host.notes',
      methods: {
        save: {
          args: [
            {
              schema: {
                type: 'object',
                properties: { pinned: { type: 'boolean' }, text: { type: 'string' } },
                required: ['text'],
              },
            },
          ],
          returns: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
        },
      },
      events: {},
    })
  })

  test('which arguments can be left out', () => {
    const calls = [[1], [1, 2], [1, undefined, 3]].map((args) => ({ method: 'f', args, result: undefined }))
    const integer = { schema: { type: 'integer' } }
    expect(learnAll(calls[0]!, calls[1]!).methods.f!.args).toEqual([integer, { ...integer, optional: true }])
    expect(learnAll(calls[1]!, calls[0]!).methods.f!.args).toEqual([integer, { ...integer, optional: true }])
    expect(learnAll(calls[2]!).methods.f!.args).toEqual([integer, { schema: { js: 'undefined' } }, integer])
  })

  test('that a result may be missing', () => {
    const returns = (...results: unknown[]) =>
      typeText(learnAll(...results.map((result) => ({ method: 'f', args: [], result }))).methods.f!.returns!)
    expect(returns(undefined)).toBe('undefined')
    expect(returns(undefined, 1)).toBe('undefined | number')
    expect(returns(1, undefined)).toBe('undefined | number')
  })

  test('errors, without their stacks', () => {
    const error = Object.assign(new RangeError('far'), { code: 'FAR' })
    const { f } = learnAll(
      { method: 'f', args: [], result: 1 },
      { method: 'f', args: [], error },
      { method: 'f', args: [], error: null },
    ).methods
    expect(typeText(f!.errors!)).toBe('null | { code: string; message: string; name: string }')
    expect(f!.returns).toEqual({ type: 'integer' })
  })

  test('events', () => {
    expect(learnAll({ event: 'changed', value: 1 }, { event: 'changed', value: 'a' }).events).toEqual({
      changed: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    })
  })

  test('names that objects have anyway', () => {
    expect(Object.keys(learnAll({ method: 'toString', args: [], result: 1 }).methods)).toEqual(['toString'])
  })

  test('the same file, in whatever order', () => {
    const one: RecordedUse = { method: 'b', args: [1], result: 1 }
    const other: RecordedUse = { method: 'a', args: [], result: null }
    expect(JSON.stringify(learnAll(one, other))).toBe(JSON.stringify(learnAll(other, one)))
  })
})
