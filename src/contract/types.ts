import type { ContractFile } from './contract-file.js'
import type { Mock } from './mock.js'
import type { InputOf, OutputOf, StandardSchema } from './standard-schema.js'

/** One method of a contract: what the page passes, what it gets back, what it may catch. */
export interface ContractMethod {
  /**
   * A schema for each argument, or one schema for the list of all arguments (as `z.tuple([…])`). Default: no argument. Arguments at the
   * end may be left out when their schemas accept `undefined`.
   */
  readonly args?: readonly StandardSchema[] | StandardSchema<unknown, readonly unknown[]>
  /** What the method answers. Default: nothing, `undefined`. */
  readonly returns?: StandardSchema
  /** What the method may throw, as the thrown value itself. Default: anything. */
  readonly errors?: StandardSchema
  /** Whether the page gets the result itself instead of a promise. Its schemas must not be asynchronous. Default: false. */
  readonly sync?: boolean
}

/** Methods of a contract by name. */
export type ContractMethods = Readonly<Record<string, ContractMethod>>

/** Events of a contract by name: what each one carries from the test to the page. */
export type ContractEvents = Readonly<Record<string, StandardSchema>>

/** The arguments that reach an implementation. */
export type ContractArguments<Method extends ContractMethod> = Method extends {
  args: infer Args extends readonly StandardSchema[]
}
  ? OptionalAtEnd<{ -readonly [Index in keyof Args]: OutputOf<Args[Index]> }>
  : Method extends { args: infer Args extends StandardSchema }
    ? OutputOf<Args> extends infer List extends readonly unknown[]
      ? [...List]
      : never
    : []

/** Values at the end that may be undefined may be left out. */
type OptionalAtEnd<List extends readonly unknown[]> = List extends [...infer Rest, infer Last]
  ? undefined extends Last
    ? [...OptionalAtEnd<Rest>, Last?]
    : List
  : List

/** What an implementation returns, before its schema transforms it. */
export type ContractResult<Method extends ContractMethod> = Method extends {
  returns: infer Returns extends StandardSchema
}
  ? InputOf<Returns>
  : // biome-ignore lint/suspicious/noConfusingVoidType: it is the return type of a function.
    void

/** The function that implements a method. */
export type ContractFunction<Method extends ContractMethod> = (
  ...args: ContractArguments<Method>
) => Method extends { sync: true }
  ? ContractResult<Method>
  : ContractResult<Method> | PromiseLike<ContractResult<Method>>

/** What implements a contract: a function for each of its methods. */
export type Implementation<Methods extends ContractMethods> = {
  -readonly [Name in keyof Methods]: ContractFunction<Methods[Name]>
}

/** An implementation that records its calls. */
export type ContractMock<Methods extends ContractMethods> = {
  -readonly [Name in keyof Methods]: Mock<ContractFunction<Methods[Name]>>
}

/** What page and host have agreed on, made by {@link defineContract}. */
export interface Contract<
  Methods extends ContractMethods = ContractMethods,
  Events extends ContractEvents = ContractEvents,
> {
  /** Where the page finds it, as `host.notes`. */
  readonly name: string
  readonly methods: Methods
  readonly events: Events
  /**
   * An implementation whose functions record their calls, as `expect(fn).toHaveBeenCalledWith()` of Vitest and Jest reads them. Methods
   * without an override return undefined.
   * @throws BAD_ARGUMENT for an override of something that is no method of the contract, or that is no function.
   */
  mock(overrides?: Partial<Implementation<Methods>>): ContractMock<Methods>
  /**
   * The contract as data that can be written to a file: JSON Schema of each of its schemas, where their library offers it. A schema that
   * JSON Schema cannot say accepts anything there, with a `$comment`.
   */
  describe(): ContractFile
}
