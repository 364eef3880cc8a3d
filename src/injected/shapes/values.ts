import type { AnyFunction } from '../codec.js'

// What the test binds with a shape: the types that both sides know.

/** What the test binds for a contract: its methods by name, and this. See src/client/bindings/bind-contract.ts. */
export interface ContractValue {
  /** Is told of a name that the page has asked for and the contract does not have. */
  'cefrig:missing': AnyFunction
  /** Names of the events. */
  'cefrig:events': string[]
  /** Events that not every document has taken up yet, the oldest first. */
  'cefrig:emitted': EmittedEvent[]
  [method: string]: unknown
}

/** An event that the test tells documents. Numbers rise. */
export interface EmittedEvent {
  number: number
  event: string
  value: unknown
}

/** One value of the state. A number that is greater is newer; `gone`: it was deleted. */
export interface StateEntry {
  namespace: string
  key: string
  value: unknown
  number: number
  source: 'page' | 'test'
  gone: boolean
}

/** What the test binds: see src/client/bindings/state.ts. */
export interface StateValue {
  entries: StateEntry[]
  /** Tells the test; gives the number of the change when every document has it. */
  write: (namespace: string, key: string, value: unknown, gone: boolean) => Promise<number>
}

/** What the test binds for a message router: see src/client/presets/message-router.ts. */
export interface RouterValue {
  cancelFunction: string
  /** Whether requests may be an ArrayBuffer. */
  binary: boolean
  /** The test's side of a query; it answers by the function. */
  query: (
    id: number,
    request: unknown,
    persistent: boolean,
    answer: (succeeded: boolean, first: unknown, second?: unknown) => void,
  ) => Promise<void>
  cancel: (id: number) => Promise<void>
}

/** What the test binds for CefSharp: see src/client/presets/cef-sharp.ts. */
export interface CefSharpValue {
  objects: Record<string, object>
  /** A second name of the same global. */
  twin: string | undefined
  /** Every object is there from the start. */
  legacy: boolean
  post: (message: unknown) => Promise<void>
}
