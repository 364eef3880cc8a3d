import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import type { Contract, ContractEvents, ContractMethods, ContractMock, Implementation } from './types.js'
import { isPromise } from './validation.js'

// biome-ignore lint/suspicious/noExplicitAny: any function, whatever it takes.
type AnyFunction = (...args: any[]) => any

/** How a call of a mock ended. */
export type MockResult<Value> =
  | { type: 'return'; value: Value }
  | { type: 'throw'; value: unknown }
  | { type: 'incomplete'; value: undefined }

/** How the promise of a call ended; calls that return none count as fulfilled. */
export type MockSettledResult<Value> =
  | { type: 'fulfilled'; value: Value }
  | { type: 'rejected'; value: unknown }
  | { type: 'incomplete'; value: undefined }

/** What a mock has recorded, one entry for each call. */
export interface MockRecord<Method extends AnyFunction> {
  calls: Parameters<Method>[]
  results: MockResult<ReturnType<Method>>[]
  settledResults: MockSettledResult<Awaited<ReturnType<Method>>>[]
  contexts: unknown[]
  instances: unknown[]
  /** Numbers that rise over all mocks of contracts. */
  invocationCallOrder: number[]
  readonly lastCall: Parameters<Method> | undefined
}

/** A function that records its calls, as the matchers of Vitest and Jest read them. */
export type Mock<Method extends AnyFunction> = Method & {
  readonly _isMockFunction: true
  readonly mock: MockRecord<Method>
  /** The path, as `host.notes.save`. */
  getMockName(): string
  /** What calls do from now on. */
  mockImplementation(implementation: Method): Mock<Method>
  /** What calls return from now on. */
  mockReturnValue(value: ReturnType<Method>): Mock<Method>
  /** What the promises of calls resolve with from now on. */
  mockResolvedValue(value: Awaited<ReturnType<Method>>): Mock<Method>
  /** What the promises of calls reject with from now on. */
  mockRejectedValue(error: unknown): Mock<Method>
  /** Forgets the calls. */
  mockClear(): Mock<Method>
  /** Forgets the calls, and does again what it did at first. */
  mockReset(): Mock<Method>
}

let order = 0

/** An implementation of a contract that records its calls. See `Contract.mock`. */
export function mockContract<Methods extends ContractMethods, Events extends ContractEvents>(
  contract: Contract<Methods, Events>,
  overrides: Partial<Implementation<Methods>> = {},
): ContractMock<Methods> {
  const names = Object.keys(contract.methods)
  for (const [name, override] of Object.entries(overrides))
    checkOverride(contract.name, names, name, override)
  return Object.fromEntries(
    names.map((name) => [name, mockMethod(`${contract.name}.${name}`, overrides[name])]),
  ) as ContractMock<Methods>
}

function checkOverride(contract: string, names: readonly string[], name: string, override: unknown): void {
  const facts = { option: name, value: override }
  if (!names.includes(name)) {
    const near = names.length > 0 ? ` Did you mean "${nearest(name, names)}"?` : ''
    const message = `contract.mock() failed: ${contract} has no method "${name}".${near}`
    throw new CefrigError('BAD_ARGUMENT', message, { facts })
  }
  if (override === undefined || typeof override === 'function') return
  const message = `contract.mock() failed: "${name}" is ${override === null ? 'null' : typeof override}. Give a function.`
  throw new CefrigError('BAD_ARGUMENT', message, { facts })
}

function mockMethod(path: string, original: AnyFunction = () => undefined): Mock<AnyFunction> {
  let implementation = original
  const record = emptyRecord()

  function recorded(this: unknown, ...args: unknown[]): unknown {
    const call = record.calls.push(args) - 1
    // Whoever clears the record while a call runs gets nothing of that call.
    const { results, settledResults } = record
    record.contexts.push(this)
    record.instances.push(this)
    record.invocationCallOrder.push(++order)
    results[call] = { type: 'incomplete', value: undefined }
    settledResults[call] = { type: 'incomplete', value: undefined }
    try {
      const value: unknown = Reflect.apply(implementation, this, args)
      results[call] = { type: 'return', value }
      if (!isPromise(value)) settledResults[call] = { type: 'fulfilled', value }
      else
        value.then(
          (result) => {
            settledResults[call] = { type: 'fulfilled', value: result }
          },
          (error) => {
            settledResults[call] = { type: 'rejected', value: error }
          },
        )
      return value
    } catch (error) {
      results[call] = { type: 'throw', value: error }
      settledResults[call] = { type: 'rejected', value: error }
      throw error
    }
  }

  const take = (next: AnyFunction) => {
    implementation = next
    return mock
  }
  const clear = () => {
    Object.assign(record, emptyLists())
    return mock
  }
  const mock: Mock<AnyFunction> = Object.assign(recorded, {
    _isMockFunction: true as const,
    mock: record,
    getMockName: () => path,
    mockImplementation: take,
    mockReturnValue: (value: unknown) => take(() => value),
    mockResolvedValue: (value: unknown) => take(() => Promise.resolve(value)),
    mockRejectedValue: (error: unknown) => take(() => Promise.reject(error)),
    mockClear: clear,
    mockReset: () => {
      implementation = original
      return clear()
    },
  })
  return mock
}

function emptyLists(): Omit<MockRecord<AnyFunction>, 'lastCall'> {
  return { calls: [], results: [], settledResults: [], contexts: [], instances: [], invocationCallOrder: [] }
}

function emptyRecord(): MockRecord<AnyFunction> {
  return {
    ...emptyLists(),
    get lastCall() {
      return this.calls.at(-1)
    },
  }
}
