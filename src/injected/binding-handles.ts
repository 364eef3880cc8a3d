import type { AnyFunction } from './codec.js'

const { apply } = Reflect
const [WeakRefOf, WeakMapOf, RegistryOf] = [WeakRef, WeakMap, FinalizationRegistry]
const { get: weakGet, set: weakSet } = WeakMap.prototype
const { deref } = WeakRef.prototype
const { register } = FinalizationRegistry.prototype

interface Own {
  fn: AnyFunction
  /** How often it has been sent. */
  sent: number
}

interface Taken {
  id: number
  fn: WeakRef<AnyFunction>
  /** How often it has come. */
  count: number
}

/**
 * The functions that the two sides of a document have given each other, seen from one side: both run this code. Each side counts
 * how often a function was sent; whoever has collected what stood for it says how often it had come. The owner lets go of it
 * when the numbers are equal, so that a function which is sent again meanwhile stays.
 */
export class Handles {
  readonly #own: Record<number, Own | undefined> = { __proto__: null } as never
  readonly #ownIds = new WeakMapOf<AnyFunction, number>()
  readonly #taken: Record<number, Taken | undefined> = { __proto__: null } as never
  readonly #takenIds = new WeakMapOf<AnyFunction, number>()
  readonly #collected: FinalizationRegistry<Taken>
  readonly #stub: (id: number) => AnyFunction
  #lastId = 0

  /** `stub` makes what stands for a function of the other side; `release` tells the other side that it was collected. */
  constructor(stub: (id: number) => AnyFunction, release: (id: number, count: number) => void) {
    this.#stub = stub
    this.#collected = new RegistryOf((taken) => {
      if (this.#taken[taken.id] === taken) delete this.#taken[taken.id]
      release(taken.id, taken.count)
    })
  }

  /** The number under which a function travels; below 0 it is the other side's own. */
  give(fn: AnyFunction): number {
    const taken = apply(weakGet, this.#takenIds, [fn]) as number | undefined
    if (taken !== undefined) return -taken
    let id = apply(weakGet, this.#ownIds, [fn]) as number | undefined
    if (id === undefined || !this.#own[id]) {
      id = ++this.#lastId
      apply(weakSet, this.#ownIds, [fn, id])
      this.#own[id] = { fn, sent: 0 }
    }
    this.#own[id]!.sent++
    return id
  }

  /** What a number that came stands for. */
  take(id: number): AnyFunction | undefined {
    if (id < 0) return this.#own[-id]?.fn
    const known = this.#taken[id]
    const there = known && (apply(deref, known.fn, []) as AnyFunction | undefined)
    if (there) {
      known.count++
      return there
    }
    const fn = this.#stub(id)
    const taken = { id, fn: new WeakRefOf(fn), count: 1 }
    this.#taken[id] = taken
    apply(weakSet, this.#takenIds, [fn, id])
    apply(register, this.#collected, [fn, taken])
    return fn
  }

  /** A function of this side. */
  own(id: number): AnyFunction | undefined {
    return this.#own[id]?.fn
  }

  /** The other side has collected what stood for a function. */
  released(id: number, count: number): void {
    const own = this.#own[id]
    if (!own) return
    own.sent -= count
    if (own.sent <= 0) delete this.#own[id]
  }

  /** How many functions of this side the other one may call. */
  get size(): number {
    let size = 0
    for (const _ in this.#own) size++
    return size
  }
}
