import { isDeepStrictEqual } from 'node:util'
import { type JsonSchema, resolved, type SchemaObject } from './json-schema.js'
import { typeText } from './type-text.js'

/** Where values of one schema need not fit another, in words: types, `required`, `optional`, `absent`, limits. */
export interface Misfit {
  /** Behind the value's name, as `.text` or `[]`. */
  readonly path: string
  readonly given: string
  readonly taken: string
}

/**
 * Where values of `given` need not be accepted by `taken`; empty when all are. What cannot be decided counts as a misfit. Properties that
 * `given` does not name are taken to be absent. `ignoreExtra`: properties that `taken` does not name are no misfit even if it is closed.
 */
export function misfits(given: JsonSchema, taken: JsonSchema, ignoreExtra: boolean): readonly Misfit[] {
  if (isDeepStrictEqual(given, taken)) return []
  return new Fitting(given, taken, ignoreExtra).find(given, taken, '')
}

/** Keywords that limit values of a type, with the direction in which they get narrower. */
const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minProperties']
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const equal = [
  'pattern',
  'format',
  'multipleOf',
  'uniqueItems',
  'not',
  'contains',
  'propertyNames',
  'patternProperties',
]

class Fitting {
  readonly #given: JsonSchema
  readonly #taken: JsonSchema
  readonly #ignoreExtra: boolean
  /** Pairs that are being compared: schemas that contain themselves fit if the rest does. */
  readonly #open: (readonly [JsonSchema, JsonSchema])[] = []

  constructor(given: JsonSchema, taken: JsonSchema, ignoreExtra: boolean) {
    this.#given = given
    this.#taken = taken
    this.#ignoreExtra = ignoreExtra
  }

