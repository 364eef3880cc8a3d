import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import { describeContract } from './describe.js'
import { jsonSchemaOf } from './json-schema.js'
import { mockContract } from './mock.js'
import { isStandardSchema } from './standard-schema.js'
import type { Contract, ContractEvents, ContractMethods } from './types.js'

/**
 * Says once what page and host have agreed on, with schemas of any library that follows Standard Schema.
 * @example
 * const notes = defineContract({
 *   name: 'host.notes',
 *   methods: { save: { args: [z.object({ text: z.string() })], returns: z.object({ id: z.number() }) } },
 *   events: { changed: z.object({ id: z.number() }) },
 * })
 * @throws CONTRACT_INVALID when the name is no path, or a part is misspelled or no schema.
 */
export function defineContract<
  // Lists of schemas are tuples, also without `as const`.
  const Methods extends ContractMethods,
  const Events extends ContractEvents = Record<never, never>,
>(spec: {
  /** Where the page finds it, as `host.notes`. */
  name: string
  /** What the page can call. */
  methods: Methods
  /** What the test can tell the page: `host.notes.on('changed', listener)`. Default: nothing. */
  events?: Events
}): Contract<Methods, Events> {
  checkSpec(spec)
  const contract: Contract<Methods, Events> = {
    name: spec.name,
    methods: spec.methods,
    events: spec.events ?? ({} as Events),
    mock: (overrides) => mockContract(contract, overrides),
    describe: () => describeContract(contract),
  }
  return Object.freeze(contract)
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Names that JavaScript itself asks objects for, or that change what they are. */
const taken = ['then', 'toJSON', 'constructor', 'prototype', '__proto__']

function checkSpec(spec: unknown): void {
  if (!isRecord(spec)) throw invalid('the contract', 'is no object', 'Give { name, methods, events }')
  checkNames('the contract', spec, ['name', 'methods', 'events'])
  const { name, methods, events = {} } = spec
  if (typeof name !== 'string' || !name.split('.').every((part) => identifier.test(part)))
    throw invalid('name', `is ${JSON.stringify(name)}`, 'Give a path of names, as "host.notes"')
  if (!isRecord(methods)) throw invalid(name, 'has no methods', 'Give `methods: { name: { args, returns } }`')
  if (!isRecord(events)) throw invalid(`${name} events`, 'are no object', 'Give `events: { name: schema }`')
  if (Object.keys(methods).length + Object.keys(events).length === 0)
    throw invalid(name, 'has neither a method nor an event', 'Give at least one')
  for (const [method, parts] of Object.entries(methods))
    checkMethod(`${name}.${method}`, method, parts, Object.keys(events).length > 0)
  for (const [event, schema] of Object.entries(events))
    if (!isStandardSchema(schema)) throw noSchema(`${name}: event ${event}`)
}

function checkMethod(path: string, method: string, parts: unknown, hasEvents: boolean): void {
  if (!identifier.test(method) || taken.includes(method) || (hasEvents && ['on', 'off'].includes(method)))
    throw invalid(path, 'cannot be the name of a method', 'Give it another name')
  if (!isRecord(parts)) throw invalid(path, 'is no object', 'Give { args, returns, errors, sync }')
  checkNames(path, parts, ['args', 'returns', 'errors', 'sync'])
  const { args, returns, errors, sync } = parts
  if (Array.isArray(args)) {
    const wrong = args.findIndex((schema) => !isStandardSchema(schema))
    if (wrong >= 0) throw noSchema(`${path}: argument ${wrong + 1}`)
  } else if (args !== undefined) checkList(path, args)
  if (returns !== undefined && !isStandardSchema(returns)) throw noSchema(`${path}: returns`)
  if (errors !== undefined && !isStandardSchema(errors)) throw noSchema(`${path}: errors`)
  if (sync !== undefined && typeof sync !== 'boolean')
    throw invalid(`${path}: sync`, `is ${JSON.stringify(sync)}`, 'Give true or false')
}

/** One schema for all arguments must be one of a list, as far as its library tells. */
function checkList(path: string, schema: unknown): void {
  if (!isStandardSchema(schema)) throw noSchema(`${path}: args`)
  const type = jsonSchemaOf(schema, 'input')?.type
  if (typeof type === 'string' && type !== 'array')
    throw invalid(`${path}: args`, `is a schema of one ${type}`, 'Give a list of schemas: `[schema]`')
}

function checkNames(where: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    throw invalid(where, `has an unknown part "${name}"`, `Did you mean "${nearest(name, known)}"?`)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isStandardSchema(value)
}

function noSchema(path: string): CefrigError {
  return invalid(
    path,
    'is no schema',
    'Give a schema of a library that follows Standard Schema: zod, valibot, arktype',
  )
}

function invalid(path: string, fact: string, next: string): CefrigError {
  const end = next.endsWith('?') ? '' : '.'
  return new CefrigError('CONTRACT_INVALID', `defineContract() failed: ${path} ${fact}. ${next}${end}`, {
    facts: { path },
  })
}
