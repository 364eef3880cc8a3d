import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import { parseContractFile } from '../../src/contract/contract-file.js'
import { arktypeNotes, valibotNotes, zodNotes } from './schemas.js'

const described = {
  cefrigContract: 1,
  name: 'host.notes',
  methods: {
    save: {
      args: [
        { schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } },
        { schema: { type: 'number' }, optional: true },
      ],
      returns: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
      errors: { type: 'object', properties: { code: { const: 'FULL' } }, required: ['code'] },
    },
    count: { args: [], returns: { type: 'integer' }, sync: true },
    clear: { args: [] },
  },
  events: { changed: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } },
}

test('zod: a contract is described by the JSON Schema of its schemas', () => {
  const file = zodNotes.describe()
  expect(file).toMatchObject(described)
  expect(parseContractFile(JSON.stringify(file), 'notes.contract.json')).toEqual(file)
})

test('arktype: the same, but for what JSON Schema cannot say', () => {
  const { save, ...rest } = described.methods
  const { methods, events } = arktypeNotes.describe()
  expect(methods).toMatchObject(rest)
  expect(methods.save!.args[0]).toEqual(save.args[0])
  expect(methods.save!.args[1]).toMatchObject({ optional: true })
  expect(events).toEqual(described.events)
})

test('a library without JSON Schema leaves open what the schemas accept, and says so', () => {
  const open = { $comment: 'valibot cannot say it in JSON Schema' }
  expect(valibotNotes.describe()).toEqual({
    cefrigContract: 1,
    name: 'host.notes',
    methods: {
      save: { args: [{ schema: open }, { schema: open, optional: true }], returns: open, errors: open },
      count: { args: [], returns: open, sync: true },
      clear: { args: [] },
    },
    events: { changed: open },
  })
})

test('the sides of schemas are those of the page: what it passes, and what it gets', () => {
  const schema = z.string().transform(Number).pipe(z.number())
  const contract = defineContract({ name: 'a', methods: { b: { args: [schema], returns: schema } } })
  expect(contract.describe().methods.b).toEqual({
    args: [{ schema: { type: 'string' } }],
    returns: { type: 'number' },
  })
})

test('one schema for all arguments is taken apart', () => {
  const describeArgs = (args: z.ZodType<readonly unknown[]>) =>
    defineContract({ name: 'a', methods: { b: { args } } }).describe().methods.b
  expect(describeArgs(z.tuple([z.string()], z.number()))).toEqual({
    args: [{ schema: { type: 'string' } }],
    rest: { type: 'number' },
  })
  expect(describeArgs(z.tuple([z.string(), z.number()]))).toEqual({
    args: [{ schema: { type: 'string' } }, { schema: { type: 'number' } }],
  })
  expect(describeArgs(z.array(z.string()))).toEqual({ args: [], rest: { type: 'string' } })
  expect(describeArgs(z.custom<unknown[]>())).toEqual({ args: [], rest: true })
})

test('zod: kinds that JSON does not have are named', () => {
  const schema = z.object({ at: z.date(), size: z.bigint(), seen: z.set(z.string()), any: z.custom() })
  const contract = defineContract({ name: 'a', methods: { b: { args: [schema], returns: z.undefined() } } })
  const { args, returns } = contract.describe().methods.b!
  expect(args[0]!.schema).toMatchObject({
    properties: { at: { js: 'Date' }, size: { js: 'bigint' }, seen: { js: 'Set' }, any: {} },
    required: ['at', 'size', 'seen', 'any'],
  })
  expect(returns).toEqual({ js: 'undefined' })
})

test('an asynchronous schema is described as required', () => {
  const schema = z
    .string()
    .optional()
    .refine(async () => false)
  const contract = defineContract({ name: 'a', methods: { b: { args: [schema] } } })
  expect(contract.describe().methods.b).toEqual({ args: [{ schema: { type: 'string' } }] })
})

test.each([
  ['{', /^x\.json is no JSON \(.+\)\. Write it with JSON\.stringify\(contract\.describe\(\)\)\.$/],
  ['[]', /^x\.json is no contract file\./],
  ['{ "cefrigContract": 2 }', /^x\.json has format 2, and this cefrig reads format 1\./],
  ['{ "cefrigContract": 1 }', /^x\.json has no "name"\./],
  ['{ "cefrigContract": 1, "name": "a" }', /^x\.json has no "methods"\./],
  ['{ "cefrigContract": 1, "name": "a", "methods": {} }', /^x\.json has no "events"\./],
  [
    '{ "cefrigContract": 1, "name": "a", "methods": { "b": {} }, "events": {} }',
    /^x\.json has no whole method "b"\./,
  ],
  [
    '{ "cefrigContract": 1, "name": "a", "methods": { "b": { "args": [{}] } }, "events": {} }',
    /^x\.json has no whole method "b"\./,
  ],
  [
    '{ "cefrigContract": 1, "name": "a", "methods": {}, "events": { "c": 1 } }',
    /^x\.json has no schema for event "c"\./,
  ],
])('%s is refused', (text, message) => {
  expect(() => parseContractFile(text, 'x.json')).toThrow(
    expect.objectContaining({
      code: 'CONTRACT_INVALID',
      message: expect.stringMatching(message),
      facts: { path: 'x.json' },
    }),
  )
})
