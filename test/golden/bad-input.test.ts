import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { checkGolden } from '../../src/golden/check.js'
import { encodeGolden, writeWhole } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { chunk, chunks, signature } from '../../src/golden/png-chunks.js'
import { foreignChunks, header, picture } from './foreign-png.js'
import { environment, scratch, sheet, shotsOf } from './scratch.js'

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
