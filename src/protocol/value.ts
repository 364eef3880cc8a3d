import { Buffer } from 'node:buffer'
import { CefrigError } from '../errors.js'
import { type Codec, createCodec } from '../injected/codec.js'

/** A JavaScript value as JSON text, in the encoding of the value codec (`src/injected/codec.ts`). */
export type WireValue = string & { readonly wireValue?: never }

/** Arguments in the form in which they travel. */
export interface WireArguments {
  args: WireValue
  /** The objects of the page that `args` refers to, in order. */
  handles: readonly string[]
}

const own = createCodec({
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode(text) {
    // Copied: a small Buffer shares its memory with others.
    return new Uint8Array(Buffer.from(text, 'base64'))
  },
})

let reviving: Pick<Codec, 'decode'> = own

/** The codec of this side. */
export const codec: Codec = {
  encode: own.encode,
  decode: (...args) => reviving.decode(...args),
}

/** From now on values are revived by another codec, which makes them with constructors of its realm; without one, by this module's. */
export function reviveWith(other: Pick<Codec, 'decode'> | undefined): void {
  reviving = other ?? own
}

/** What an argument stands for: an object of the page, or a value. */
export type Reference = { objectId: string } | { value: unknown }

/**
 * Encodes an array of arguments. `referenceOf` tells what a handle stands for, and undefined of everything else.
 * @throws NOT_SERIALIZABLE, naming the path of a value that cannot be sent to a page
 */
export function encodeArguments(
  method: string,
  args: readonly unknown[],
  referenceOf: (value: object) => Reference | undefined = () => undefined,
): WireArguments {
  const handles: string[] = []
  const text = codec.encode(args, {
    handle(value) {
      const reference = referenceOf(value)
      return reference && 'objectId' in reference ? handles.push(reference.objectId) - 1 : undefined
    },
    wrapped(value) {
      const reference = referenceOf(value)
      return reference && 'value' in reference ? reference : undefined
    },
    refuse(what, path) {
      throw unserializable(method, what, path)
    },
  })
  return { args: text, handles }
}

/** Revives a value. */
export function decodeValue(value: WireValue): unknown {
  return codec.decode(value)
}

function unserializable(method: string, what: string, path: (string | number)[]): CefrigError {
  const [last, ...inner] = path
  const keys = [...inner.reverse(), last!]
  // The array of arguments itself is not named when it has one element, as in `evaluate(fn, argument)`.
  const place = keys.reduce<string>((text, key, depth) => {
    if (depth === 0) return `argument ${Number(key) + 1}`
    if (depth === 1) return `${text}, value ${pathStep(key, true)}`
    return `${text}${pathStep(key, false)}`
  }, '')
  const message =
    `${method}() failed: ${place} is a ${what}, which cannot be sent to the page. ` +
    'Send data (numbers, text, arrays, objects, dates, maps, sets, bytes) or a handle of this page.'
  return new CefrigError('NOT_SERIALIZABLE', message, { facts: { method, path: keys, what } })
}

function pathStep(key: string | number, first: boolean): string {
  if (typeof key === 'number') return `[${key}]`
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `[${JSON.stringify(key)}]`
  return first ? key : `.${key}`
}
