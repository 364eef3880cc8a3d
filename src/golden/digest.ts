import type { XXHashAPI } from 'xxhash-wasm'

/** WebAssembly memory grows with the largest piece and never shrinks. */
const pieceBytes = 1 << 20

let loading: Promise<XXHashAPI> | undefined

/**
 * XXH64 with seed 0 of straight-alpha RGBA rows without padding, as 16 hexadecimal digits: what the Host answers as
 * `Capture.digest`. Width and height are not part of it and are compared on their own.
 */
export async function digestPixels(data: Uint8Array): Promise<string> {
  loading ??= import('xxhash-wasm').then((module) => module.default())
  const { create64 } = await loading
  const hash = create64()
  for (let start = 0; start < data.length; start += pieceBytes)
    hash.update(data.subarray(start, start + pieceBytes))
  return hash.digest().toString(16).padStart(16, '0')
}
