import type { AnyFunction } from '../codec.js'
import { announce, defineGlobal, ignored, named } from './page.js'
import type { Shaped } from './shapes.js'
import type { StateStore } from './state.js'

const TypeErrorOf = TypeError
const { isArray } = Array

/** Pytonium's global: functions, objects with functions, and the state that the page shares with its host. */
export function pytoniumShape(bound: Record<string, unknown>, store: StateStore): Shaped {
  const refuse = (name: string): never => {
    throw new TypeErrorOf(`Invalid arguments for ${name}`)
  }
  const areTexts = (...values: unknown[]) => {
    for (let at = 0; at < values.length; at++) if (typeof values[at] !== 'string') return false
    return true
  }
  bound.appState = {
    setState: named('setState', (...args: unknown[]) => {
      const [namespace, key, value] = args as [string, string, unknown]
      if (args.length !== 3 || !areTexts(namespace, key)) refuse('setState')
      ignored(store.set(namespace, key, value, false))
    }),
    getState: named('getState', (...args: unknown[]) => {
      const [namespace, key] = args as [string, string]
      if (args.length !== 2 || !areTexts(namespace, key)) refuse('getState')
      return store.get(namespace, key)
    }),
    removeState: named('removeState', (...args: unknown[]) => {
      const [namespace, key] = args as [string, string]
      if (args.length !== 2 || !areTexts(namespace, key)) refuse('removeState')
      ignored(store.set(namespace, key, undefined, true))
    }),
    registerForStateUpdates: named('registerForStateUpdates', (...args: unknown[]) => {
      const [event, namespaces, fromPage, fromHost] = args as [string, string[], boolean, boolean]
      if (args.length !== 4 || !areTexts(event) || !isArray(namespaces) || !areTexts(...namespaces))
        refuse('registerForStateUpdates')
      if (typeof fromPage !== 'boolean' || typeof fromHost !== 'boolean') refuse('registerForStateUpdates')
      store.on(({ namespace, key, value, source, deleted }) => {
        // As there: what is removed is not announced.
        if (deleted || !(source === 'page' ? fromPage : fromHost)) return
        announce(event, { namespace, key, value })
      }, namespaces)
    }),
  } satisfies Record<string, AnyFunction>
  let forget = () => {}
  return {
    value: bound,
    placed() {
      forget = defineGlobal('PytoniumReady', true)
      announce('PytoniumReady')
    },
    update() {},
    remove() {
      forget()
    },
  }
}
