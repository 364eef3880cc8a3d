import type { ArgumentShape, ContractFile, MethodShape } from './contract-file.js'
import type { JsonSchema } from './json-schema.js'
import { merged, shapeOf } from './shape.js'

/** A call that was recorded, or an event. */
export type RecordedUse =
  | (RecordedCall & { readonly result: unknown })
  | (RecordedCall & { readonly error: unknown })
  | { readonly event: string; readonly value: unknown }

interface RecordedCall {
  readonly method: string
  readonly args: readonly unknown[]
  /** Whether the page got the result itself. Default: false. */
  readonly sync?: boolean
}

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
  const args = learnedArguments(known?.args, use.args)
  const method: MethodShape = { ...known, args, ...outcome, ...(use.sync && { sync: true as const }) }
  return { ...file, methods: sorted({ ...file.methods, [use.method]: method }) }
}

/** A contract file that covers what either one covers, as if one had seen the uses of both. */
export function united(one: ContractFile, other: ContractFile): ContractFile {
  return {
    ...one,
    methods: sorted(both(one.methods, other.methods, unitedMethods)),
    events: sorted(both(one.events, other.events, merged)),
  }
}

function unitedMethods(one: MethodShape, other: MethodShape): MethodShape {
  const count = Math.max(one.args.length, other.args.length)
  const args = Array.from({ length: count }, (_, index): ArgumentShape => {
    const [mine, theirs] = [one.args[index], other.args[index]]
    const schema = mine && theirs ? merged(mine.schema, theirs.schema) : (mine ?? theirs)!.schema
    return {
      schema,
      ...((!mine || !theirs || mine.optional || theirs.optional) && { optional: true as const }),
    }
  })
  const [returns, errors] = (['returns', 'errors'] as const).map((part) => {
    const [mine, theirs] = [one[part], other[part]]
    return mine !== undefined && theirs !== undefined ? merged(mine, theirs) : (mine ?? theirs)
  })
  return {
    ...one,
    args: endingOptional(args),
    ...(returns !== undefined && { returns }),
    ...(errors !== undefined && { errors }),
  }
}

function both<Value>(
  one: Readonly<Record<string, Value>>,
  other: Readonly<Record<string, Value>>,
  unite: (mine: Value, theirs: Value) => Value,
): Record<string, Value> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(
    names.map((name) => {
      const [mine, theirs] = [entry(one, name), entry(other, name)]
      return [name, mine !== undefined && theirs !== undefined ? unite(mine, theirs) : (mine ?? theirs)!]
    }),
  )
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
  return endingOptional(list)
}

/** Only arguments at the end can be left out. */
function endingOptional(list: readonly ArgumentShape[]): readonly ArgumentShape[] {
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
