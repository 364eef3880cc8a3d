import type { AnyFunction } from '../codec.js'
import { define } from '../define.js'
import { callPage, named, settled } from './page.js'
import type { Shaped } from './shapes.js'
import type { StateEntry, StateValue } from './values.js'

const { apply } = Reflect
const { stringify } = JSON
const [PromiseOf, TypeErrorOf] = [Promise, TypeError]
const clone = structuredClone
const { indexOf } = Array.prototype

interface Change {
  namespace: string
  key: string
  value: unknown
  source: 'page' | 'test'
  deleted: boolean
}

interface Kept {
  entry: StateEntry
  /** Changes of this document on their way to the test: until they are there, what this document has set is what it sees. */
  pending: number
  /** What the test said meanwhile. */
  truth?: StateEntry | undefined
}

interface Listener {
  call(change: Change): void
  namespaces: string[] | undefined
}

/** A document's copy of `page.state`. */
export interface StateStore {
  connect(value: StateValue): void
  take(entries: StateEntry[], silent: boolean): void
  get(namespace: string, key?: string): unknown
  set(namespace: string, key: string, value: unknown, gone: boolean): Promise<void>
  keys(namespace: string): string[]
  on(call: (change: Change) => void, namespaces: string[] | undefined): () => void
}

export function createStateStore(): StateStore {
  const kept: Record<string, Kept | undefined> = { __proto__: null } as never
  let listeners: Listener[] = []
  let write: StateValue['write'] | undefined

  const placeOf = (namespace: string, key: string) => stringify([namespace, key])

  function adopt(entry: StateEntry, silent: boolean): void {
    const { namespace, key, value, source, gone: deleted } = entry
    const known = kept[placeOf(namespace, key)]
    if (known) known.entry = entry
    else kept[placeOf(namespace, key)] = { entry, pending: 0 }
    if (silent) return
    const all = listeners
    for (let at = 0; at < all.length; at++) {
      const { call, namespaces } = all[at]!
      if (namespaces && (apply(indexOf, namespaces, [namespace]) as number) < 0) continue
      callPage(call as AnyFunction, [{ namespace, key, value, source, deleted }])
    }
  }

  /** The test has taken up a change of this document. */
  function acknowledged(place: Kept, number: number): void {
    place.pending--
    if (place.pending > 0) return
    const { truth } = place
    place.truth = undefined
    if (truth && truth.number > number) adopt(truth, false)
    else place.entry.number = number
  }

  return {
    connect(value) {
      write = value.write
    },
    take(entries, silent) {
      for (let at = 0; at < entries.length; at++) {
        const entry = entries[at]!
        const known = kept[placeOf(entry.namespace, entry.key)]
        if (known && known.pending > 0) known.truth = entry
        else if (!known || known.entry.number < entry.number) adopt(entry, silent)
      }
    },
    get(namespace, key) {
      if (key !== undefined) {
        const entry = kept[placeOf(namespace, key)]?.entry
        return !entry || entry.gone ? undefined : entry.value
      }
      const all = {}
      for (const place in kept) {
        const { entry } = kept[place]!
        if (entry.namespace === namespace && !entry.gone) define(all, entry.key, entry.value)
      }
      return all
    },
    keys(namespace) {
      const names: string[] = []
      for (const place in kept) {
        const { entry } = kept[place]!
        if (entry.namespace === namespace && !entry.gone) names[names.length] = entry.key
      }
      return names
    },
    set(namespace, key, value, gone) {
      if (typeof namespace !== 'string' || typeof key !== 'string')
        throw new TypeErrorOf('The namespace and the key of a state must be strings.')
      const copy = clone(value)
      const number = kept[placeOf(namespace, key)]?.entry.number ?? 0
      adopt({ namespace, key, value: copy, number, source: 'page', gone }, false)
      const place = kept[placeOf(namespace, key)]!
      place.pending++
      return new PromiseOf((resolve, reject) => {
        settled(write!(namespace, key, copy, gone), (answer, failed) => {
          acknowledged(place, failed ? number : (answer as number))
          if (failed) reject(answer)
          else resolve()
        })
      })
    },
    on(call, namespaces) {
      const listener = { call, namespaces }
      const all: Listener[] = []
      for (let at = 0; at < listeners.length; at++) all[at] = listeners[at]!
      all[all.length] = listener
      listeners = all
      return () => {
        const rest: Listener[] = []
        for (let at = 0; at < listeners.length; at++)
          if (listeners[at] !== listener) rest[rest.length] = listeners[at]!
        listeners = rest
      }
    },
  }
}

/** `cefrig.state` of a page. */
export function stateShape(bound: StateValue, store: StateStore): Shaped {
  store.connect(bound)
  store.take(bound.entries, true)
  const remove = (namespace: string, key?: string): Promise<unknown> | undefined => {
    const names = key === undefined ? store.keys(namespace) : [key]
    let last: Promise<unknown> | undefined
    for (let at = 0; at < names.length; at++) last = store.set(namespace, names[at]!, undefined, true)
    return last
  }
  return {
    value: {
      get: named('get', (namespace: string, key?: string) => store.get(namespace, key)),
      set: named('set', (namespace: string, key: string, value: unknown) =>
        store.set(namespace, key, value, false),
      ),
      delete: named('delete', remove),
      on: named('on', (listener: AnyFunction, options: { namespaces?: string[] } = {}) =>
        store.on(listener, options.namespaces),
      ),
    },
    update(next) {
      store.connect(next as StateValue)
      store.take((next as StateValue).entries, false)
    },
  }
}
