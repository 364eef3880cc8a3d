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
  bound.appState = {
    setState: named('setState', (...args: unknown[]) => {
      if (args.length !== 3 || !areTexts(args, 2)) refuse('setState')
      ignored(store.set(args[0] as string, args[1] as string, args[2], false))
    }),
    getState: named('getState', (...args: unknown[]) => {
      if (args.length !== 2 || !areTexts(args, 2)) refuse('getState')
      return store.get(args[0] as string, args[1] as string)
    }),
    removeState: named('removeState', (...args: unknown[]) => {
      if (args.length !== 2 || !areTexts(args, 2)) refuse('removeState')
      ignored(store.set(args[0] as string, args[1] as string, undefined, true))
    }),
    registerForStateUpdates: named('registerForStateUpdates', (...args: unknown[]) => {
      const event = args[0] as string
      const namespaces = args[1] as string[]
      if (args.length !== 4 || !areTexts(args, 1) || !isArray(namespaces)) refuse('registerForStateUpdates')
      if (!areTexts(namespaces, namespaces.length)) refuse('registerForStateUpdates')
      if (typeof args[2] !== 'boolean' || typeof args[3] !== 'boolean') refuse('registerForStateUpdates')
      store.on(({ namespace, key, value, source, deleted }) => {
        // As there: what is removed is not announced.
        if (!deleted && args[source === 'page' ? 2 : 3]) announce(event, { namespace, key, value })
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

/** Whether the first values are strings. */
function areTexts(values: unknown[], count: number): boolean {
  for (let at = 0; at < count; at++) if (typeof values[at] !== 'string') return false
  return true
}
