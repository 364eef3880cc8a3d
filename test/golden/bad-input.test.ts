import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCefrigError } from '../../src/errors.js'
import { checkGolden } from '../../src/golden/check.js'
import { encodeGolden, readGoldenHeader, writeWhole } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { chunk, chunks, signature } from '../../src/golden/png-chunks.js'
import { decodePng, decodePngAsync } from '../../src/golden/png-decode.js'
import { type ForeignPicture, foreignChunks, foreignPng, header, pixelOf } from './foreign-png.js'
import { environment, scratch, sheet, shotsOf } from './scratch.js'

const kinds: Pick<ForeignPicture, 'colourType' | 'depth'>[] = [
  ...([1, 2, 4, 8, 16] as const).map((depth) => ({ colourType: 0 as const, depth })),
  ...([1, 2, 4, 8] as const).map((depth) => ({ colourType: 3 as const, depth })),
  ...([2, 4, 6] as const).flatMap((colourType) => ([8, 16] as const).map((depth) => ({ colourType, depth }))),
]

function picture(
  kind: (typeof kinds)[number],
  width: number,
  height: number,
  interlaced: boolean,
): ForeignPicture {
  const count = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[kind.colourType]
  const samples = (x: number, y: number) =>
    Array.from(
      { length: count },
      (_, index) => (x * 7919 + y * 104729 + index * 31 + x * y) % 2 ** kind.depth,
    )
  return { ...kind, width, height, interlaced, samples }
}

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

