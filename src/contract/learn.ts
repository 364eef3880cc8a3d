import type { ArgumentShape, ContractFile, MethodShape } from './contract-file.js'
import type { JsonSchema } from './json-schema.js'
import { merged, shapeOf } from './shape.js'

/** A call that was recorded, or an event. */
export type RecordedUse =
  | { readonly method: string; readonly args: readonly unknown[]; readonly result: unknown }
  | { readonly method: string; readonly args: readonly unknown[]; readonly error: unknown }
  | { readonly event: string; readonly value: unknown }

/** The contract file that nothing has been recorded for yet. */
export function emptyContractFile(name: string): ContractFile {
  return { cefrigContract: 1, name, methods: {}, events: {} }
}

/** A contract file that also covers one more use. */
export function learned(file: ContractFile, use: RecordedUse): ContractFile {
  if ('event' in use) {
    const events = sorted({ ...file.events, [use.event]: widened(entry(file.events, use.event), use.value) })
    return { ...file, events }
  }
  const known = entry(file.methods, use.method)
  const outcome =
    'error' in use
      ? { errors: widened(known?.errors, plainError(use.error)) }
      : { returns: widened(known?.returns, use.result) }
  const method: MethodShape = { ...known, args: learnedArguments(known?.args, use.args), ...outcome }
  return { ...file, methods: sorted({ ...file.methods, [use.method]: method }) }
}

function learnedArguments(
  known: readonly ArgumentShape[] | undefined,
  given: readonly unknown[],
): readonly ArgumentShape[] {
  const count = Math.max(known?.length ?? 0, given.length)
  const list = Array.from({ length: count }, (_, index): ArgumentShape => {
    const before = known?.[index]
    const value = given[index]
    const missing = value === undefined || before?.optional || (known !== undefined && !before)
    const schema = value === undefined ? (before?.schema ?? false) : widened(before?.schema, value)
    return { schema, ...(missing && { optional: true as const }) }
  })
  // Only arguments at the end can be left out.
  const last = list.findLastIndex(({ optional }) => !optional)
  return list.map(({ schema, optional }, index) =>
    optional && index < last
      ? { schema: merged(schema, { js: 'undefined' }) }
      : { schema, ...(optional && { optional }) },
  )
}

/** Of an error its name, its message and its own properties: the stack differs each time. */
function plainError(error: unknown): unknown {
  return error instanceof Error ? { ...error, name: error.name, message: error.message } : error
}

function widened(known: JsonSchema | undefined, value: unknown): JsonSchema {
  const shape = shapeOf(value)
  return known === undefined ? shape : merged(known, shape)
}

function entry<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** In the order of names: files of two runs differ only where what they learned does. */
function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
}
