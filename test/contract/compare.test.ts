import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compareContracts } from '../../src/contract/compare.js'
import { defineContract } from '../../src/contract/contract.js'
import type { ContractFile } from '../../src/contract/contract-file.js'
import type { JsonSchema } from '../../src/contract/json-schema.js'
import { misfits } from '../../src/contract/misfit.js'
import type { ContractMethod } from '../../src/contract/types.js'
import { arktypeNotes, zodNotes } from './schemas.js'

const fileOf = (method: ContractMethod): ContractFile =>
  defineContract({ name: 'host.a', methods: { f: method } }).describe()

/** Changes as lines, `!` before breaking ones. */
function changes(old: ContractFile, next: ContractFile): string[] {
  return compareContracts(old, next).map(
    ({ breaking, path, was, is }) => `${breaking ? '!' : ' '} ${path}: ${was} -> ${is}`,
  )
}

const args = (...schemas: z.ZodType[]) => fileOf({ args: schemas })
const result = (schema: z.ZodType) => fileOf({ returns: schema })
const errors = (schema: z.ZodType) => fileOf({ errors: schema })
const text = z.string()
const number = z.number()
const none = fileOf({})

test('a contract is compatible with itself', () => {
  for (const contract of [zodNotes, arktypeNotes])
    expect(compareContracts(contract.describe(), contract.describe())).toEqual([])
})

const cases: [title: string, old: ContractFile, next: ContractFile, expected: string[]][] = [
  ['an argument of another type', args(text), args(number), ['! host.a.f: argument 1: string -> number']],
  ['an argument that takes less', args(number), args(z.int()), ['! host.a.f: argument 1: number -> number']],
  [
    'an argument that takes more',
    args(text),
    args(z.union([text, number])),
    ['  host.a.f: argument 1: string -> string | number'],
  ],
  [
    'an argument with a limit',
    args(text),
    args(text.min(3)),
    ['! host.a.f: argument 1: no minLength -> minLength 3'],
  ],
  [
    'an argument with a lower limit',
    args(number.min(3)),
    args(number.min(2)),
    ['  host.a.f: argument 1: minimum 3 -> minimum 2'],
  ],
  ['a new argument', none, args(text), ['! host.a.f: argument 1: absent -> required string']],
  [
    'a new argument that may be left out',
    none,
    args(text.optional()),
    ['  host.a.f: argument 1: absent -> optional string'],
  ],
  ['an argument that went', args(text), none, ['! host.a.f: argument 1: string -> absent']],
  [
    'an argument that must be given now',
    args(text.optional()),
    args(text),
    ['! host.a.f: argument 1: optional -> required'],
  ],
  [
    'an argument that may be left out now',
    args(text),
    args(text.optional()),
    ['  host.a.f: argument 1: required -> optional'],
  ],
  [
    'a property of an argument that must be given',
    args(z.object({ a: text })),
    args(z.object({ a: text, b: text })),
    ['! host.a.f: argument 1.b: absent -> required'],
  ],
  [
    'a property of an argument that may be given',
    args(z.object({ a: text })),
    args(z.object({ a: text, b: text.optional() })),
    [],
  ],
  [
    'a property of an argument that a strict object does not take any more',
    args(z.object({ a: text, b: text })),
    args(z.strictObject({ a: text })),
    ['! host.a.f: argument 1.b: string -> absent'],
  ],
  [
    'a property deep inside',
    args(z.object({ list: z.array(z.object({ at: number })) })),
    args(z.object({ list: z.array(z.object({ at: text })) })),
    ['! host.a.f: argument 1.list[].at: number -> string'],
  ],
  [
    'one word less',
    args(z.enum(['a', 'b'])),
    args(z.enum(['a'])),
    ['! host.a.f: argument 1: "a" | "b" -> "a"'],
  ],
  [
    'one word more',
    args(z.enum(['a'])),
    args(z.enum(['a', 'b'])),
    ['  host.a.f: argument 1: "a" -> "a" | "b"'],
  ],
  ['a result of another type', result(text), result(number), ['! host.a.f: result: string -> number']],
  [
    'a result that may be more',
    result(text),
    result(text.nullable()),
    ['! host.a.f: result: string -> string | null'],
  ],
  [
    'a result that can be less',
    result(text.nullable()),
    result(text),
    ['  host.a.f: result: string | null -> string'],
  ],
  ['a result where there was none', none, result(text), ['! host.a.f: result: undefined -> string']],
  [
    'a property of a result that may be missing now',
    result(z.object({ id: number })),
    result(z.object({ id: number.optional() })),
    ['! host.a.f: result.id: required -> optional'],
  ],
  [
    'a property of a result that went',
    result(z.object({ id: number, text })),
    result(z.object({ id: number })),
    ['! host.a.f: result.text: required -> absent'],
  ],
  [
    'a new property of a result',
    result(z.object({ id: number })),
    result(z.object({ id: number, text })),
    ['  host.a.f: result.text: absent -> required'],
  ],
  ['errors where there were none', none, errors(z.literal('A')), ['! host.a.f: error: absent -> "A"']],
  ['no errors where there were some', errors(z.literal('A')), none, ['  host.a.f: error: "A" -> absent']],
  ['a new error', errors(z.enum(['A'])), errors(z.enum(['A', 'B'])), ['! host.a.f: error: "A" -> "A" | "B"']],
  ['a method that waits now', fileOf({ sync: true }), none, ['! host.a.f: sync -> a promise']],
  [
    'a list for further arguments',
    fileOf({ args: z.tuple([text]) }),
    fileOf({ args: z.tuple([text], number) }),
    ['  host.a.f: further arguments: never -> number'],
  ],
]
test.each(cases)('%s', (_, old, next, expected) => {
  expect(changes(old, next)).toEqual(expected)
})

