import { CefrigError } from '../../errors.js'
import { unserializableText } from '../../injected/binding-place.js'
import type { AnyFunction } from '../../injected/codec.js'
import { codec } from '../../protocol/value.js'

/** What is bound, as documents get it. */
export interface Description {
  value: string
  members: string[]
}

/**
 * What documents get of something that is bound: its values, and a place for each of its functions. Objects of a class offer the
 * methods of their prototypes too. @throws NOT_SERIALIZABLE
 */
export function describe(method: string, what: unknown): Description {
  const members: string[] = []
  const copies = new Map<object, object>()
  const refuse = (kind: string, path: (string | number)[]) => {
    const text = unserializableText(`${method}()`, path, 0, kind, 'page').replace(
      'the result',
      'what is bound',
    )
    throw new CefrigError('NOT_SERIALIZABLE', text, { facts: { path: [...path].reverse(), what: kind } })
  }
  const value = codec.encode(what, {
    func(fn, path) {
      const keys = path()
        .reverse()
        .filter((key, at) => at > 0 || key !== '')
      // What is inside of a Map or a Set has no name to be called by.
      if (find(what, keys)?.fn !== fn) refuse('function', path())
      return members.push(JSON.stringify(keys)) - 1
    },
    wrapped(object) {
      const known = copies.get(object)
      if (known) return { value: known }
      const methods = inherited(object)
      if (methods.length === 0) return undefined
      const copy = Object.fromEntries([
        ...methods.map((key) => [key, object[key as never]]),
        ...Object.entries(object),
      ])
      copies.set(object, copy)
      return { value: copy }
    },
    refuse,
  })
  return { value, members }
}

/** The function at a member, and what it is a method of; undefined when there is none (any more). */
export function find(
  what: unknown,
  keys: readonly (string | number)[],
): { fn: AnyFunction; self: unknown } | undefined {
  let [self, value]: [unknown, unknown] = [undefined, what]
  for (const key of keys) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
    self = value
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'function' ? { fn: value as AnyFunction, self } : undefined
}

/** Names of the methods that an object has by its class. */
function inherited(object: object): string[] {
  const names: string[] = []
  const tag = Object.prototype.toString.call(object)
  if (tag !== '[object Object]') return names
  let prototype = Object.getPrototypeOf(object) as object | null
  // Of another realm too: the last prototype of the chain is `Object.prototype`.
  while (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name !== 'constructor' && typeof value === 'function' && !names.includes(name)) names.push(name)
    }
    prototype = Object.getPrototypeOf(prototype) as object | null
  }
  return names
}

/** Names of the methods of an object, its own and those of its class. */
export function methodNames(object: object): string[] {
  const own = Object.entries(object).filter(([, value]) => typeof value === 'function')
  return [...new Set([...own.map(([name]) => name), ...inherited(object)])]
}
