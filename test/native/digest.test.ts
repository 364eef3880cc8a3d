// The addon digests what CEF painted, the goldens digest what they decoded: both must come to the same 16 digits.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findNativeFiles, loadAddon } from '../../dist/src/host/addon.js'
import { digestPixels } from '../../src/golden/digest.js'

const addon = loadAddon(findNativeFiles().addon)

const random = (length: number, seed: number) => {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let index = 0; index < length; ++index) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}

test('the digest is XXH64 with seed 0', () => {
  expect(addon.digest(new Uint8Array())).toBe('ef46db3751d8e999')
  expect(addon.digest(new TextEncoder().encode('abc'))).toBe('44bc2cf5ad770999')
})

test('both digests agree on every length up to 100 bytes', async () => {
  for (let length = 0; length <= 100; ++length) {
    const bytes = random(length, length + 1)
    expect(addon.digest(bytes), `${length} bytes`).toBe(await digestPixels(bytes))
  }
})

test('both digests agree on any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect(addon.digest(bytes)).toBe(await digestPixels(bytes))
    }),
    { numRuns: 500 },
  )
})

test('both digests agree on part of a buffer', async () => {
  const bytes = random(4_096, 7)
  for (const [start, end] of [
    [1, 4_096],
    [3, 70],
    [4_095, 4_096],
  ]) {
    expect(addon.digest(bytes.subarray(start, end))).toBe(await digestPixels(bytes.slice(start, end)))
  }
})

// The WebAssembly side is fed in pieces of a megabyte, the native one in rows.
test.each([1_048_575, 1_048_576, 1_048_577, 1280 * 800 * 4])(
  'both digests agree on %i bytes',
  async (length) => {
    const bytes = random(length, length)
    expect(addon.digest(bytes)).toBe(await digestPixels(bytes))
  },
)