test('methods and events that came or went, breaking changes first', () => {
  const old = defineContract({ name: 'host.a', methods: { f: {}, g: {} }, events: { x: text, y: text } })
  const next = defineContract({ name: 'host.a', methods: { f: {}, h: {} }, events: { y: number, z: text } })
  expect(changes(old.describe(), next.describe())).toEqual([
    '! host.a.g: present -> absent',
    '! host.a: event x: present -> absent',
    '! host.a: event y: string -> number',
    '  host.a.h: absent -> present',
    '  host.a: event z: absent -> present',
  ])
})

test('another name breaks', () => {
  const { name: _, ...rest } = none
  expect(changes(none, { name: 'host.b', ...rest })).toEqual(['! host.a: host.a -> host.b'])
})

describe('whether values of one schema fit another', () => {
  const integer = { type: 'integer' }
  const node = (value: JsonSchema): JsonSchema => ({
    $ref: '#/$defs/node',
    $defs: {
      node: { type: 'object', properties: { value, next: { $ref: '#/$defs/node' } }, required: ['value'] },
    },
  })
  const fitting: [given: JsonSchema, taken: JsonSchema][] = [
    [integer, { type: 'number' }],
    [integer, true],
    [integer, { description: 'anything' }],
    [false, integer],
    [{ const: 1 }, integer],
    [{ enum: [1, 2] }, { enum: [3, 2, 1] }],
    [{ const: true }, { type: 'boolean' }],
    [{ type: 'boolean' }, { enum: [true, false] }],
    [{ type: ['string', 'null'] }, { anyOf: [{ type: 'null' }, { type: 'string' }] }],
    [{ type: 'string', pattern: 'a' }, { type: 'string' }],
    [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, { type: 'string' }],
    [
      { type: 'array', prefixItems: [integer] },
      { type: 'array', items: integer },
    ],
    [
      { type: 'array', items: false },
      { type: 'array', items: integer },
    ],
    [
      { type: 'object', properties: { a: integer }, required: ['a'] },
      { type: 'object', additionalProperties: { type: 'number' } },
    ],
    [node(integer), node({ type: 'number' })],
    [{ js: 'Date' }, { js: 'Date' }],
  ]
  test.each(fitting)('%j fits %j', (given, taken) => {
    expect(misfits(given, taken, false)).toEqual([])
  })

  const unfitting: [given: JsonSchema, taken: JsonSchema, path: string][] = [
    [true, integer, ''],
    [integer, false, ''],
    [{ type: 'number' }, integer, ''],
    [{ const: 1.5 }, integer, ''],
    [{ const: 1 }, { const: '1' }, ''],
    [{ type: 'boolean' }, { const: true }, ''],
    [{ type: 'string' }, { type: 'string', pattern: 'a' }, ''],
    [{ type: 'string', pattern: 'a' }, { type: 'string', pattern: 'b' }, ''],
    [{ type: 'array', items: integer }, { type: 'array', prefixItems: [integer] }, ''],
    [{ type: 'array', prefixItems: [integer, integer] }, { type: 'array', prefixItems: [integer] }, '[1]'],
    [
      { type: 'object', additionalProperties: integer },
      { type: 'object', additionalProperties: { type: 'string' } },
      '.*',
    ],
    [node({ type: 'number' }), node(integer), '.value'],
    [{ js: 'Date' }, { type: 'string' }, ''],
    [integer, { $ref: '#/$defs/missing' }, ''],
  ]
  test.each(unfitting)('%j does not fit %j', (given, taken, path) => {
    expect(misfits(given, taken, false)[0]?.path).toBe(path)
  })
})
