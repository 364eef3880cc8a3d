import { inspect } from 'node:util'
import { CefrigError } from '../errors.js'
import { jsonSchemaOf, schemaAt } from './json-schema.js'
import type { SchemaIssue, StandardSchema } from './standard-schema.js'
import { typeText } from './type-text.js'

/** What of a method or event is being validated. */
export interface Place {
  /** As `host.notes.save`. */
  readonly subject: string
  /** As `argument 1`, `arguments`, `result`, `error`, `event changed`. */
  readonly part: string
  /** Who has to be mended. */
  readonly culprit: 'page' | 'test'
}

/** One thing that is wrong with a value. */
interface Fault {
  readonly path: string
  readonly expected: string
  readonly type: string | undefined
  readonly received: string
}

/** A value that its schema refused, with all that the schema said. */
export function refused(
  place: Place,
  schema: StandardSchema,
  value: unknown,
  issues: readonly SchemaIssue[],
): CefrigError {
  const json = jsonSchemaOf(schema, 'input')
  const faults = issues.map(({ message, path = [] }): Fault => {
    // Not its own `map()`: some libraries' paths are arrays of a class that makes more of it.
    const keys = Array.from(path, (step) => (typeof step === 'object' ? step.key : step))
    const type = json && schemaAt(json, keys)
    return {
      path: `${place.subject}: ${pathText(place.part, keys)}`,
      expected: message,
      type: type === undefined ? undefined : typeText(type, json),
      received: show(valueAt(value, keys)),
    }
  })
  return violation(place, faults, value)
}

/** A value where the contract has no place for one, or something that is not a value at all. */
export function unwanted(place: Place, expected: string, value: unknown): CefrigError {
  const path = `${place.subject}: ${place.part}`
  return violation(place, [{ path, expected, type: undefined, received: show(value) }], value)
}

function violation(place: Place, faults: readonly Fault[], value: unknown): CefrigError {
  const [first] = faults as [Fault]
  const others = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  const where = first.path.slice(place.subject.length + 2)
  const wants = first.type === undefined ? '' : ` ${first.type}`
  const next =
    place.culprit === 'page'
      ? 'Mend the call in the page, or the contract'
      : place.part.startsWith('event ')
        ? 'Emit what the contract names, or change the contract'
        : 'Mend the implementation, or the contract'
  return new CefrigError(
    'CONTRACT_VIOLATED',
    `${place.subject}${place.part.startsWith('event ') ? '' : '()'} failed: ${where} is ${first.received}, and the contract wants${wants}: ` +
      `${first.expected.replace(/\.$/, '')}${others}. ${next}.`,
    {
      facts: {
        path: first.path,
        expected: first.expected,
        received: first.received,
        ...(first.type !== undefined && { type: first.type }),
        issues: faults.map(({ path, expected, received }) => ({ path, expected, received })),
      },
      ...(place.part === 'error' && { cause: value }),
    },
  )
}

/** A contract that cannot be used to validate this. */
export function unusable(place: Place, fact: string, next: string, cause?: unknown): CefrigError {
  const path = `${place.subject}: ${place.part}`
  return new CefrigError('CONTRACT_INVALID', `${path} cannot be validated: ${fact}. ${next}.`, {
    facts: { path },
    ...(cause !== undefined && { cause }),
  })
}

/** As `argument 1.text[0]`. The first key of a list of arguments is the argument's index. */
function pathText(part: string, keys: readonly PropertyKey[]): string {
  const [first, ...rest] = keys
  if (part === 'arguments' && Number.isInteger(Number(first)) && first !== undefined)
    return pathText(`argument ${Number(first) + 1}`, rest)
  return (
    part +
    keys
      .map((key) =>
        typeof key === 'number'
          ? `[${key}]`
          : typeof key === 'string' && /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(key)
            ? `.${key}`
            : `[${typeof key === 'string' ? JSON.stringify(key) : String(key)}]`,
      )
      .join('')
  )
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of keys) {
    if (inner === null || (typeof inner !== 'object' && typeof inner !== 'function')) return undefined
    inner = inner instanceof Map && inner.has(key) ? inner.get(key) : Reflect.get(inner, key)
  }
  return inner
}

/** A value as a few words. */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value === 'function') return 'a function'
  const text = inspect(value, {
    depth: 2,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 10,
    maxStringLength: 100,
  })
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
