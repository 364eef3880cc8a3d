import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCefrigError } from '../../src/errors.js'
import { readGoldenHeader, writeWhole } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { chunk, chunks, signature } from '../../src/golden/png-chunks.js'
import { decodePng, decodePngAsync } from '../../src/golden/png-decode.js'
import { foreignPng, kinds, picture, pixelOf } from './foreign-png.js'
import { scratch, sheet } from './scratch.js'

describe('any PNG is read', () => {
  test.each(kinds)('of colour type $colourType with $depth bits, interlaced or not', async (kind) => {
    for (const [width, height] of [
      [1, 1],
      [1, 9],
      [9, 1],
      [5, 5],
      [11, 17],
    ] as const) {
      for (const interlaced of [false, true]) {
        const given = picture(kind, width, height, interlaced)
        const wanted = Array.from({ length: width * height }, (_, pixel) =>
          pixelOf(given, pixel % width, Math.floor(pixel / width)),
        ).flat()
        const read = await decodePngAsync(foreignPng(given))
        expect([read.width, read.height, ...read.data]).toEqual([width, height, ...wanted])
      }
    }
  })

  const white = encodePng(sheet(3, 2))
  const [ihdr, idat, iend] = [...chunks(white)].map(({ type, data }) => chunk(type, data))
  const bytes = (...parts: Uint8Array[]) => Buffer.concat([signature, ...parts])

  test('also with data behind its end', () =>
    expect(
      decodePng(Buffer.concat([foreignPng(picture(kinds[0]!, 3, 2, false)), Buffer.from('and more')])),
    ).toMatchObject({
      width: 3,
    }))

  test('also with its pixels in many chunks, empty ones among them', () => {
    const data = [...chunks(white)].find(({ type }) => type === 'IDAT')!.data
    const pieces = [...data].flatMap((byte) => [
      chunk('IDAT', Buffer.from([byte])),
      chunk('IDAT', Buffer.alloc(0)),
    ])
    expect([...decodePng(bytes(ihdr!, ...pieces, iend!)).data]).toEqual([...sheet(3, 2).data])
  })

  test('of an animation the picture that every reader shows', () => {
    const frames = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])
    const control = Buffer.alloc(26)
    const animated = bytes(
      ihdr!,
      chunk('acTL', frames),
      idat!,
      chunk('fcTL', control),
      chunk('fdAT', Buffer.alloc(9)),
      iend!,
    )
    expect([...decodePng(animated).data]).toEqual([...sheet(3, 2).data])
  })
})

describe('whatever a file holds', () => {
  const seeds = fc.constantFrom(
    encodePng(sheet(12, 9)),
    encodePng(sheet(5, 5, [1, 2, 3, 4]), { compression: 'small', text: { cefrig: '{}' } }),
    ...kinds.flatMap((kind) =>
      [true, false].map((interlaced) => foreignPng(picture(kind, 9, 7, interlaced))),
    ),
  )
  const change = fc.record({
    kind: fc.constantFrom('byte', 'cut', 'remove', 'double', 'swap', 'header'),
    where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    value: fc.integer({ min: 0, max: 255 }),
    /** Whether checksums are made right again, so that what is behind them is reached. */
    mended: fc.boolean(),
  })
  type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

  test('it is read or refused, and never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.array(change, { minLength: 1, maxLength: 3 }), async (seed, changes) => {
        const bytes = changes.reduce<Uint8Array>(mutated, seed)
        const [here, there] = [outcome(() => decodePng(bytes)), await outcome(() => decodePngAsync(bytes))]
        expect(there).toEqual(here)
        const root = scratch()
        const file = join(root, 'golden.png')
        await writeWhole(file, bytes)
        // The header alone tells no pixels, and may find less wrong.
        await outcome(() => readGoldenHeader(file))
      }),
      { numRuns: 400, seed: 20 },
    )
  })

  /** What became of it: refused for a reason, or a picture whose size fits its pixels. */
  function outcome(action: () => unknown): unknown {
    const sized = (value: unknown) => {
      if (value === null || typeof value !== 'object' || !('data' in value)) return 'read'
      const { width, height, data } = value as ReturnType<typeof decodePng>
      expect(data.length).toBe(width * height * 4)
      return [width, height, ...data]
    }
    const why = (error: unknown) => {
      if (!isCefrigError(error, 'GOLDEN_INVALID')) throw error
      return error.facts.reason
    }
    try {
      const value = action()
      return value instanceof Promise ? value.then(sized, why) : sized(value)
    } catch (error) {
      return why(error)
    }
  }

  function mutated(bytes: Uint8Array, { kind, where, value, mended }: Change): Uint8Array {
    const parts = [...chunks(bytes)].map(({ type, data }) => ({ type, data: Buffer.from(data) }))
    const at = Math.floor(where * parts.length)
    const part = parts[at]
    if (kind === 'cut') return bytes.subarray(0, Math.floor(where * bytes.length))
    if (kind === 'byte' && !mended)
      return bytes.length === 0 ? bytes : Uint8Array.from(bytes).with(Math.floor(where * bytes.length), value)
    if (part === undefined) return bytes
    if (kind === 'byte' && part.data.length > 0) part.data[value % part.data.length] = value
    // Small sides, so that a claim may come true.
    if (kind === 'header' && parts[0]!.data.length === 13)
      parts[0]!.data[[3, 7, 8, 9, 10, 11, 12][value % 7]!] = Math.floor(where * 20)
    if (kind === 'remove') parts.splice(at, 1)
    if (kind === 'double') parts.splice(at, 0, part)
    if (kind === 'swap') parts.push(...parts.splice(at, 1))
    return Buffer.concat([signature, ...parts.map(({ type, data }) => chunk(type, data))])
  }
})
