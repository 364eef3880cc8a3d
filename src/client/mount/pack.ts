import { CefrigError } from '../../errors.js'
import type { NestedComponent } from '../../protocol/mount.js'
import { codec } from '../../protocol/value.js'
import { Nested } from './nested.js'

/**
 * The value with its components as they travel, in plain objects and arrays. Modules that they need are added to the list. What
 * holds none stays as it is.
 */
export function pack(value: Record<string, unknown>, modules: string[]): Record<string, unknown> {
  return packAny(value, modules, new Map()) as Record<string, unknown>
}

function packAny(value: unknown, modules: string[], seen: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = seen.get(value)
  if (known) return known
  if (value instanceof Nested) {
    const packed = {
      $cefrig: 'nested',
      module: placeOf(value.module, modules),
      name: value.name,
    } as NestedComponent
    seen.set(value, packed)
    packed.props = pack(value.props, modules)
    packed.slots = pack(value.slots, modules)
    return packed
  }
  if (Array.isArray(value)) {
    const items: unknown[] = []
    seen.set(value, items)
    for (const item of value) items.push(packAny(item, modules, seen))
    return items
  }
  if (!isPlain(value)) return value
  const object: Record<string, unknown> = {}
  seen.set(value, object)
  for (const [name, item] of Object.entries(value)) object[name] = packAny(item, modules, seen)
  return object
}

/** Of any realm: Jest's tests have one of their own. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype !== null && Object.getPrototypeOf(prototype) === null
}

function placeOf(module: string, modules: string[]): number {
  const at = modules.indexOf(module)
  return at >= 0 ? at : modules.push(module) - 1
}

/** Refuses what cannot be sent to the page. @throws NOT_SERIALIZABLE with its place */
export function requireSendable(given: object): void {
  codec.encode(given, {
    func: () => 0,
    refuse(what, path) {
      const place = [...path].reverse().join('.')
      const message = `${place} is a ${what}, which cannot be sent to the page. Give data (numbers, text, arrays, objects, dates, maps, sets, bytes), functions, or nested().`
      throw new CefrigError('NOT_SERIALIZABLE', message, { facts: { path: [...path].reverse(), what } })
    },
  })
}
