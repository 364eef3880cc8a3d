import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import type { ContractFile } from '../../src/contract/contract-file.js'
import { declarationOf } from '../../src/contract/declaration.js'
import type { JsonSchema } from '../../src/contract/json-schema.js'
import { typeText } from '../../src/contract/type-text.js'
import { zodNotes } from './schemas.js'

const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
const directory = await mkdtemp(join(tmpdir(), 'cefrig-declaration-'))
afterAll(() => rm(directory, { recursive: true }))

/** What the compiler says of files together. */
async function compile(files: Record<string, string>): Promise<string> {
  const paths = Object.keys(files).map((name) => join(directory, name))
  for (const [index, text] of Object.values(files).entries()) await writeFile(paths[index]!, text)
  const options = [
    '--noEmit',
    '--ignoreConfig',
    '--strict',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
    '--types',
    '',
  ]
  return promisify(execFile)(tsc, [...options, ...paths]).then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout,
  )
}

test('a contract becomes a global with methods and events', () => {
  expect(
    declarationOf(zodNotes.describe()),
  ).toBe(`// The contract host.notes, made by \`cefrig contract types\`. Changes are lost when it is made again.

interface HostContract {
  notes: HostNotesContract
}

interface HostNotesContract {
  /** Rejects with { code: "FULL" } */
  save(argument1: { text: string }, argument2?: number): Promise<{ id: number }>
  count(): number
  clear(): Promise<void>
  on(event: "changed", listener: (value: { id: number }) => void): void
  off(event: "changed", listener: (value: { id: number }) => void): void
}

declare var host: HostContract
`)
})

test('the compiler takes it, and knows what the page may do', { timeout: 60_000 }, async () => {
  const files = defineContract({ name: 'host.files', methods: { delete: { args: [z.string()] } } })
  const page = `
    const { id } = await host.notes.save({ text: 'a' })
    const sum: number = id + window.host.notes.count()
    host.notes.on('changed', (value) => value.id.toFixed())
    await host.files.delete('a')
    // @ts-expect-error a number is no text
    host.notes.save({ text: 1 })
    // @ts-expect-error it has no such event
    host.notes.on('saved', () => {})
    export { sum }`
  expect(
    await compile({
      'notes.d.ts': declarationOf(zodNotes.describe()),
      'files.d.ts': declarationOf(files.describe()),
      'page.mts': page,
    }),
  ).toBe('')
})

test('arguments: names of schemas, optional ones, and the rest', () => {
  const named = (title: string): JsonSchema => ({ type: 'string', title })
  const file = (args: ContractFile['methods'][string]['args'], rest?: JsonSchema): string => {
    const method = { args, ...(rest !== undefined && { rest }) }
    const text = declarationOf({ cefrigContract: 1, name: 'a', methods: { f: method }, events: {} })
    return /f\((.*)\): Promise/.exec(text)![1]!
  }
  expect(file([{ schema: named('path') }, { schema: named('mode'), optional: true }])).toBe(
    'path: string, mode?: string',
  )
  expect(file([{ schema: named('delete') }, { schema: named('Not a name') }])).toBe(
    'argument1: string, argument2: string',
  )
  expect(file([{ schema: named('a') }, { schema: named('a') }])).toBe('a: string, argument2: string')
  expect(file([{ schema: named('a'), optional: true }, { schema: named('b') }])).toBe(
    'a: string | undefined, b: string',
  )
  expect(file([], { type: ['string', 'null'] })).toBe('...rest: (string | null)[]')
})

test.each<[JsonSchema, string]>([
  [true, 'unknown'],
  [{}, 'unknown'],
  [false, 'never'],
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ const: 'a' }, '"a"'],
  [{ enum: [1, 'a', null, true] }, '1 | "a" | null | true'],
  [{ anyOf: [{ type: 'string' }, {}] }, 'unknown'],
  [{ allOf: [{ type: 'string' }, { anyOf: [{ const: 'a' }, { const: 'b' }] }] }, 'string & ("a" | "b")'],
  [{ type: 'array' }, 'unknown[]'],
  [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
  [
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1 },
    '[string, number?]',
  ],
  [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } }, '[string, ...number[]]'],
  [{ type: 'object' }, 'Record<string, unknown>'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
  [{ type: 'object', properties: { 'a-b': { type: 'null' } }, required: ['a-b'] }, '{ "a-b": null }'],
  [{ anyOf: [{ js: 'function' }, { js: 'undefined' }] }, '((...args: unknown[]) => unknown) | undefined'],
  [{ js: 'bigint' }, 'bigint'],
  [{ $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }, 'string'],
  [
    {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'object', properties: { a: { $ref: '#/$defs/a' } } } },
    },
    '{ a?: unknown }',
  ],
  [{ $ref: 'https://example.com' }, 'unknown'],
])('%j is %s', (schema, text) => {
  expect(typeText(schema)).toBe(text)
})
