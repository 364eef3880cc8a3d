import type { CefrigError } from '../errors.js'
import type { SchemaResult, StandardSchema } from './standard-schema.js'
import type { Contract, ContractMethod } from './types.js'
import { type Place, refused, unusable, unwanted } from './violation.js'

/** Now when it can be had now, else later: methods that are `sync` must not wait. */
export type Maybe<Value> = Value | PromiseLike<Value>

/** What came of a validation: the value that the schema made of it, or the error. Nothing is thrown. */
export type Verdict<Value> = { readonly value: Value } | { readonly error: CefrigError }

/** Goes on now or later. */
export function chain<From, To>(from: Maybe<From>, next: (value: From) => Maybe<To>): Maybe<To> {
  return isPromise(from) ? from.then(next) : next(from)
}

/** By its shape: Jest's realms have promises of their own. */
export function isPromise<Value>(value: Maybe<Value>): value is PromiseLike<Value> {
  return typeof (value as PromiseLike<Value> | null | undefined)?.then === 'function'
}

/** Validates the arguments of a call. They come back as their schemas made them, not more of them than there is something to say. */
export function checkArguments(
  subject: string,
  { args = [] }: ContractMethod,
  given: readonly unknown[],
): Maybe<Verdict<unknown[]>> {
  const at = (part: string): Place => ({ subject, part, culprit: 'page' })
  if (!Array.isArray(args))
    return check(args as StandardSchema, given, at('arguments')) as Maybe<Verdict<unknown[]>>
  const extra = given.findIndex((value, index) => index >= args.length && value !== undefined)
  if (extra >= 0) {
    const count = args.length === 1 ? '1 argument' : `${args.length} arguments`
    return { error: unwanted(at(`argument ${extra + 1}`), `no more than ${count}`, given[extra]) }
  }
  const verdicts = args.map((schema, index) => check(schema, given[index], at(`argument ${index + 1}`)))
  const collect = (all: readonly Verdict<unknown>[]): Verdict<unknown[]> => {
    const values: unknown[] = []
    for (const verdict of all) {
      if ('error' in verdict) return verdict
      values.push(verdict.value)
    }
    const used = Math.max(given.length, values.findLastIndex((value) => value !== undefined) + 1)
    return { value: values.slice(0, used) }
  }
  return verdicts.some((verdict) => isPromise(verdict))
    ? Promise.all(verdicts).then(collect)
    : collect(verdicts as Verdict<unknown>[])
}

/** Validates what an implementation returned. */
export function checkResult(
  subject: string,
  { returns }: ContractMethod,
  value: unknown,
): Maybe<Verdict<unknown>> {
  const place: Place = { subject, part: 'result', culprit: 'test' }
  if (returns) return check(returns, value, place)
  return value === undefined
    ? { value }
    : { error: unwanted(place, 'nothing, because the method has no `returns`', value) }
}

/** Validates what an implementation threw. The page gets the same, not what the schema made of it: it has a stack. */
export function checkError(
  subject: string,
  { errors }: ContractMethod,
  thrown: unknown,
): Maybe<Verdict<unknown>> {
  if (!errors) return { value: thrown }
  const verdict = check(errors, thrown, { subject, part: 'error', culprit: 'test' })
  return chain(verdict, (settled) => ('error' in settled ? settled : { value: thrown }))
}

/**
 * Validates what an event carries, and resolves with what its schema made of it.
 * @throws CONTRACT_VIOLATED, CONTRACT_INVALID, also when there is no such event.
 */
export async function checkEvent(contract: Contract, event: string, value: unknown): Promise<unknown> {
  const place: Place = { subject: contract.name, part: `event ${event}`, culprit: 'test' }
  const schema = Object.hasOwn(contract.events, event) ? contract.events[event] : undefined
  if (!schema)
    throw unusable(
      place,
      'the contract has no such event',
      `Its events are ${Object.keys(contract.events).join(', ') || 'none'}`,
    )
  const verdict = await check(schema, value, place)
  if ('error' in verdict) throw verdict.error
  return verdict.value
}

function check(schema: StandardSchema, value: unknown, place: Place): Maybe<Verdict<unknown>> {
  const threw = (error: unknown): Verdict<unknown> => ({
    error: unusable(place, `its schema threw ${String(error)}`, 'Mend the schema', error),
  })
  const judge = (result: SchemaResult<unknown>): Verdict<unknown> => {
    if (typeof result !== 'object' || result === null)
      return { error: unusable(place, `its schema answered ${String(result)}`, 'Mend the schema') }
    if (!result.issues) return { value: result.value }
    return { error: refused(place, schema, value, result.issues) }
  }
  try {
    const result = schema['~standard'].validate(value)
    return isPromise(result) ? Promise.resolve(result).then(judge).catch(threw) : judge(result)
  } catch (error) {
    return threw(error)
  }
}
