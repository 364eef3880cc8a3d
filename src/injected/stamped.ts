import type { AnyFunction } from './codec.js'

/** What a derived constructor gets for `this`. */
const Given = function (this: unknown, fn: AnyFunction) {
  return fn
} as unknown as new (
  fn: AnyFunction,
) => AnyFunction

/**
 * Whose a function is and its number there, written on the function where nobody else sees it: private fields of a class whose
 * constructor is given the function in place of a new object. A WeakMap would do, but its table stays as large as it once was.
 */
export class Stamped extends Given {
  readonly #owner: object
  readonly #number: number

  constructor(fn: AnyFunction, owner: object, number: number) {
    super(fn)
    this.#owner = owner
    this.#number = number
  }

  /** Undefined for a function without a stamp, or with somebody else's. */
  static numberOf(fn: AnyFunction, owner: object): number | undefined {
    return #number in fn && (fn as Stamped).#owner === owner ? (fn as Stamped).#number : undefined
  }
}
