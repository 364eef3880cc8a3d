import type { StandardSchema } from './standard-schema.js'

/** A JSON Schema, draft 2020-12; `true` and `{}` accept anything, `false` nothing. */
export type JsonSchema = boolean | SchemaObject

/** The keywords that are read here. Others are kept, and compared as a whole. */
export interface SchemaObject {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly $comment?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  /** An extension: a kind of value that JSON does not have, as `Date`, `bigint` or `undefined`. */
  readonly js?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly [keyword: string]: unknown
}

/** Which side of a schema: what it takes, or what comes out of it. */
export type Side = 'input' | 'output'

/** Kinds that JSON does not have, by zod's names of them. */
const zodKinds: Readonly<Record<string, string>> = {
  bigint: 'bigint',
  date: 'Date',
  map: 'Map',
  set: 'Set',
  symbol: 'symbol',
  undefined: 'undefined',
  void: 'undefined',
}

/** By default zod refuses a whole schema because of one part that JSON does not have. */
const zodOptions = {
  unrepresentable: 'any',
  override({ zodSchema, jsonSchema }: { zodSchema: ZodParts; jsonSchema: Record<string, unknown> }) {
    const js = zodKinds[zodSchema._zod.def.type]
    if (js !== undefined) jsonSchema.js = js
  },
}

interface ZodParts {
  readonly _zod: { readonly def: { readonly type: string } }
}

/** What libraries are asked for besides the standard, by vendor. */
const options: Readonly<Record<string, Record<string, unknown>>> = { zod: zodOptions }

/** The JSON Schema of a schema; undefined when its library offers none, or cannot say it. */
export function jsonSchemaOf(schema: StandardSchema, side: Side): SchemaObject | undefined {
  const standard = schema['~standard']
  const own = schema as { toJSONSchema?: () => unknown; toJsonSchema?: () => unknown }
  try {
    const made = standard.jsonSchema
      ? standard.jsonSchema[side]({ target: 'draft-2020-12', libraryOptions: options[standard.vendor] })
      : (own.toJSONSchema?.() ?? own.toJsonSchema?.())
    // Through JSON: the library's own object must not change with ours, and a file can hold nothing else.
    return made === undefined ? undefined : (tidy(JSON.parse(JSON.stringify(made))) as SchemaObject)
  } catch {
    return undefined
  }
}

/** Without what says nothing: the version of the draft, and integers' limits that all integers keep. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value !== 'object' || value === null) return value
  const isInteger = 'type' in value && value.type === 'integer'
  const entries = Object.entries(value).filter(
    ([key, inner]) =>
      key !== '$schema' &&
      key !== '~standard' &&
      !(isInteger && key === 'minimum' && inner === Number.MIN_SAFE_INTEGER) &&
      !(isInteger && key === 'maximum' && inner === Number.MAX_SAFE_INTEGER),
  )
  return Object.fromEntries(entries.map(([key, inner]) => [key, tidy(inner)]))
}

/** As an object: `true` is `{}`. `false` is left. */
export function opened(schema: JsonSchema): SchemaObject | false {
  return schema === true ? {} : schema
}

/** Follows references within one root; undefined for one that leads nowhere. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  let found: unknown = schema
  for (let steps = 0; steps < 20; steps++) {
    if (typeof found !== 'object' || found === null || !('$ref' in found)) return found as JsonSchema
    const { $ref } = found
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) return undefined
    const keys = $ref.slice(1).split('/').slice(1).map(unescapedKey)
    found = keys.reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      root,
    )
    if (found === undefined) return undefined
  }
  return undefined
}

function unescapedKey(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The schema of an inner value; undefined where alternatives or unnamed properties leave it open. */
export function schemaAt(root: SchemaObject, keys: readonly PropertyKey[]): JsonSchema | undefined {
  let schema = resolved(root, root)
  for (const key of keys) {
    if (typeof schema !== 'object') return undefined
    const { properties, prefixItems, items, additionalProperties } = schema
    const isIndex = typeof key === 'number' || (typeof key === 'string' && /^\d+$/.test(key))
    const inner =
      properties && typeof key === 'string' && Object.hasOwn(properties, key)
        ? properties[key]
        : isIndex && (prefixItems || items !== undefined)
          ? (prefixItems?.[Number(key)] ?? items)
          : additionalProperties
    if (inner === undefined || typeof inner === 'boolean') return undefined
    schema = resolved(inner, root)
  }
  return schema
}
