import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { isCefrigError } from '../../src/errors.js'
import { digestPixels } from '../../src/golden/digest.js'
import { encodePng, encodePngAsync, type Pixels } from '../../src/golden/png.js'
import { chunk, chunks, signature } from '../../src/golden/png-chunks.js'
import { decodePng, decodePngAsync } from '../../src/golden/png-decode.js'

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.boolean())
  .chain(([width, height, opaque]) =>
    fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }).map((data): Pixels => {
      if (opaque) for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
      return { width, height, data }
    }),
  )

function reasonOf(bytes: Uint8Array): unknown {
  try {
    decodePng(bytes)
  } catch (error) {
    if (isCefrigError(error, 'GOLDEN_INVALID')) return error.facts.reason
    throw error
  }
  return 'decoded'
}

function picture(width = 20, height = 10): Pixels {
  const data = new Uint8Array(width * height * 4).map((_, index) =>
    index % 4 === 3 ? 255 : (index * 7) % 251,
  )
  return { width, height, data }
}

describe('encodePng()', () => {
  test('writes what pngjs reads back, pixel by pixel, at both compressions', () => {
    fc.assert(
      fc.property(pictures, fc.constantFrom('fast' as const, 'small' as const), (pixels, compression) => {
        const read = PNG.sync.read(Buffer.from(encodePng(pixels, { compression })))
        expect([read.width, read.height]).toEqual([pixels.width, pixels.height])
        expect(Buffer.compare(read.data, pixels.data)).toBe(0)
      }),
    )
  })

  test('writes the same bytes on the thread pool', async () => {
    await fc.assert(
      fc.asyncProperty(
        pictures,
        fc.constantFrom('fast' as const, 'small' as const),
        async (pixels, compression) => {
          const [here, there] = [
            encodePng(pixels, { compression }),
            await encodePngAsync(pixels, { compression }),
          ]
          expect(Buffer.compare(here, there)).toBe(0)
        },
      ),
    )
  })

  test('keeps text of any language', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z:]{1,79}$/),
          fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text),
        ),
        (text) => {
          const read = decodePng(encodePng(picture(1, 1), { text }))
          expect(read.text).toEqual({ ...text })
        },
      ),
    )
  })

  test('drops the alpha channel of an opaque picture', () => {
    const pixels = picture()
    const colourType = (bytes: Uint8Array) => bytes[25]
    expect(colourType(encodePng(pixels))).toBe(2)
    pixels.data[3] = 254
    expect(colourType(encodePng(pixels))).toBe(6)
  })

  test('hands the length and the checksum of its data chunk to the text', () => {
    const bytes = encodePng(picture(), {
      text: ({ length, checksum }) => ({ data: `${length} ${checksum}` }),
    })
    const idat = [...chunks(bytes)].find((found) => found.type === 'IDAT')!
    const checksum = Buffer.from(
      bytes.subarray(idat.start + idat.length, idat.start + idat.length + 4),
    ).toString('hex')
    expect(decodePng(bytes).text.data).toBe(`${idat.length} ${checksum}`)
  })

  test('refuses data of another size', () => {
    expect(() => encodePng({ width: 2, height: 2, data: new Uint8Array(15) })).toThrowError(
      expect.objectContaining({
        code: 'BAD_ARGUMENT',
        message: 'encodePng() failed: 15 bytes are not 2×2 pixels of RGBA. Give it width × height × 4 bytes.',
      }),
    )
  })
})

