import { createDecode } from './codec-decode.js'
import { createEncode } from './codec-encode.js'

/**
 * Values as JSON text, the same on both sides: these files are compiled into the client, and bundled as self-contained text for
 * pages. In a page they capture what they use when they are evaluated, and call no method that the page may have replaced since.
 *
 * The text is an array: the root first, then one node for each object, so that depth has no limit and cycles and shared
 * references need nothing special. A child (the root is one too) is
 * - an integer: above 0 the node at that position, below 0 a constant (see `constants` in codec-decode.ts);
 * - a string, boolean or null: itself; an array of one number: that number.
 * A node is `[tag, …]`: `a` array children; `o` object key, child, …; `m` Map key child, value child, …; `s` Set children;
 * `d` Date milliseconds; `r` RegExp source, flags; `l` URL; `i` BigInt; `b` ArrayBuffer base64; `t` typed array name, base64;
 * `e` Error name, message, stack, key, child, …; `h` position in the list of handles; `f` number of a function. Bytes of `b` and `t` that
 * travel beside the text are a position in the list of buffers.
 */
export interface Codec {
  /** Values that cannot travel become undefined, nodes and windows a text, unless `hooks.refuse` throws. */
  encode(value: unknown, hooks?: EncodeHooks): string
  decode(text: string, handles?: ArrayLike<unknown>, hooks?: DecodeHooks): unknown
}

export interface EncodeHooks {
  /** Position in the list of handles, when the object stands for something on the other side. */
  handle?(value: object): number | undefined
  /** The value to write in place of an object that only wraps it. */
  wrapped?(value: object): { value: unknown } | undefined
  /** A number for a function. Without this functions cannot travel. `path` gives the keys that lead to it, the last one first. */
  func?(value: AnyFunction, path: () => (string | number)[]): number
  /** Position in the list of buffers, for bytes that are not to be in the text. */
  buffer?(bytes: Uint8Array): number | undefined
  /** Asked to throw for a value that cannot travel. `what`: a word for it; `path`: the keys that lead to it. */
  refuse?(what: string, path: (string | number)[]): void
}

export interface DecodeHooks {
  func?(id: number): unknown
  /** What the positions written by `EncodeHooks.buffer` stand for. */
  buffers?: ArrayLike<ArrayBuffer>
}

// biome-ignore lint/suspicious/noExplicitAny: any function at all
export type AnyFunction = (...args: any[]) => unknown

export interface Base64 {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array<ArrayBuffer>
}

export function createCodec(base64: Base64): Codec {
  return { encode: createEncode(base64), decode: createDecode(base64) }
}
