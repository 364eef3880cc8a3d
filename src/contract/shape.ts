import { type JsonSchema, opened, type SchemaObject } from './json-schema.js'

/** The shape of one recorded value: what is certain of it, and nothing of what it might also have been. */
export function shapeOf(value: unknown): JsonSchema {
  return shape(value, [])
}

/** A shape of what either one accepts: alternatives, properties that may be missing, `number` where there were integers. */
export function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  const [left, right] = [alternatives(one), alternatives(other)]
  if (!left || !right) return {}
  const all = [...left]
  for (const next of right) {
    const index = all.findIndex((known) => family(known) === family(next))
    if (index < 0) all.push(next)
    else all[index] = mergedKind(all[index]!, next)
  }
  all.sort((a, b) => (family(a) < family(b) ? -1 : 1))
  return all.length === 1 ? all[0]! : all.length === 0 ? false : { anyOf: all }
}

function shape(value: unknown, above: readonly unknown[]): JsonSchema {
  if (value === null) return { type: 'null' }
  if (typeof value === 'string' || typeof value === 'boolean') return { type: typeof value }
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' }
  if (typeof value !== 'object') return { js: typeof value }
  // What is inside of itself has no shape that ends.
  if (above.includes(value)) return {}
  const inside = [...above, value]
  if (Array.isArray(value)) return { type: 'array', items: union(value.map((item) => shape(item, inside))) }
  const kind = kindOf(value)
  return kind === undefined ? objectShape(value, inside) : { js: kind }
}

function objectShape(value: object, inside: readonly unknown[]): SchemaObject {
  // A property that is undefined is as good as missing.
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, inner]) => [name, shape(inner, inside)])),
    required: entries.map(([name]) => name),
  }
}

/** Objects that have a class which values keep on their way: a Date, a Map, a typed array. */
function kindOf(value: object): string | undefined {
  const [, kind] = /^\[object (\w+)\]$/.exec(Object.prototype.toString.call(value)) ?? []
  return kind === 'Object' ? undefined : kind
}

function union(shapes: readonly JsonSchema[]): JsonSchema {
  return shapes.reduce<JsonSchema>(merged, false)
}

/** What a shape may be; undefined when it may be anything. */
function alternatives(schema: JsonSchema): readonly SchemaObject[] | undefined {
  const known = opened(schema)
  if (known === false) return []
  if (!known.anyOf) return family(known) === 'any' ? undefined : [known]
  const inner = known.anyOf.map(alternatives)
  return inner.every((list) => list !== undefined) ? inner.flat() : undefined
}

/** Shapes of one family become one; those of different families stay beside each other. */
function family({ type, js }: SchemaObject): string {
  if (js !== undefined) return `js ${js}`
  if (typeof type !== 'string') return 'any'
  return type === 'integer' ? 'number' : type
}

function mergedKind(one: SchemaObject, other: SchemaObject): SchemaObject {
  if (one.js !== undefined) return one
  if (family(one) === 'number')
    return { type: one.type === 'integer' && other.type === 'integer' ? 'integer' : 'number' }
  if (one.type === 'array') return { type: 'array', items: merged(one.items ?? true, other.items ?? true) }
  if (one.type !== 'object') return { type: one.type! }
  const [mine, theirs] = [one.properties ?? {}, other.properties ?? {}]
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort()
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, merged(own(mine, name), own(theirs, name))])),
    required: (one.required ?? []).filter((name) => other.required?.includes(name)).sort(),
  }
}

function own(properties: Readonly<Record<string, JsonSchema>>, name: string): JsonSchema {
  return Object.hasOwn(properties, name) ? properties[name]! : false
}