describe('decodePng()', () => {
  test('agrees with pngjs on what pngjs writes, for each colour type', () => {
    fc.assert(
      fc.property(
        pictures,
        fc.constantFrom(0, 2, 4, 6) as fc.Arbitrary<0 | 2 | 4 | 6>,
        ({ width, height, data }, colorType) => {
          const source = Object.assign(new PNG({ width, height }), { data: Buffer.from(data) })
          const bytes = PNG.sync.write(source, { colorType })
          expect(Buffer.compare(decodePng(bytes).data, PNG.sync.read(bytes).data)).toBe(0)
          if (colorType === 6) expect(Buffer.compare(decodePng(bytes).data, data)).toBe(0)
        },
      ),
    )
  })

  test('reads a palette with transparency', () => {
    const bytes = Buffer.concat([
      signature,
      chunk('IHDR', Buffer.from([0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0])),
      chunk('PLTE', Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255])),
      chunk('tRNS', Buffer.from([255, 128])),
      chunk('IDAT', deflateSync(Buffer.from([0, 0b00011000]))),
      chunk('IEND', Buffer.alloc(0)),
    ])
    expect([...decodePng(bytes).data]).toEqual([255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 255])
  })

  test('says what is broken', () => {
    const whole = encodePng(picture())
    const flipped = Uint8Array.from(whole)
    flipped[whole.length - 30]! ^= 1
    const huge = Buffer.concat([
      signature,
      chunk('IHDR', Buffer.from([0x7f, 0, 0, 0, 0x7f, 0, 0, 0, 8, 6, 0, 0, 0])),
      chunk('IDAT', deflateSync(Buffer.alloc(10))),
      chunk('IEND', Buffer.alloc(0)),
    ])
    expect(reasonOf(new Uint8Array())).toBe('the file is empty')
    expect(reasonOf(Buffer.from('hello'))).toBe('the file does not start with the PNG signature')
    expect(reasonOf(whole.subarray(0, 60))).toBe('the file ends early, after 60 bytes')
    expect(reasonOf(flipped)).toBe('the checksum of chunk IDAT is wrong')
    expect(reasonOf(huge)).toBe(
      'its header claims 2130706432×2130706432 pixels; from 1 to 268435456 are read',
    )
    expect(reasonOf(Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'))).toBe(
      'the file is a Git LFS pointer, not the picture (git lfs pull fetches it)',
    )
  })

  test('never takes a damaged file for a picture with other pixels', () => {
    const pixels = picture()
    const whole = encodePng(pixels)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(whole)
        damaged[at]! ^= change
        expect(reasonOf(damaged)).not.toBe('decoded')
      }),
    )
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(reasonOf(whole.subarray(0, length))).not.toBe('decoded')
      }),
    )
  })
})

describe('decodePngAsync()', () => {
  test('reads the same pixels as pngjs, from its own files and from others', async () => {
    const encoders = [
      (pixels: Pixels) => encodePng(pixels),
      (pixels: Pixels) => encodePng(pixels, { compression: 'small', text: { cefrig: 'ä' } }),
      ...([0, 2, 4, 6] as const).map((colorType) => ({ width, height, data }: Pixels) => {
        return PNG.sync.write(Object.assign(new PNG({ width, height }), { data: Buffer.from(data) }), {
          colorType,
        })
      }),
    ]
    await fc.assert(
      fc.asyncProperty(pictures, fc.constantFrom(...encoders), async (pixels, encode) => {
        const bytes = encode(pixels)
        const [{ width, height, data }, other] = [
          await decodePngAsync(bytes),
          PNG.sync.read(Buffer.from(bytes)),
        ]
        expect([width, height]).toEqual([other.width, other.height])
        expect(Buffer.compare(data, other.data)).toBe(0)
      }),
    )
  })

  test('refuses what decodePng() refuses', async () => {
    const whole = encodePng(picture())
    for (const length of [0, 20, 60, whole.length - 1]) {
      await expect(decodePngAsync(whole.subarray(0, length))).rejects.toMatchObject({
        code: 'GOLDEN_INVALID',
      })
    }
    const short = encodePng(picture(20, 9))
    const rows = [...chunks(whole)].map(({ type, data }) =>
      chunk(type, type === 'IDAT' ? dataOf(short) : data),
    )
    await expect(decodePngAsync(Buffer.concat([signature, ...rows]))).rejects.toMatchObject({
      code: 'GOLDEN_INVALID',
    })
  })

  function dataOf(bytes: Uint8Array): Uint8Array {
    return [...chunks(bytes)].find(({ type }) => type === 'IDAT')!.data
  }
})

describe('digestPixels()', () => {
  test('is XXH64 with seed 0 in 16 digits', async () => {
    expect(await digestPixels(new Uint8Array())).toBe('ef46db3751d8e999')
    expect(await digestPixels(Buffer.from('abc'))).toBe('44bc2cf5ad770999')
    expect(await digestPixels(new Uint8Array(3 << 20).fill(7))).toHaveLength(16)
  })
})