  find(givenSchema: JsonSchema, takenSchema: JsonSchema, path: string): readonly Misfit[] {
    const given = resolved(givenSchema, this.#given)
    const taken = resolved(takenSchema, this.#taken)
    if (given === undefined || taken === undefined) return [{ path, given: 'unknown', taken: 'unknown' }]
    if (given === false || acceptsAll(taken)) return []
    const whole: Misfit = {
      path,
      given: typeText(given, this.#given),
      taken: typeText(taken, this.#taken),
    }
    if (taken === false || acceptsAll(given)) return [whole]
    if (typeof given === 'boolean' || typeof taken === 'boolean') return [whole]
    if (this.#open.some(([one, other]) => one === given && other === taken)) return []
    this.#open.push([given, taken])
    const found = this.#objects(given, taken, path, whole)
    this.#open.pop()
    return found
  }

  #objects(given: SchemaObject, taken: SchemaObject, path: string, whole: Misfit): readonly Misfit[] {
    const choices = split(given)
    if (choices.length > 1 || choices[0] !== given) {
      const found = choices.flatMap((one) => this.find(one, taken, path))
      // Alternatives that came or went are told together.
      const isHere = found.some((misfit) => misfit.path === path)
      return isHere && whole.given !== whole.taken ? [whole] : unique(found)
    }
    if (taken.allOf) return taken.allOf.flatMap((one) => this.find(given, one, path))
    const offers = split(taken)
    if (offers.length > 1 || offers[0] !== taken) return this.#oneOf(given, offers, path, whole)
    if (given.allOf) return given.allOf.some((one) => this.find(one, taken, path).length === 0) ? [] : [whole]
    return this.#single(given, taken, path, whole)
  }

  /** The misfits with the alternative that comes closest: the one of the same type, if there is one only. */
  #oneOf(given: SchemaObject, offers: readonly JsonSchema[], path: string, whole: Misfit): readonly Misfit[] {
    const found = offers.map((offer) => this.find(given, offer, path))
    if (found.some((list) => list.length === 0)) return []
    const near = found.filter((list) => list.every((misfit) => misfit.path !== path))
    return near.length === 1 ? near[0]! : [whole]
  }

  #single(given: SchemaObject, taken: SchemaObject, path: string, whole: Misfit): readonly Misfit[] {
    if ('const' in taken)
      return 'const' in given && isDeepStrictEqual(given.const, taken.const) ? [] : [whole]
    if ('const' in given) return accepts(taken, given.const) ? [] : [whole]
    if (given.js !== taken.js) return [whole]
    if (!typeFits(given.type, taken.type)) return [whole]
    return [
      ...limits(given, taken, path),
      ...(given.type === 'array' ? this.#items(given, taken, path) : []),
      ...(given.type === 'object' ? this.#properties(given, taken, path) : []),
    ]
  }

  #items(given: SchemaObject, taken: SchemaObject, path: string): readonly Misfit[] {
    const count = Math.max(given.prefixItems?.length ?? 0, taken.prefixItems?.length ?? 0)
    // A tuple ends where its parts do, unless it says what follows.
    const rest = (schema: SchemaObject) => schema.items ?? !schema.prefixItems
    const at = (schema: SchemaObject, index: number) => schema.prefixItems?.[index] ?? rest(schema)
    const least = ({ minItems, prefixItems = [] }: SchemaObject) => minItems ?? prefixItems.length
    const [mine, theirs] = [least(given), least(taken)]
    const fewer = mine < theirs ? [{ path, given: `minItems ${mine}`, taken: `minItems ${theirs}` }] : []
    const found = Array.from({ length: count }, (_, index) =>
      this.find(at(given, index), at(taken, index), `${path}[${index}]`),
    ).flat()
    return [...fewer, ...found, ...this.find(rest(given), rest(taken), `${path}[]`)]
  }

  #properties(given: SchemaObject, taken: SchemaObject, path: string): readonly Misfit[] {
    const [mine, theirs] = [given.properties ?? {}, taken.properties ?? {}]
    const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
    const rest = this.#rest(given, taken, path)
    return [...names.flatMap((name) => this.#property(name, given, taken, `${path}.${name}`)), ...rest]
  }

  #property(name: string, given: SchemaObject, taken: SchemaObject, path: string): readonly Misfit[] {
    const mine = own(given.properties, name) ?? namedRest(given)
    const theirs = own(taken.properties, name) ?? namedRest(taken)
    const isRequired = taken.required?.includes(name) ?? false
    if (mine === undefined) return isRequired ? [{ path, given: 'absent', taken: 'required' }] : []
    if (theirs === undefined) {
      const isClosed = taken.additionalProperties === false && !this.#ignoreExtra
      return isClosed ? [{ path, given: typeText(mine, this.#given), taken: 'absent' }] : []
    }
    if (isRequired && !given.required?.includes(name)) return [{ path, given: 'optional', taken: 'required' }]
    return this.find(mine, theirs, path)
  }

  #rest(given: SchemaObject, taken: SchemaObject, path: string): readonly Misfit[] {
    const [mine, theirs] = [namedRest(given), namedRest(taken)]
    if (mine === undefined) return []
    if (theirs !== undefined) return this.find(mine, theirs, `${path}.*`)
    const isClosed = taken.additionalProperties === false && !this.#ignoreExtra
    return isClosed ? [{ path: `${path}.*`, given: typeText(mine, this.#given), taken: 'absent' }] : []
  }
}

/** Alternatives of a schema, each apart. */
function split(schema: SchemaObject): readonly JsonSchema[] {
  const { anyOf, oneOf, enum: values, type, ...rest } = schema
  if (anyOf ?? oneOf) return (anyOf ?? oneOf)!
  if (values) return values.map((value) => ({ const: value }))
  if (type === 'boolean') return [{ const: true }, { const: false }]
  return Array.isArray(type) ? type.map((one: string) => ({ ...rest, type: one })) : [schema]
}

function acceptsAll(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return schema
  const { anyOf, ...rest } = schema
  if (anyOf) return acceptsAll(rest) && anyOf.some(acceptsAll)
  const silent = ['$comment', '$defs', 'title', 'description', 'default', 'examples']
  return Object.keys(schema).every((keyword) => silent.includes(keyword))
}

/** Whether a schema without alternatives accepts a plain value. */
function accepts({ type, js }: SchemaObject, value: unknown): boolean {
  if (js !== undefined) return false
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return type === undefined || type === own || (type === 'integer' && Number.isInteger(value))
}

function typeFits(given: unknown, taken: unknown): boolean {
  return taken === undefined || given === taken || (given === 'integer' && taken === 'number')
}

function limits(given: SchemaObject, taken: SchemaObject, path: string): readonly Misfit[] {
  const worse = (keyword: string, isNarrower: (mine: unknown, theirs: unknown) => boolean): Misfit[] =>
    taken[keyword] !== undefined && isNarrower(given[keyword], taken[keyword])
      ? [{ path, given: say(keyword, given[keyword]), taken: say(keyword, taken[keyword]) }]
      : []
  return [
    ...lowest.flatMap((word) =>
      worse(word, (mine, theirs) => !(Number(mine ?? Number.NaN) >= Number(theirs))),
    ),
    ...highest.flatMap((word) =>
      worse(word, (mine, theirs) => !(Number(mine ?? Number.NaN) <= Number(theirs))),
    ),
    ...equal.flatMap((word) => worse(word, (mine, theirs) => !isDeepStrictEqual(mine, theirs))),
  ]
}

function say(keyword: string, value: unknown): string {
  return value === undefined ? `no ${keyword}` : `${keyword} ${JSON.stringify(value)}`
}

function own(properties: SchemaObject['properties'], name: string): JsonSchema | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** What unnamed properties are, where a schema says so. */
function namedRest({ additionalProperties }: SchemaObject): JsonSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

function unique(found: readonly Misfit[]): readonly Misfit[] {
  return [...new Map(found.map((misfit) => [JSON.stringify(misfit), misfit])).values()]
}
