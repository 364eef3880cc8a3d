import type { AnyFunction } from './codec.js'
import { Numbered } from './numbered.js'
import { Stamped } from './stamped.js'

const { apply } = Reflect
const [WeakRefOf, MapOf, RegistryOf] = [WeakRef, Map, FinalizationRegistry]
const { get: mapGet, set: mapSet, delete: mapDelete } = Map.prototype
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
  readonly #own = new Numbered<Own>()
  readonly #ownIds = new MapOf<AnyFunction, number>()
  readonly #taken = new Numbered<Taken>()
  readonly #collected: FinalizationRegistry<Taken>
  readonly #stub: (id: number) => AnyFunction
  #lastId = 0

  /** `stub` makes what stands for a function of the other side; `release` tells the other side that it was collected. */
  constructor(stub: (id: number) => AnyFunction, release: (id: number, count: number) => void) {
    this.#stub = stub
    this.#collected = new RegistryOf((taken) => {
      if (this.#taken.get(taken.id) === taken) this.#taken.delete(taken.id)
      release(taken.id, taken.count)
    })
  }

  /**
   * Writes a message. Its functions are given by what `write` is handed; when it throws, nothing was sent and they do not count.
   */
  writing<T>(write: (give: (fn: AnyFunction) => number) => T): T {
    const given: number[] = []
    try {
      return write((fn) => {
        const id = this.#give(fn)
        given[given.length] = id
        return id
      })
    } catch (error) {
      for (let at = 0; at < given.length; at++) this.released(given[at]!, 1)
      throw error
    }
  }

  /** The number under which a function travels; below 0 it is the other side's own. */
  #give(fn: AnyFunction): number {
    const taken = Stamped.numberOf(fn, this)
    if (taken !== undefined) return -taken
    const known = apply(mapGet, this.#ownIds, [fn]) as number | undefined
    const id = known ?? ++this.#lastId
    if (known === undefined) {
      apply(mapSet, this.#ownIds, [fn, id])
      this.#own.set(id, { fn, sent: 0 })
    }
    this.#own.get(id)!.sent++
    return id
  }

  /** What a number that came stands for. */
  take(id: number): AnyFunction | undefined {
    if (id < 0) return this.#own.get(-id)?.fn
    const known = this.#taken.get(id)
    const there = known && (apply(deref, known.fn, []) as AnyFunction | undefined)
    if (there) {
      known.count++
      return there
    }
    const fn = this.#stub(id)
    const taken = { id, fn: new WeakRefOf(fn), count: 1 }
    this.#taken.set(id, taken)
    new Stamped(fn, this, id)
    apply(register, this.#collected, [fn, taken])
    return fn
  }

  /** A function of this side. */
  own(id: number): AnyFunction | undefined {
    return this.#own.get(id)?.fn
  }

  /** The other side has collected what stood for a function. */
  released(id: number, count: number): void {
    const own = this.#own.get(id)
    if (!own) return
    own.sent -= count
    if (own.sent > 0) return
    this.#own.delete(id)
    apply(mapDelete, this.#ownIds, [own.fn])
  }

  /** How many functions of this side the other one may call. */
  get size(): number {
    return this.#own.size
  }
}
