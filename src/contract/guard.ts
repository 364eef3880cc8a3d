import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import type { Contract, ContractEvents, ContractMethods, Implementation } from './types.js'
import { checkArguments, checkError, checkResult, isPromise, type Maybe, type Verdict } from './validation.js'
import { type Place, unusable, unwanted } from './violation.js'

/** Methods as the page calls them: with anything, by the contract. */
export type Guarded = Readonly<Record<string, (...args: unknown[]) => unknown>>

/**
 * Wraps an implementation so that every call keeps to the contract: arguments are validated before the implementation runs, its result
 * or error after it. What breaks the contract is told to `onViolation` and then thrown, from methods that are `sync`, or else rejected
 * with. The implementation is called as a method of itself.
 * @throws BAD_ARGUMENT when the implementation lacks a method.
 */
export function guard<Methods extends ContractMethods, Events extends ContractEvents>(
  contract: Contract<Methods, Events>,
  implementation: Implementation<Methods>,
  onViolation: (violation: CefrigError) => void,
): Guarded {
  const names = Object.keys(contract.methods)
  for (const name of names) requireMethod(contract.name, name, implementation)
  const tell = (error: CefrigError): never => {
    onViolation(error)
    throw error
  }
  const guarded = names.map((name) => {
    const call = new GuardedMethod(contract, name, implementation, tell)
    const method = contract.methods[name]!.sync
      ? (...args: unknown[]) => call.now(args)
      : async (...args: unknown[]) => await call.run(args)
    return [name, method] as const
  })
  return Object.fromEntries(guarded)
}

class GuardedMethod {
  readonly #subject: string
  readonly #method: ContractMethods[string]
  readonly #function: (...args: unknown[]) => unknown
  readonly #tell: (error: CefrigError) => never

  constructor(contract: Contract, name: string, implementation: object, tell: (error: CefrigError) => never) {
    this.#subject = `${contract.name}.${name}`
    this.#method = contract.methods[name]!
    this.#function = (...args) => Reflect.apply(Reflect.get(implementation, name), implementation, args)
    this.#tell = tell
  }

  /** A call that may wait. */
  async run(args: readonly unknown[]): Promise<unknown> {
    const given = this.#open(await checkArguments(this.#subject, this.#method, args))
    let result: unknown
    try {
      result = await this.#function(...given)
    } catch (error) {
      throw this.#open(await checkError(this.#subject, this.#method, error))
    }
    return this.#open(await checkResult(this.#subject, this.#method, result))
  }

  /** A call that must not. */
  now(args: readonly unknown[]): unknown {
    const given = this.#atOnce(checkArguments(this.#subject, this.#method, args), 'arguments')
    let result: unknown
    try {
      result = this.#function(...given)
    } catch (error) {
      throw this.#atOnce(checkError(this.#subject, this.#method, error), 'error')
    }
    if (isPromise(result)) {
      // Its own end is of no interest any more.
      result.then(undefined, () => {})
      return this.#tell(
        unwanted(this.#place('result'), 'a value at once, because the method is sync', result),
      )
    }
    return this.#atOnce(checkResult(this.#subject, this.#method, result), 'result')
  }

  #atOnce<Value>(verdict: Maybe<Verdict<Value>>, part: string): Value {
    if (!isPromise(verdict)) return this.#open(verdict)
    const fact = 'its schema is asynchronous, and the method is sync'
    return this.#tell(unusable(this.#place(part), fact, 'Take a synchronous schema, or leave `sync` out'))
  }

  #open<Value>(verdict: Verdict<Value>): Value {
    return 'error' in verdict ? this.#tell(verdict.error) : verdict.value
  }

  #place(part: string): Place {
    return { subject: this.#subject, part, culprit: 'test' }
  }
}

function requireMethod(contract: string, name: string, implementation: unknown): void {
  const isObject =
    (typeof implementation === 'object' && implementation !== null) || typeof implementation === 'function'
  if (isObject && typeof Reflect.get(implementation as object, name) === 'function') return
  const others = isObject ? Object.keys(implementation as object).filter((key) => key !== name) : []
  const hint = others.length > 0 ? ` Did you mean it by "${nearest(name, others)}"?` : ''
  throw new CefrigError(
    'BAD_ARGUMENT',
    `The implementation of ${contract} has no function "${name}".${hint} Give one for each method of the contract.`,
    {
      facts: { option: name, value: isObject ? Reflect.get(implementation as object, name) : implementation },
    },
  )
}