/** A file that is no picture, by name. */
const refused: Record<string, [bytes: Uint8Array, reason: RegExp]> = (() => {
  const whole = encodePng(sheet(30, 20))
  const [ihdr, idat, iend] = [...chunks(whole)].map(({ type, data }) => chunk(type, data))
  const png = (...parts: Uint8Array[]) => Buffer.concat([signature, ...parts])
  const claims = (...args: Parameters<typeof header>) => chunk('IHDR', header(...args))
  const methods = header(30, 20, 8, 2)
  methods[10] = 1
  const palette = foreignChunks(picture({ colourType: 3, depth: 4 }, 30, 20, false))
  const flipped = Uint8Array.from(whole)
  flipped[whole.length - 20]! ^= 1
  const zeros = (count: number) => chunk('IDAT', deflateSync(Buffer.alloc(count)))
  return {
    'an empty file': [new Uint8Array(), /^the file is empty$/],
    'a JPEG': [Buffer.from('ffd8ffe000104a464946', 'hex'), /^the file is a JPEG picture, not a PNG$/],
    'a WebP': [Buffer.from('RIFF\x10\0\0\0WEBPVP8L', 'latin1'), /^the file is a WebP picture/],
    'an AVIF': [Buffer.from('\0\0\0\x1cftypavif', 'latin1'), /^the file is an AVIF picture/],
    'a GIF': [Buffer.from('GIF89a'), /^the file is a GIF picture/],
    'an HTML page': [Buffer.from('<!DOCTYPE html><title>404</title>'), /^the file is an HTML document/],
    'a Git LFS pointer': [
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      /^the file is a Git LFS pointer/,
    ],
    'converted line ends': [
      Buffer.from(Buffer.from(whole).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
      /^the file is a PNG whose line ends were converted/,
    ],
    'a PNG cut short': [whole.subarray(0, whole.length - 5), /^the file ends early, after \d+ bytes$/],
    'a wrong checksum': [flipped, /^the checksum of chunk IDAT is wrong$/],
    'a width of nothing': [png(claims(0, 20, 8, 2), idat!, iend!), /^its header claims 0×20 pixels/],
    'a height of nothing': [png(claims(30, 0, 8, 2), idat!, iend!), /^its header claims 30×0 pixels/],
    'a giant claim': [
      png(claims(2 ** 31 - 1, 2 ** 31 - 1, 8, 2), idat!, iend!),
      /^its header claims 2147483647×2147483647 pixels; from 1 to 268435456 are read$/,
    ],
    'a giant foreign claim': [
      png(claims(2 ** 14, 2 ** 13, 16, 6, 1), idat!, iend!),
      /^its header claims 16384×8192 pixels; from 1 to 67108864 are read$/,
    ],
    'a large claim and few pixels': [
      png(claims(8192, 8192, 16, 6), idat!, iend!),
      /^its pixels are \d+ bytes, not 536879104$/,
    ],
    'more pixels than claimed': [
      png(ihdr!, zeros(5_000_000), iend!),
      /^its pixels are more than the 1820 bytes that its header claims$/,
    ],
    'more pixels than claimed, interlaced': [
      png(claims(1, 1, 8, 2, 1), zeros(5_000_000), iend!),
      /^its pixels are more than the 4 bytes/,
    ],
    'fewer pixels than claimed': [png(ihdr!, zeros(100), iend!), /^its pixels are 100 bytes, not 1820$/],
    'no zlib stream': [
      png(ihdr!, chunk('IDAT', Buffer.from('not compressed')), iend!),
      /^its pixels cannot be read: incorrect header check$/,
    ],
    'a filter that there is not': [
      png(claims(1, 1, 8, 2), chunk('IDAT', deflateSync(Buffer.from([9, 0, 0, 0]))), iend!),
      /^its pixels cannot be read: /,
    ],
    'colour type 5': [
      png(claims(30, 20, 8, 5), idat!, iend!),
      /^its header claims colour type 5 with 8 bits, which there is not$/,
    ],
    'RGB of 4 bits': [
      png(claims(30, 20, 4, 2), idat!, iend!),
      /^its header claims colour type 2 with 4 bits/,
    ],
    'another compression': [
      png(chunk('IHDR', methods), idat!, iend!),
      /^its header claims methods 1, 0 and 0/,
    ],
    'another interlacing': [
      png(claims(30, 20, 8, 2, 2), idat!, iend!),
      /^its header claims methods 0, 0 and 2/,
    ],
    'a short header': [png(chunk('IHDR', Buffer.alloc(12)), idat!, iend!), /^its first chunk is no IHDR$/],
    'no header': [png(idat!, iend!), /^its first chunk is no IHDR$/],
    'two headers': [png(ihdr!, ihdr!, idat!, iend!), /^it has more than one chunk IHDR$/],
    'no pixels': [png(ihdr!, iend!), /^it has no chunk IDAT$/],
    'pixels with a gap': [
      png(ihdr!, idat!, chunk('tIME', Buffer.alloc(7)), idat!, iend!),
      /^its chunks IDAT do not follow each other$/,
    ],
    'a chunk that must be known': [
      png(ihdr!, chunk('ABCD', Buffer.alloc(1)), idat!, iend!),
      /^it has a chunk ABCD, which this reader must know/,
    ],
    'no palette': [png(palette[0]!, palette[2]!, iend!), /^it has no palette$/],
    'a palette that is no multiple of three': [
      png(palette[0]!, chunk('PLTE', Buffer.alloc(4)), palette[2]!, iend!),
      /^its palette is 4 bytes$/,
    ],
    'a late palette': [
      png(palette[0]!, palette[2]!, palette[1]!, iend!),
      /^its palette comes after its pixels$/,
    ],
    'a colour that the palette has not': [
      png(palette[0]!, chunk('PLTE', Buffer.alloc(3)), palette[2]!, iend!),
      /^its pixels cannot be read: index \d+ not in palette$/,
    ],
  }
})()

describe('a golden that is no picture is refused by name and stays as it is', () => {
  const actual = { same: sheet(30, 20, [1, 2, 3, 255]), other: sheet(7, 7) }

  test.each(Object.entries(refused))('%s', async (_, [bytes, reason]) => {
    const root = scratch()
    const file = join(root, 'golden.png')
    await writeWhole(file, bytes)
    for (const mode of ['all', 'new', 'none'] as const) {
      for (const picture of [actual.same, actual.other]) {
        const checked = checkGolden({
          place: {
            name: 'golden',
            file,
            results: { test: null, directory: join(root, 'results'), prefix: 'golden' },
            root,
          },
          test: null,
          shoot: shotsOf(picture),
          environment,
          tolerance: {},
          mode,
          negated: false,
          timeout: 1000,
        })
        await expect(checked).rejects.toMatchObject({
          code: 'GOLDEN_INVALID',
          facts: { file, reason: expect.stringMatching(reason) },
          message: expect.stringContaining('Nothing was overwritten'),
        })
        expect(Buffer.compare(readFileSync(file), bytes)).toBe(0)
      }
    }
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

test('a golden whose pixels were damaged beneath a right record is not overwritten by a picture of another size', async () => {
  const root = scratch()
  const file = join(root, 'golden.png')
  const bytes = Uint8Array.from(await encodeGolden(sheet(30, 20), environment))
  // Beyond what is read of the start nothing but the record would tell: it is the last data byte.
  bytes[bytes.length - 17]! ^= 1
  await writeWhole(file, bytes)
  await expect(
    checkGolden({
      place: {
        name: 'golden',
        file,
        results: { test: null, directory: join(root, 'results'), prefix: 'golden' },
        root,
      },
      test: null,
      shoot: shotsOf(sheet(7, 7)),
      environment,
      tolerance: {},
      mode: 'all',
      negated: false,
      timeout: 1000,
    }),
  ).rejects.toMatchObject({ code: 'GOLDEN_INVALID' })
  expect(Buffer.compare(readFileSync(file), bytes)).toBe(0)
})
