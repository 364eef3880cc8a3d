import type { ArgumentShape, ContractFile, MethodShape } from './contract-file.js'
import { type JsonSchema, jsonSchemaOf, type Side } from './json-schema.js'
import type { StandardSchema } from './standard-schema.js'
import type { Contract, ContractMethod } from './types.js'
import { isPromise } from './validation.js'

/** A contract as data. The page's side of each schema: what it passes, and what it gets. */
export function describeContract({ name, methods, events }: Pick<Contract, 'name' | 'methods' | 'events'>) {
  const file: ContractFile = {
    cefrigContract: 1,
    name,
    methods: Object.fromEntries(
      Object.entries(methods).map(([method, parts]) => [method, describeMethod(parts)]),
    ),
    events: Object.fromEntries(
      Object.entries(events).map(([event, schema]) => [event, describeSchema(schema, 'output')]),
    ),
  }
  return file
}

function describeMethod({ args = [], returns, errors, sync }: ContractMethod): MethodShape {
  const list = Array.isArray(args)
    ? { args: args.map(describeArgument) }
    : describeList(args as StandardSchema)
  return {
    ...list,
    ...(returns && { returns: describeSchema(returns, 'output') }),
    // Errors reach the page as they were thrown.
    ...(errors && { errors: describeSchema(errors, 'input') }),
    ...(sync && { sync }),
  }
}

function describeArgument(schema: StandardSchema): ArgumentShape {
  return { schema: describeSchema(schema, 'input'), ...(acceptsUndefined(schema) && { optional: true }) }
}

/** The arguments that one schema for all of them names. */
function describeList(schema: StandardSchema): Pick<MethodShape, 'args' | 'rest'> {
  const list = describeSchema(schema, 'input')
  if (typeof list !== 'object' || list.type !== 'array') return { args: [], rest: true }
  const { prefixItems = [], items, minItems = prefixItems.length, $defs } = list
  const whole = (inner: JsonSchema): JsonSchema =>
    $defs && typeof inner === 'object' ? { ...inner, $defs } : inner
  const args = prefixItems.map((inner, index) => ({
    schema: whole(inner),
    ...(index >= minItems && { optional: true as const }),
  }))
  // Libraries write no `items` behind a tuple that ends.
  const rest = items ?? prefixItems.length === 0
  return { args, ...(rest !== false && { rest: whole(rest) }) }
}

function describeSchema(schema: StandardSchema, side: Side): JsonSchema {
  return (
    jsonSchemaOf(schema, side) ?? { $comment: `${schema['~standard'].vendor} cannot say it in JSON Schema` }
  )
}

/** Whether an argument may be left out: JSON Schema cannot say it, the schema can. */
function acceptsUndefined(schema: StandardSchema): boolean {
  try {
    const result = schema['~standard'].validate(undefined)
    // Nobody waits for an asynchronous one: as if it were required.
    if (isPromise(result)) result.then(undefined, () => {})
    return !isPromise(result) && result.issues === undefined
  } catch {
    return false
  }
}
