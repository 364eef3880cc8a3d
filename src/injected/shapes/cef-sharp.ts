import type { AnyFunction } from '../codec.js'
import { defineGlobal, hasGlobal, ignored, named, resolved } from './page.js'
import type { Shaped } from './shapes.js'
import type { CefSharpValue } from './values.js'

const { keys } = Object
const { deleteProperty } = Reflect
const page = globalThis

/** CefSharp's global: objects appear when the page binds them. */
export function cefSharpShape({ objects, twin, legacy, post }: CefSharpValue): Shaped {
  const names = keys(objects)
  const cached: Record<string, true | undefined> = { __proto__: null } as never
  const placed: Record<string, (() => void) | undefined> = { __proto__: null } as never
  let forgetTwin = () => {}

  const isKnown = (name: unknown): name is string => {
    for (let at = 0; at < names.length; at++) if (names[at] === name) return true
    return false
  }
  const place = (name: string) => {
    placed[name] = defineGlobal(name, objects[name])
    cached[name] = true
  }

  function bind(...args: unknown[]): Promise<unknown> {
    const wanted: string[] = []
    for (let at = 0; at < args.length; at++)
      if (typeof args[at] === 'string') wanted[wanted.length] = args[at] as string
    const hasConfig = args.length > 0 && typeof args[0] === 'object' && args[0] !== null
    const list = args.length === 0 || (hasConfig && args.length === 1) ? names : wanted
    let bound = 0
    let there = 0
    for (let at = 0; at < list.length; at++) {
      const name = list[at]!
      if (hasGlobal(name)) there++
      else if (isKnown(name)) {
        place(name)
        bound++
      }
    }
    if (bound > 0) return resolved(outcome(bound, 'OK', true))
    return resolved(
      there > 0
        ? outcome(0, 'Object(s) already bound', false)
        : outcome(0, 'No object of these names', false),
    )
  }

  function deleteBound(name: string): boolean {
    if (!placed[name]) return false
    delete placed[name]
    return deleteProperty(page, name)
  }

  function removeFromCache(name: string): boolean {
    const was = cached[name] === true
    delete cached[name]
    return was
  }

  const api: Record<string, AnyFunction> = {}
  const offer = (name: string, twinName: string, fn: AnyFunction) => {
    api[name] = named(name, fn)
    api[twinName] = fn
  }
  offer('BindObjectAsync', 'bindObjectAsync', bind)
  offer('DeleteBoundObject', 'deleteBoundObject', deleteBound)
  offer('RemoveObjectFromCache', 'removeObjectFromCache', removeFromCache)
  offer('IsObjectCached', 'isObjectCached', (name: string) => cached[name] === true)
  offer('PostMessage', 'postMessage', (message: unknown) => ignored(post(message)))

  return {
    value: api,
    placed() {
      if (twin !== undefined) forgetTwin = defineGlobal(twin, api)
      if (legacy) for (let at = 0; at < names.length; at++) place(names[at]!)
    },
    update() {},
    remove() {
      forgetTwin()
      for (const name in placed) placed[name]!()
    },
  }
}

function outcome(count: number, message: string, success: boolean): object {
  return { Count: count, Message: message, Success: success, count, message, success }
}
