import { type JsonSchema, resolved, type SchemaObject } from './json-schema.js'

/** The keyword `js` as types. */
const kinds: Readonly<Record<string, string>> = {
  Map: 'Map<unknown, unknown>',
  Set: 'Set<unknown>',
  function: '(...args: unknown[]) => unknown',
}

/** What a schema accepts, as a TypeScript type on one line. `root` holds what its references name. */
export function typeText(schema: JsonSchema, root: JsonSchema = schema): string {
  return text(schema, { root, above: [] })
}

/** A name as a key of a type: in quotes where it must be. */
export function keyText(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)
}

interface Place {
  readonly root: JsonSchema
  /** Referenced schemas that this one is part of: a type on one line cannot contain itself. */
  readonly above: readonly JsonSchema[]
}

function text(given: JsonSchema, place: Place): string {
  const schema = resolved(given, place.root)
  if (schema === undefined || schema === true) return 'unknown'
  if (schema === false) return 'never'
  if (place.above.includes(schema)) return 'unknown'
  return ofObject(schema, { ...place, above: [...place.above, schema] })
}

function ofObject(schema: SchemaObject, place: Place): string {
  const alternatives = schema.anyOf ?? schema.oneOf
  if (schema.js !== undefined) return kinds[schema.js] ?? schema.js
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return union(schema.enum.map(literal))
  if (alternatives) return union(alternatives.map((one) => text(one, place)))
  if (schema.allOf) return schema.allOf.map((one) => bracketed(text(one, place))).join(' & ') || 'unknown'
  if (schema.type === undefined) return schema.properties ? objectText(schema, place) : 'unknown'
  return union([schema.type].flat().map((type) => ofType(type, schema, place)))
}

function ofType(type: string, schema: SchemaObject, place: Place): string {
  if (type === 'integer') return 'number'
  if (type === 'array') return arrayText(schema, place)
  if (type === 'object') return objectText(schema, place)
  return ['string', 'number', 'boolean', 'null'].includes(type) ? type : 'unknown'
}

function arrayText(
  { prefixItems, items = true, minItems = prefixItems?.length }: SchemaObject,
  place: Place,
): string {
  if (!prefixItems) return `${bracketed(text(items, place))}[]`
  const parts = prefixItems.map(
    (item, index) => bracketed(text(item, place)) + (index < minItems! ? '' : '?'),
  )
  const rest = items === false || items === true ? [] : [`...${bracketed(text(items, place))}[]`]
  return `[${[...parts, ...rest].join(', ')}]`
}

function objectText(
  { properties = {}, required = [], additionalProperties }: SchemaObject,
  place: Place,
): string {
  const rest = typeof additionalProperties === 'object' ? text(additionalProperties, place) : 'unknown'
  const record = `Record<string, ${rest}>`
  const members = Object.entries(properties).map(
    ([name, inner]) => `${keyText(name)}${required.includes(name) ? '' : '?'}: ${text(inner, place)}`,
  )
  if (members.length === 0) return additionalProperties === false ? 'Record<string, never>' : record
  const own = `{ ${members.join('; ')} }`
  return typeof additionalProperties === 'object' ? `${own} & ${record}` : own
}

function literal(value: unknown): string {
  return typeof value === 'object' && value !== null ? typeof value : JSON.stringify(value)
}

function union(members: readonly string[]): string {
  const different = [...new Set(members)]
  if (different.includes('unknown')) return 'unknown'
  const rest = different.filter((member) => member !== 'never')
  if (rest.length < 2) return rest[0] ?? 'never'
  return rest.map((member) => (member.includes('=>') ? `(${member})` : member)).join(' | ')
}

function bracketed(type: string): string {
  return /[|&]|=>/.test(type) ? `(${type})` : type
}
