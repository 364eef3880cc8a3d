import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import type { ContractMock, Implementation } from '../../src/contract/types.js'
import { isCefrigError } from '../../src/errors.js'
import { type arktypeNotes, libraries, type valibotNotes, zodNotes } from './schemas.js'

test('a contract keeps its name, methods and events', () => {
  expect(zodNotes.name).toBe('host.notes')
  expect(Object.keys(zodNotes.methods)).toEqual(['save', 'count', 'clear'])
  expect(Object.keys(zodNotes.events)).toEqual(['changed'])
  expect(Object.isFrozen(zodNotes)).toBe(true)
  expect(defineContract({ name: 'a', methods: { b: {} } }).events).toEqual({})
})

test.each(libraries)('%s: the implementation has the types of the schemas', (_, contract) => {
  expect(Object.keys(contract.mock())).toEqual(['save', 'count', 'clear'])
  interface Expected {
    save: (note: { text: string }, at?: number) => { id: number } | PromiseLike<{ id: number }>
    count: () => number
  }
  type Zod = Implementation<(typeof zodNotes)['methods']>
  type Valibot = Implementation<(typeof valibotNotes)['methods']>
  type Arktype = Implementation<(typeof arktypeNotes)['methods']>
  expectTypeOf<Pick<Zod, 'save' | 'count'>>().toEqualTypeOf<Expected>()
  expectTypeOf<Pick<Valibot, 'save' | 'count'>>().toEqualTypeOf<Expected>()
  expectTypeOf<Pick<Arktype, 'save' | 'count'>>().toEqualTypeOf<Expected>()
})

test('arguments come out of their schemas, results go into them', () => {
  const contract = defineContract({
    name: 'host.clock',
    methods: {
      at: { args: [z.string().transform(Number)], returns: z.number().transform(String) },
      all: { args: z.tuple([z.string()], z.number()), returns: z.undefined(), sync: true },
    },
  })
  type Clock = Implementation<(typeof contract)['methods']>
  expectTypeOf<Clock['at']>().toEqualTypeOf<(value: number) => number | PromiseLike<number>>()
  expectTypeOf<Parameters<Clock['all']>>().toEqualTypeOf<[string, ...number[]]>()
  expectTypeOf(contract.mock().at).toEqualTypeOf<ContractMock<(typeof contract)['methods']>['at']>()
})

test('types refuse an implementation that differs', () => {
  // @ts-expect-error the result has no id
  const wrongResult: Implementation<(typeof zodNotes)['methods']>['save'] = async () => ({ number: 1 })
  // @ts-expect-error a sync method returns no promise
  const promise: Implementation<(typeof zodNotes)['methods']>['count'] = async () => 1
  // @ts-expect-error there is no such method
  expect(() => zodNotes.mock({ safe: async () => ({ id: 1 }) })).toThrow('Did you mean "save"?')
  expect([wrongResult, promise]).toHaveLength(2)
})

describe('a contract that is wrong is refused with the place', () => {
  const schema = z.string()
  const cases: [title: string, spec: unknown, sentence: string][] = [
    ['nothing', undefined, 'the contract is no object. Give { name, methods, events }.'],
    ['no name', { methods: {} }, 'name is undefined. Give a path of names, as "host.notes".'],
    [
      'a name that is no path',
      { name: 'host..notes', methods: {} },
      'name is "host..notes". Give a path of names, as "host.notes".',
    ],
    [
      'a dash in a name',
      { name: 'host.my-notes', methods: {} },
      'name is "host.my-notes". Give a path of names, as "host.notes".',
    ],
    ['no methods', { name: 'a' }, 'a has no methods. Give `methods: { name: { args, returns } }`.'],
    ['nothing in it', { name: 'a', methods: {} }, 'a has neither a method nor an event. Give at least one.'],
    [
      'a misspelled part',
      { name: 'a', methods: {}, event: {} },
      'the contract has an unknown part "event". Did you mean "events"?',
    ],
    [
      'a misspelled part of a method',
      { name: 'a', methods: { b: { return: schema } } },
      'a.b has an unknown part "return". Did you mean "returns"?',
    ],
    [
      'a schema instead of a method',
      { name: 'a', methods: { b: schema } },
      'a.b is no object. Give { args, returns, errors, sync }.',
    ],
    [
      'a name that JavaScript itself asks for',
      { name: 'a', methods: { toJSON: {} } },
      'a.toJSON cannot be the name of a method. Give it another name.',
    ],
    [
      'a method where events are listened to',
      { name: 'a', methods: { on: {} }, events: { b: schema } },
      'a.on cannot be the name of a method. Give it another name.',
    ],
    [
      'an argument that is no schema',
      { name: 'a', methods: { b: { args: [schema, 'string'] } } },
      'a.b: argument 2 is no schema. Give a schema of a library that follows Standard Schema: zod, valibot, arktype.',
    ],
    [
      'one schema for all arguments that is of one',
      { name: 'a', methods: { b: { args: schema } } },
      'a.b: args is a schema of one string. Give a list of schemas: `[schema]`.',
    ],
    [
      'a result that is no schema',
      { name: 'a', methods: { b: { returns: Number } } },
      'a.b: returns is no schema. Give a schema of a library that follows Standard Schema: zod, valibot, arktype.',
    ],
    [
      'errors that are no schema',
      { name: 'a', methods: { b: { errors: { code: 'FULL' } } } },
      'a.b: errors is no schema. Give a schema of a library that follows Standard Schema: zod, valibot, arktype.',
    ],
    [
      'an event that is no schema',
      { name: 'a', methods: {}, events: { b: {} } },
      'a: event b is no schema. Give a schema of a library that follows Standard Schema: zod, valibot, arktype.',
    ],
    [
      'a sync that is no boolean',
      { name: 'a', methods: { b: { sync: 'yes' } } },
      'a.b: sync is "yes". Give true or false.',
    ],
  ]
  test.each(cases)('%s', (_, spec, sentence) => {
    let thrown: unknown
    try {
      defineContract(spec as Parameters<typeof defineContract>[0])
    } catch (error) {
      thrown = error
    }
    expect(isCefrigError(thrown, 'CONTRACT_INVALID')).toBe(true)
    expect((thrown as Error).message).toBe(`defineContract() failed: ${sentence}`)
  })
})

test('`on` may be a method where there are no events', () => {
  expect(defineContract({ name: 'a', methods: { on: {} } }).name).toBe('a')
})
