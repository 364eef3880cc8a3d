import type { AnyFunction, Base64, EncodeHooks } from './codec.js'

/** The half that writes. What it uses of the page is captured now. */
export function createEncode(base64: Base64): (root: unknown, hooks?: EncodeHooks) => string {
  const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect
  const { isArray } = Array
  const { isView } = ArrayBuffer
  const { keys: keysOf } = Object
  const { stringify } = JSON
  const { get: mapGet, set: mapSet, forEach: mapForEach } = Map.prototype
  const { forEach: setForEach } = Set.prototype
  const { getTime } = Date.prototype
  const { prototype } = Object
  const { toString: tagOf } = prototype
  const getter = (prototype: object, key: PropertyKey) =>
    getOwnPropertyDescriptor(prototype, key)?.get as () => unknown
  const arrayName = getter(getPrototypeOf(Uint8Array.prototype)!, Symbol.toStringTag)
  const bufferSize = getter(ArrayBuffer.prototype, 'byteLength')
  const [regExpSource, regExpFlags] = [getter(RegExp.prototype, 'source'), getter(RegExp.prototype, 'flags')]
  const page = globalThis as unknown as Record<string, { prototype: object } | undefined>
  const nodeType = page.Node && getter(page.Node.prototype, 'nodeType')
  /** What errors own without showing it. */
  const hidden = ['cause', 'errors']
  const [urlHref, MapOf, Bytes] = [getter(URL.prototype, 'href'), Map, Uint8Array]

  function encode(root: unknown, hooks: EncodeHooks = {}): string {
    const values: unknown[] = [undefined]
    const parents: number[] = [0]
    const keys: (string | number)[] = ['']
    const seen = new MapOf<object, number>()

    function refuse(what: string, parent: number, key: string | number): void {
      if (!hooks.refuse) return
      hooks.refuse(what, pathTo(parent, key))
    }

    function pathTo(parent: number, key: string | number): (string | number)[] {
      const path = [key]
      for (let at = parent; at > 1; at = parents[at]!) path[path.length] = keys[at]!
      return path
    }

    function content(bytes: Uint8Array): string {
      const position = hooks.buffer?.(bytes)
      return position === undefined ? `"${base64.encode(bytes)}"` : `${position}`
    }

    function bytesOf(at: number, buffer: ArrayBuffer, start = 0, length?: number): Uint8Array {
      try {
        return new Bytes(buffer, start, length)
      } catch {
        refuse('detached buffer', parents[at]!, keys[at]!)
        return new Bytes(0)
      }
    }

    function child(value: unknown, parent: number, key: string | number): string {
      switch (typeof value) {
        case 'string':
          return stringify(value)
        case 'boolean':
          return `${value}`
        case 'number':
          // biome-ignore lint/suspicious/noSelfCompare: NaN without a method that a page may have replaced
          if (value !== value) return '-2'
          if (value === 1 / 0 || value === -1 / 0) return value > 0 ? '-3' : '-4'
          return value === 0 && 1 / value < 0 ? '-5' : `[${value}]`
        case 'undefined':
          return '-1'
        case 'function':
          if (hooks.func) break
          refuse(typeof value, parent, key)
          return '-1'
        case 'symbol':
          refuse(typeof value, parent, key)
          return '-1'
      }
      if (value === null) return 'null'
      if (typeof value === 'object') {
        const inner = hooks.wrapped?.(value)
        if (inner) return child(inner.value, parent, key)
        const text = preview(value)
        if (text) {
          refuse(text, parent, key)
          return `"ref: <${text}>"`
        }
        const known = apply(mapGet, seen, [value]) as number | undefined
        if (known) return `${known}`
        const simple = simplified(value)
        if (typeof simple !== 'object' || simple === null) return child(simple, parent, key)
        apply(mapSet, seen, [value, values.length])
        value = simple
      }
      const position = values.length
      values[position] = value
      parents[position] = parent
      keys[position] = key
      return `${position}`
    }

    let text = `[${child(root, 0, '')}`
    for (let at = 1; at < values.length; at++) text += `,${node(values[at], at)}`
    return `${text}]`

    function node(value: unknown, at: number): string {
      if (typeof value === 'bigint') return `["i","${value}"]`
      if (typeof value === 'function')
        return `["f",${hooks.func!(value as AnyFunction, () => pathTo(parents[at]!, keys[at]!))}]`
      const object = value as Record<string, unknown>
      const handle = hooks.handle?.(object)
      if (handle !== undefined) return `["h",${handle}]`
      if (isArray(object)) {
        let items = '["a"'
        for (let i = 0; i < object.length; i++) items += `,${child(object[i], at, i)}`
        return `${items}]`
      }
      try {
        const special = builtIn(object, at)
        if (special) return special
      } catch (error) {
        // An object that only claims the tag; but what `refuse` throws must pass.
        if (hooks.refuse && !(error instanceof TypeError)) throw error
      }
      return `["o"${properties(object, at, keysOf(object))}]`
    }

    function properties(object: Record<string, unknown>, at: number, names: string[]): string {
      let text = ''
      for (let i = 0; i < names.length; i++) {
        let item: unknown
        try {
          item = object[names[i]!]
        } catch (error) {
          if (hooks.refuse) throw error
          continue
        }
        text += `,${stringify(names[i])},${child(item, at, names[i]!)}`
      }
      return text
    }

    function builtIn(object: Record<string, unknown>, at: number): string | undefined {
      if (isView(object)) {
        const bytes = bytesOf(at, object.buffer as ArrayBuffer, object.byteOffset, object.byteLength)
        return `["t","${(apply(arrayName, object, []) as string | undefined) ?? 'DataView'}",${content(bytes)}]`
      }
      const tag = apply(tagOf, object, []) as string
      switch (tag) {
        case '[object Date]':
          return `["d",${stringify(apply(getTime, object, []))}]`
        case '[object RegExp]':
          return `["r",${stringify(apply(regExpSource, object, []))},${stringify(apply(regExpFlags, object, []))}]`
        case '[object URL]':
          return `["l",${stringify(apply(urlHref, object, []))}]`
        case '[object ArrayBuffer]':
          apply(bufferSize, object, [])
          return `["b",${content(bytesOf(at, object as unknown as ArrayBuffer))}]`
        case '[object Map]': {
          let text = '["m"'
          let count = 0
          const visit = (value: unknown, key: unknown) => {
            text += `,${child(key, at, `<key ${count}>`)},${child(value, at, `<value ${count++}>`)}`
          }
          apply(mapForEach, object, [visit])
          return `${text}]`
        }
        case '[object Set]': {
          let text = '["s"'
          let count = 0
          const visit = (value: unknown) => {
            text += `,${child(value, at, `<item ${count++}>`)}`
          }
          apply(setForEach, object, [visit])
          return `${text}]`
        }
        case '[object Error]':
        case '[object DOMException]': {
          const { name, message, stack } = object
          const names = keysOf(object)
          for (let i = 0; i < hidden.length; i++) {
            const own = getOwnPropertyDescriptor(object, hidden[i]!)
            if (own && !own.enumerable) names[names.length] = hidden[i]!
          }
          const texts = `${stringify(`${name}`)},${stringify(`${message}`)},${stringify(stack ? `${stack}` : '')}`
          return `["e",${texts}${properties(object, at, names)}]`
        }
        case '[object Promise]':
        case '[object WeakMap]':
        case '[object WeakSet]':
        case '[object WeakRef]':
        case '[object Blob]':
        case '[object File]':
        case '[object FileList]':
        case '[object FormData]':
          refuse(tag.slice(8, -1), parents[at]!, keys[at]!)
          return undefined
      }
    }
  }

  /** DOMRect and its like keep everything in getters of the prototype, and offer `toJSON`. */
  function simplified(value: object): unknown {
    try {
      const { toJSON } = value as { toJSON?: unknown }
      if (typeof toJSON !== 'function' || isArray(value) || keysOf(value).length > 0) return value
      const tag = apply(tagOf, value, [])
      const own =
        toJSON !== (prototype as { toJSON?: unknown }).toJSON &&
        tag !== '[object Date]' &&
        tag !== '[object URL]'
      return !own ? value : apply(toJSON, value, [])
    } catch {
      return value
    }
  }

  /** A word for objects that are of the page's document and never copied. */
  function preview(value: object): string | undefined {
    if (!nodeType) return undefined
    try {
      if ((value as { window?: unknown }).window === value) return 'Window'
      const type = apply(nodeType, value, [])
      return type === 9 ? 'Document' : 'Node'
    } catch {
      return undefined
    }
  }

  return encode
}
