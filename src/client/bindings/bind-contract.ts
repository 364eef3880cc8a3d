import { guard } from '../../contract/guard.js'
import type { InputOf } from '../../contract/standard-schema.js'
import type { Contract, ContractEvents, ContractMethods, Implementation } from '../../contract/types.js'
import { checkEvent, isPromise } from '../../contract/validation.js'
import type { CefrigError } from '../../errors.js'
import type { ContractValue } from '../../injected/shapes/values.js'
import { badArgument, kindOf, run } from '../failure.js'
import type { Bindings, BindOptions } from './bindings.js'
import { copyOf } from './codec.js'
import type { Uses } from './uses.js'

/** How a contract is bound. What is synchronous, the contract says. */
export type BindContractOptions = Omit<BindOptions, 'sync'>

/** A contract that a page has been given. */
export interface BoundContract<Events extends ContractEvents = ContractEvents> {
  /**
   * Tells every document of the page that listens with `on(event, listener)`. Resolves when their listeners have run.
   * @throws CONTRACT_VIOLATED, CONTRACT_INVALID when there is no such event or its schema throws, NOT_SERIALIZABLE, TIMEOUT
   */
  emit<Name extends keyof Events & string>(event: Name, value: InputOf<Events[Name]>): Promise<void>
}

/** Whoever learns that a call has broken its contract. `pageStack`: of the call, as lines. */
export type OnBroken = (violation: CefrigError, pageStack: string) => void

export function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'methods' in value && 'describe' in value
}

/** Binds an implementation that every call is checked around. */
export async function bindContract<Methods extends ContractMethods, Events extends ContractEvents>(
  bindings: Bindings,
  contract: Contract<Methods, Events>,
  implementation: Implementation<Methods>,
  { options, uses, onBroken }: { options: BindContractOptions; uses: Uses; onBroken: OnBroken },
): Promise<BoundContract<Events>> {
  const bound = new Binding(contract, implementation, uses, onBroken)
  const sync = Object.keys(contract.methods).filter((name) => contract.methods[name]!.sync)
  await bindings.bind(contract.name, bound.value(), options, {
    shape: 'contract',
    sync: sync.map((name) => [name]),
  })
  return {
    emit: (event, value) =>
      run('contract.emit', async () =>
        bound.emit(event, value, (what) => bindings.update(contract.name, what)),
      ),
  }
}

class Binding {
  readonly #contract: Contract
  readonly #uses: Uses
  readonly #methods: Record<string, unknown>
  #emitted: ContractValue['cefrig:emitted'] = []
  #lastNumber = 0

  constructor(contract: Contract, implementation: object, uses: Uses, onBroken: OnBroken) {
    this.#contract = contract
    this.#uses = uses
    if ((typeof implementation !== 'object' && typeof implementation !== 'function') || !implementation)
      throw badArgument(`the implementation is ${kindOf(implementation)}`, 'Give an object with the methods')
    const violations = new WeakSet<object>()
    const guarded = guard(contract, implementation as never, (violation) => violations.add(violation))
    uses.bound(
      contract.name,
      Object.keys(guarded).map((name) => JSON.stringify([name])),
    )
    this.#methods = Object.fromEntries(
      Object.entries(guarded).map(([name, method]) => {
        const judged = (pageStack: string) => (error: unknown) => {
          if (typeof error === 'object' && error !== null && violations.has(error))
            onBroken(error as CefrigError, pageStack)
          throw error
        }
        return [name, this.#method(name, method, judged)]
      }),
    )
  }

  /** What documents get of it. */
  value(): ContractValue {
    return {
      ...this.#methods,
      'cefrig:missing': (name: string) => void this.#uses.missing.add(`${this.#contract.name}.${name}`),
      'cefrig:events': Object.keys(this.#contract.events),
      'cefrig:emitted': this.#emitted,
    }
  }

  async emit(event: string, value: unknown, push: (what: ContractValue) => Promise<void>): Promise<void> {
    const carried = copyOf('contract.emit()', await checkEvent(this.#contract, event, value))
    const number = ++this.#lastNumber
    this.#emitted = [...this.#emitted, { number, event, value: carried }]
    this.#uses.emitted(this.#contract.name, event, carried)
    try {
      await push(this.value())
    } finally {
      // Documents that come later have missed it.
      this.#emitted = this.#emitted.filter((told) => told.number !== number)
    }
  }

  /** Behind its arguments the page sends the stack of the call. */
  #method(
    name: string,
    method: (...args: unknown[]) => unknown,
    judged: (pageStack: string) => (error: unknown) => never,
  ): (...given: unknown[]) => unknown {
    const path = `${this.#contract.name}.${name}`
    const { sync } = this.#contract.methods[name]!
    return (...given) => {
      const args = given.slice(0, -1)
      const judge = judged(String(given.at(-1)))
      try {
        const result = this.#uses.follow(path, args, () => method(...args), sync)
        return isPromise(result) ? result.then((value) => value, judge) : result
      } catch (error) {
        return judge(error)
      }
    }
  }
}
