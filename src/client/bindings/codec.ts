import { CefrigError } from '../../errors.js'
import type { Handles } from '../../injected/binding-handles.js'
import {
  largestMessage,
  mostBuffers,
  tooLargeText,
  unserializableText,
} from '../../injected/binding-place.js'
import type { EncodeHooks } from '../../injected/codec.js'
import { codec } from '../../protocol/value.js'

/** Bytes that are cheaper in the text than beside it. */
const smallBuffer = 256

export interface Encoded {
  text: Uint8Array
  buffers: Uint8Array[]
}

export interface EncodeOptions {
  /** What was called. */
  name: string
  /** See `placeOf`. */
  depth: number
  /** Whether buffers may travel beside the text. Default true. */
  beside?: boolean
  /** Without it, parts that cannot travel are left out. Default true. */
  strict?: boolean
}

/** Encodes for a document. @throws NOT_SERIALIZABLE */
export function encodeFor(
  handles: Handles,
  value: unknown,
  { name, depth, beside = true, strict = true }: EncodeOptions,
): Encoded {
  const buffers: Uint8Array[] = []
  let size = 0
  return handles.writing((give) => {
    const hooks: EncodeHooks = {
      func: give,
      buffer(bytes) {
        if (!beside || bytes.length < smallBuffer || buffers.length === mostBuffers) return undefined
        size += bytes.length
        return buffers.push(bytes) - 1
      },
    }
    if (strict) {
      hooks.refuse = (what, path) => {
        throw new CefrigError('NOT_SERIALIZABLE', unserializableText(name, path, depth, what, 'page'), {
          facts: { path: [...path].reverse(), what },
        })
      }
    }
    const text = Buffer.from(codec.encode(value, hooks))
    if (size + text.length > largestMessage) throw new CefrigError('NOT_SERIALIZABLE', tooLargeText(name))
    return { text, buffers }
  })
}

export function decodeFrom(
  handles: Handles,
  { text, buffers }: { text: Uint8Array; buffers: readonly Uint8Array[] },
): unknown {
  return codec.decode(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString(), [], {
    func: (id) => handles.take(id),
    buffers: buffers.map((buffer) => new Uint8Array(buffer).buffer),
  })
}

/** A copy of data of the test, for documents that get it later. `method`: who was given it. @throws NOT_SERIALIZABLE */
export function copyOf(method: string, value: unknown): unknown {
  const text = codec.encode(value, {
    refuse(what, path) {
      const place = unserializableText(method, path, 0, what, 'page').replace('the result', 'the value')
      const sentence = place.replace(' or functions', '')
      throw new CefrigError('NOT_SERIALIZABLE', sentence, { facts: { path: [...path].reverse(), what } })
    },
  })
  return codec.decode(text)
}
