/**
 * Values as JSON text, the same on both sides: this file is compiled into the client, and bundled as self-contained text for
 * pages. In a page it captures what it uses when it is evaluated, and calls no method that the page may have replaced since.
 *
 * The text is an array: the root first, then one node for each object, so that depth has no limit and cycles and shared
 * references need nothing special. A child (the root is one too) is
 * - an integer: above 0 the node at that position, below 0 a constant (see `constants`);
 * - a string, boolean or null: itself; an array of one number: that number.
 * A node is `[tag, …]`: `a` array children; `o` object key, child, …; `m` Map key child, value child, …; `s` Set children;
 * `d` Date milliseconds; `r` RegExp source, flags; `l` URL; `i` BigInt; `b` ArrayBuffer base64; `t` typed array name, base64;
 * `e` Error name, message, stack, key, child, …; `h` position in the list of handles.
 */
export interface Codec {
  /** Values that cannot travel become undefined, nodes and windows a text, unless `hooks.refuse` throws. */
  encode(value: unknown, hooks?: EncodeHooks): string
  decode(text: string, handles?: ArrayLike<unknown>): unknown
}

export interface EncodeHooks {
  /** Position in the list of handles, when the object stands for something on the other side. */
  handle?(value: object): number | undefined
  /** The value to write in place of an object that only wraps it. */
  wrapped?(value: object): { value: unknown } | undefined
  /** Asked to throw for a value that cannot travel. `what`: a word for it; `path`: the keys that lead to it. */
  refuse?(what: string, path: (string | number)[]): void
}

export interface Base64 {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array<ArrayBuffer>
}

type Child = number | string | boolean | null | [number]
// biome-ignore lint/suspicious/noExplicitAny: shape depends on the tag
type Node = [tag: string, ...any[]]

export function createCodec(base64: Base64): Codec {
  const { apply, getPrototypeOf, defineProperty, getOwnPropertyDescriptor } = Reflect
  const { isArray } = Array
  const { isView } = ArrayBuffer
  const { keys: keysOf } = Object
  const { parse, stringify } = JSON
  const { get: mapGet, set: mapSet, forEach: mapForEach } = Map.prototype
  const { add: setAdd, forEach: setForEach } = Set.prototype
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
  const [urlHref, MapOf, SetOf] = [getter(URL.prototype, 'href'), Map, Set]
  const [DateOf, RegExpOf, BigIntOf, URLOf, Bytes] = [Date, RegExp, BigInt, URL, Uint8Array]
  const constructors = globalThis as unknown as Record<string, new (...args: unknown[]) => object>
  const nativeErrors: Record<string, ErrorConstructor | undefined> = {
    __proto__: null as never,
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  // Positions count down from -1.
  const constants = [undefined, Number.NaN, 1 / 0, -1 / 0, -0]

  function encode(root: unknown, hooks: EncodeHooks = {}): string {
    const values: unknown[] = [undefined]
    const parents: number[] = [0]
    const keys: (string | number)[] = ['']
    const seen = new MapOf<object, number>()

    function refuse(what: string, parent: number, key: string | number): void {
      if (!hooks.refuse) return
      const path = [key]
      for (let at = parent; at > 1; at = parents[at]!) path[path.length] = keys[at]!
      hooks.refuse(what, path)
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
        const bytes = new Bytes(object.buffer as ArrayBuffer, object.byteOffset, object.byteLength)
        return `["t","${(apply(arrayName, object, []) as string | undefined) ?? 'DataView'}","${base64.encode(bytes)}"]`
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
          return `["b","${base64.encode(new Bytes(object as unknown as ArrayBuffer))}"]`
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
          if ('cause' in object && getOwnPropertyDescriptor(object, 'cause')) names[names.length] = 'cause'
          const texts = `${stringify(`${name}`)},${stringify(`${message}`)},${stringify(stack ? `${stack}` : '')}`
          return `["e",${texts}${properties(object, at, names)}]`
        }
        case '[object Promise]':
        case '[object WeakMap]':
        case '[object WeakSet]':
        case '[object WeakRef]':
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

  function decode(text: string, handles: ArrayLike<unknown> = []): unknown {
    const nodes = parse(text) as [Child, ...Node[]]
    const values: unknown[] = []
    for (let at = 1; at < nodes.length; at++) values[at] = shell(nodes[at] as Node, handles)
    const value = (child: Child): unknown => {
      if (typeof child === 'number') return child < 0 ? constants[-child - 1] : values[child]
      return isArray(child) ? child[0] : child
    }
    for (let at = 1; at < nodes.length; at++) fill(values[at], nodes[at] as Node, value)
    return value(nodes[0])
  }

  function shell(node: Node, handles: ArrayLike<unknown>): unknown {
    switch (node[0]) {
      case 'a':
        return []
      case 'm':
        return new MapOf()
      case 's':
        return new SetOf()
      case 'd':
        return new DateOf(node[1] ?? Number.NaN)
      case 'r':
        return new RegExpOf(node[1], node[2])
      case 'l':
        return new URLOf(node[1])
      case 'i':
        return BigIntOf(node[1])
      case 'b':
        return base64.decode(node[1]).buffer
      case 't':
        return new (constructors[node[1]] ?? Bytes)(base64.decode(node[2]).buffer)
      case 'e':
        return revivedError(node)
      case 'h':
        return handles[node[1]]
      default:
        return {}
    }
  }

  function revivedError([, name, message, stack]: Node): Error {
    const known = nativeErrors[name]
    const error = new (known ?? nativeErrors.Error!)(message)
    const define = (key: string, value: unknown) =>
      defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
    if (!known) define('name', name)
    define('stack', stack)
    return error
  }

  function fill(value: unknown, node: Node, decoded: (child: Child) => unknown): void {
    const tag = node[0]
    const first = tag === 'e' ? 4 : 1
    if (tag === 'a') for (let i = 1; i < node.length; i++) (value as unknown[])[i - 1] = decoded(node[i])
    if (tag === 's')
      for (let i = 1; i < node.length; i++) apply(setAdd, value as Set<unknown>, [decoded(node[i])])
    if (tag === 'm') {
      for (let i = 1; i < node.length; i += 2) {
        apply(mapSet, value as Map<unknown, unknown>, [decoded(node[i]), decoded(node[i + 1])])
      }
    }
    if (tag === 'o' || tag === 'e') {
      for (let i = first; i < node.length; i += 2) {
        // Never by assignment: the key may be `__proto__`.
        const enumerable = tag === 'o' || node[i] !== 'cause'
        const descriptor = { value: decoded(node[i + 1]), writable: true, configurable: true, enumerable }
        defineProperty(value as object, node[i], descriptor)
      }
    }
  }

  return { encode, decode }
}
