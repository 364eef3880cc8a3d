import type { Base64 } from './codec.js'

const { apply } = Reflect
const { fromCharCode } = String
const { charCodeAt } = String.prototype
const { subarray } = Uint8Array.prototype
const [encodeBinary, decodeBinary, Bytes] = [btoa, atob, Uint8Array]
// More arguments than this at once overflow the stack.
const CHUNK = 0x8000

/** Bytes as text in a page, without methods that the page may replace later. */
export const base64: Base64 = {
  encode(bytes) {
    let binary = ''
    for (let at = 0; at < bytes.length; at += CHUNK) {
      binary += apply(
        fromCharCode,
        undefined,
        apply(subarray, bytes, [at, at + CHUNK]) as unknown as number[],
      )
    }
    return encodeBinary(binary)
  },
  decode(text) {
    const binary = decodeBinary(text)
    const bytes = new Bytes(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = apply(charCodeAt, binary, [at])
    return bytes
  },
}
