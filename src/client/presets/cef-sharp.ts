import type { CefSharpValue } from '../../injected/shapes/values.js'
import type { ShapedCall } from '../bindings/bindings.js'
import { methodNames } from '../bindings/members.js'
import { runNow } from '../failure.js'
import {
  checkOptions,
  flag,
  functionRule,
  isObject,
  type OptionRule,
  type OptionSchema,
  text,
} from '../options.js'
import { type Preset, preset } from './preset.js'

/** What a CefSharp host has registered. */
export interface CefSharpOptions {
  /** Objects by name, as registered with `isAsync: true`: the page calls their methods and gets promises. */
  objects?: Readonly<Record<string, object>>
  /** Objects as registered with `isAsync: false`: methods answer at once, and properties can be read. */
  syncObjects?: Readonly<Record<string, object>>
  /** Names begin with a small letter in the page, as `showMessage` for `ShowMessage`. Default: true. */
  camelCase?: boolean
  /** Whether all objects are there from the start, as with CefSharp's legacy binding. Default: false. */
  legacyBinding?: boolean
  /** Name of the global. Default: `CefSharp`, and `cefSharp`. */
  globalName?: string
  /** What the page sends with `CefSharp.PostMessage()`. */
  onMessage?: (message: unknown) => unknown
}

const objects: OptionRule = {
  give: 'objects by name: { notes: new Notes() }',
  accepts: (value) => isObject(value) && Object.values(value).every(isObject),
}

const schema: OptionSchema<CefSharpOptions> = {
  objects,
  syncObjects: objects,
  camelCase: flag,
  legacyBinding: flag,
  globalName: text,
  onMessage: functionRule,
}

/**
 * CefSharp's binding of .NET objects: `await CefSharp.BindObjectAsync('notes')` in the page, then `notes.save()`.
 * @example
 * await page.bind(cefSharp({ objects: { notes: { Save: (text) => saved.push(text) } } }))
 * @throws BAD_ARGUMENT, UNKNOWN_OPTION
 */
export function cefSharp(options: CefSharpOptions = {}): Preset {
  return runNow('cefSharp', () => {
    checkOptions('cefSharp()', schema, options)
    const { objects = {}, syncObjects = {}, camelCase = true, legacyBinding = false, onMessage } = options
    const name = (text: string) => (camelCase ? text.slice(0, 1).toLowerCase() + text.slice(1) : text)
    const all = {
      ...mapped(objects, (object) => methodsOf(object, name)),
      ...mapped(syncObjects, (object) => ({ ...valuesOf(object, name), ...methodsOf(object, name) })),
    }
    const what: CefSharpValue = {
      objects: all,
      twin: options.globalName === undefined ? 'cefSharp' : undefined,
      legacy: legacyBinding,
      async post(this: ShapedCall, message: unknown) {
        try {
          await onMessage?.(message)
        } catch (error) {
          this.failed(error, 'CefSharp.PostMessage()')
        }
      },
    }
    const sync = Object.keys(syncObjects).flatMap((object) =>
      Object.keys(methodsOf(syncObjects[object]!, name)).map((method) => ['objects', object, method]),
    )
    const also = [...(what.twin === undefined ? [] : [what.twin]), ...Object.keys(all)]
    return preset({ path: options.globalName ?? 'CefSharp', also, what, sync, shape: 'cefSharp' })
  })
}

function mapped(
  given: Readonly<Record<string, object>>,
  map: (object: object) => object,
): Record<string, object> {
  return Object.fromEntries(Object.entries(given).map(([name, object]) => [name, map(object)]))
}

function methodsOf(object: object, name: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    methodNames(object).map((method) => [
      name(method),
      // Looked up when it is called: tests replace methods.
      (...args: unknown[]) => Reflect.apply(Reflect.get(object, method), object, args),
    ]),
  )
}

function valuesOf(object: object, name: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => typeof value !== 'function')
      .map(([key, value]) => [name(key), value]),
  )
}
