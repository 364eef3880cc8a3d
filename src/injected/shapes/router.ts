import type { AnyFunction } from '../codec.js'
import { callPage, defineGlobal, ignored, named, settled } from './page.js'
import type { Shaped } from './shapes.js'
import type { RouterValue } from './values.js'

const [ErrorOf, TypeErrorOf] = [Error, TypeError]
const { apply } = Reflect
const { toString: tagOf } = Object.prototype
const { isInteger } = Number

interface Query {
  persistent: boolean
  onSuccess: AnyFunction | undefined
  onFailure: AnyFunction | undefined
}

const cancelled = 'The query has been canceled'

/** The two functions of CEF's message router. */
export function routerShape(bound: RouterValue, path: string): Shaped {
  const queries: Record<number, Query | undefined> = { __proto__: null } as never
  let lastId = 0
  let forget = () => {}

  function answer(id: number, succeeded: boolean, first: unknown, second: unknown): void {
    const query = queries[id]
    if (!query) return
    if (!succeeded || !query.persistent) delete queries[id]
    if (succeeded && query.onSuccess) callPage(query.onSuccess, [first])
    if (!succeeded && query.onFailure) callPage(query.onFailure, [first, second])
  }

  function query(...args: unknown[]): number {
    const asked = checked(args, bound.binary)
    const id = ++lastId
    queries[id] = asked
    const sent = bound.query(id, asked.request, asked.persistent, (succeeded, first, second) =>
      answer(id, succeeded, first, second),
    )
    settled(sent, (_, failed) => {
      if (failed) answer(id, false, -1, cancelled)
    })
    return id
  }

  function cancel(...args: unknown[]): boolean {
    const id = args[0] as number
    if (args.length !== 1 || !isInteger(id))
      throw new ErrorOf('Invalid arguments: give the number of one query')
    if (!queries[id]) return false
    delete queries[id]
    ignored(bound.cancel(id))
    return true
  }

  return {
    value: named(path, query),
    placed() {
      forget = defineGlobal(bound.cancelFunction, named(bound.cancelFunction, cancel))
    },
    update() {},
    remove() {
      forget()
      for (const id in queries) answer(+id, false, -1, cancelled)
    },
  }
}

/** As the router checks it: a wrong call throws, and no query is made. */
function checked(args: unknown[], binary: boolean): Query & { request: unknown } {
  const given = args[0] as Record<string, unknown>
  if (args.length !== 1 || ((typeof given !== 'object' || given === null) && typeof given !== 'function'))
    throw new TypeErrorOf('Invalid arguments: give a single object')
  const { request, persistent, onSuccess, onFailure } = given
  const isBuffer = binary && apply(tagOf, request, []) === '[object ArrayBuffer]'
  if (typeof request !== 'string' && !isBuffer)
    throw new TypeErrorOf(
      `Invalid arguments: "request" must be a string${binary ? ' or an ArrayBuffer' : ''}`,
    )
  if ('persistent' in given && typeof persistent !== 'boolean')
    throw new TypeErrorOf('Invalid arguments: "persistent" must be a boolean')
  if ('onSuccess' in given && typeof onSuccess !== 'function')
    throw new TypeErrorOf('Invalid arguments: "onSuccess" must be a function')
  if ('onFailure' in given && typeof onFailure !== 'function')
    throw new TypeErrorOf('Invalid arguments: "onFailure" must be a function')
  return {
    request,
    persistent: persistent === true,
    onSuccess: onSuccess as AnyFunction | undefined,
    onFailure: onFailure as AnyFunction | undefined,
  }
}
