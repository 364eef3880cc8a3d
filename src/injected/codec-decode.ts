import type { Base64, DecodeHooks } from './codec.js'
import { define } from './define.js'

type Child = number | string | boolean | null | [number]
// biome-ignore lint/suspicious/noExplicitAny: shape depends on the tag
type Node = [tag: string, ...any[]]

const viewNames = [
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView'],
]

/** The half that reads. What it uses of the page is captured now. */
export function createDecode(
  base64: Base64,
): (text: string, handles?: ArrayLike<unknown>, hooks?: DecodeHooks) => unknown {
  const { apply } = Reflect
  const { isArray } = Array
  const { parse } = JSON
  const { set: mapSet } = Map.prototype
  const { add: setAdd } = Set.prototype
  const [MapOf, SetOf, Bytes] = [Map, Set, Uint8Array]
  const [DateOf, RegExpOf, BigIntOf, URLOf] = [Date, RegExp, BigInt, URL]
  const realm = globalThis as unknown as Record<string, (new (...args: unknown[]) => object) | undefined>
  const views: typeof realm = { __proto__: null as never }
  for (const name of viewNames) views[name] = realm[name]
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

  function decode(text: string, handles: ArrayLike<unknown> = [], hooks: DecodeHooks = {}): unknown {
    const nodes = parse(text) as [Child, ...Node[]]
    const values: unknown[] = []
    for (let at = 1; at < nodes.length; at++) values[at] = shell(nodes[at] as Node, handles, hooks)
    const value = (child: Child): unknown => {
      if (typeof child === 'number') return child < 0 ? constants[-child - 1] : values[child]
      return isArray(child) ? child[0] : child
    }
    for (let at = 1; at < nodes.length; at++) fill(values[at], nodes[at] as Node, value)
    return value(nodes[0])
  }

  function shell(node: Node, handles: ArrayLike<unknown>, hooks: DecodeHooks): unknown {
    const content = (bytes: string | number) =>
      typeof bytes === 'number' ? hooks.buffers![bytes]! : base64.decode(bytes).buffer
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
        return content(node[1])
      case 't':
        return new (views[node[1]] ?? Bytes)(content(node[2]))
      case 'e':
        return revivedError(node)
      case 'h':
        return handles[node[1]]
      case 'f':
        return hooks.func!(node[1])
      default:
        return {}
    }
  }

  function revivedError(node: Node): Error {
    const name = node[1] as string
    const known = nativeErrors[name]
    const error = new (known ?? nativeErrors.Error!)(node[2])
    if (!known) define(error, 'name', name, false)
    define(error, 'stack', node[3], false)
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
        const isHidden = tag === 'e' && (node[i] === 'cause' || node[i] === 'errors')
        define(value as object, node[i], decoded(node[i + 1]), !isHidden)
      }
    }
  }

  return decode
}
