import type { AnyFunction } from '../codec.js'
import { callPage, ignored, named, pageStack } from './page.js'
import type { Shaped } from './shapes.js'
import type { ContractValue } from './values.js'

const { apply, get, has } = Reflect
const { keys } = Object
const [ProxyOf, ErrorOf] = [Proxy, Error]

/** Names that engines, frameworks and cefrig itself ask any object for. */
const harmless: readonly string[] = ['then', 'toJSON', 'window']

/** The methods of a contract, with `on()` and `off()` where it has events. Names that it does not have are told to the test. */
export function contractShape(bound: ContractValue): Shaped {
  const contract: Record<string, unknown> = {}
  const told: Record<string, true | undefined> = { __proto__: null } as never
  for (let at = 0; at < harmless.length; at++) told[harmless[at]!] = true
  const names = keys(bound)
  for (let at = 0; at < names.length; at++) {
    const name = names[at]!
    const method = bound[name]
    if (typeof method === 'function' && name !== 'cefrig:missing')
      contract[name] = withStack(name, method as AnyFunction)
  }
  const listeners = addEvents(contract, bound['cefrig:events'])
  let lastHeard = lastNumber(bound)
  const missing = bound['cefrig:missing']
  const value = new ProxyOf(contract, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !has(object, key) && !told[key]) {
        told[key] = true
        ignored(missing(key))
      }
      return get(object, key, receiver)
    },
  })
  return {
    value,
    update(next) {
      const emitted = (next as ContractValue)['cefrig:emitted']
      for (let at = 0; at < emitted.length; at++) {
        const one = emitted[at]!
        if (one.number <= lastHeard) continue
        lastHeard = one.number
        const list = listeners[one.event] ?? []
        // Whom a listener adds is not told of this event.
        const count = list.length
        for (let to = 0; to < count; to++) callPage(list[to]!, [one.value])
      }
    },
  }
}

/** The test gets the page's stack behind the arguments, for what it says of a violation. */
function withStack(name: string, method: AnyFunction): AnyFunction {
  const { stub } = {
    stub(...args: unknown[]) {
      args[args.length] = pageStack()
      return apply(method, undefined, args)
    },
  }
  return named(name, stub)
}

function addEvents(contract: Record<string, unknown>, events: string[]): Record<string, AnyFunction[]> {
  const listeners: Record<string, AnyFunction[]> = { __proto__: null } as never
  if (events.length === 0) return listeners
  for (let at = 0; at < events.length; at++) listeners[events[at]!] = []
  const known = (event: string): AnyFunction[] => {
    const list = listeners[event]
    if (!list) throw new ErrorOf(`The contract has no event ${event}.`)
    return list
  }
  contract.on = named('on', (event: string, listener: AnyFunction) => {
    const list = known(event)
    list[list.length] = listener
  })
  contract.off = named('off', (event: string, listener: AnyFunction) => {
    const list = known(event)
    const rest: AnyFunction[] = []
    for (let at = 0; at < list.length; at++) if (list[at] !== listener) rest[rest.length] = list[at]!
    listeners[event] = rest
  })
  return listeners
}

function lastNumber({ 'cefrig:emitted': emitted }: ContractValue): number {
  return emitted.length === 0 ? 0 : emitted[emitted.length - 1]!.number
}
