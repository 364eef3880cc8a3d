import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { digestPixels } from '../../src/golden/digest.js'
import { encodeGolden, readGolden, readGoldenHeader, writeWhole } from '../../src/golden/golden-file.js'
import { openGolden } from '../../src/golden/look.js'
import { encodePng, type Pixels } from '../../src/golden/png.js'
import { chunk, chunks, signature, textChunk } from '../../src/golden/png-chunks.js'
import { environment, filesBelow, scratch, sheet } from './scratch.js'

/** Noise, so that the file is longer than what is read of its start. */
function noise(width: number, height: number): Pixels {
  let state = 1
  const data = new Uint8Array(width * height * 4).map((_, index) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return index % 4 === 3 ? 255 : state >> 16
  })
  return { width, height, data }
}

async function goldenOf(pixels: Pixels): Promise<{ file: string; bytes: Uint8Array; directory: string }> {
  const directory = scratch()
  const file = join(directory, 'golden.png')
  const bytes = await encodeGolden(pixels, environment)
  await writeWhole(file, bytes)
  return { file, bytes, directory }
}

describe.each([
  ['a small golden', sheet(20, 10)],
  ['a golden longer than one read', noise(80, 60)],
])('%s', (_, pixels) => {
  test('tells its size, digest, environment and data chunk from the chunk headers', async () => {
    const { file, bytes } = await goldenOf(pixels)
    const idat = [...chunks(bytes)].find((found) => found.type === 'IDAT')!
    const header = readGoldenHeader(file)!
    expect(header).toMatchObject({ width: pixels.width, height: pixels.height, intact: true })
    expect(header.recorded).toEqual({
      digest: await digestPixels(pixels.data),
      data: header.found,
      environment,
    })
    expect(header.found.length).toBe(idat.length)
  })

  test('is noticed when an editor wrote other pixels and kept the record', async () => {
    const { file, bytes } = await goldenOf(pixels)
    const painted = { ...pixels, data: pixels.data.with(0, pixels.data[0]! ^ 1) }
    const record = [...chunks(bytes)].find((found) => found.type === 'tEXt')!
    const foreign = Buffer.from(encodePng(painted))
    writeFileSync(
      file,
      Buffer.concat([foreign.subarray(0, 33), chunk('tEXt', record.data), foreign.subarray(33)]),
    )
    expect(readGoldenHeader(file)!.intact).toBe(false)
    expect(await openGolden(file, false)).toMatchObject({
      digest: await digestPixels(painted.data),
      knownBy: 'pixels',
    })
  })

  test('is noticed when a chunk was added', async () => {
    const { file, bytes } = await goldenOf(pixels)
    const withGamma = Buffer.concat([
      bytes.subarray(0, 33),
      chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])),
      bytes.subarray(33),
    ])
    writeFileSync(file, withGamma)
    expect(readGoldenHeader(file)!.intact).toBe(false)
  })

  test('is noticed when its record was edited, once it is verified', async () => {
    const { file, bytes } = await goldenOf(pixels)
    const parts = [...chunks(bytes)].map(({ type, data }) => {
      if (type !== 'tEXt') return chunk(type, data)
      const text = Buffer.from(data).toString('latin1').slice('cefrig\0'.length)
      return textChunk('cefrig', text.replace(/"digest":"[0-9a-f]{16}"/, '"digest":"0000000000000000"'))
    })
    writeFileSync(file, Buffer.concat([signature, ...parts]))
    expect(await openGolden(file, false)).toMatchObject({ digest: '0000000000000000', knownBy: 'digest' })
    const digest = await digestPixels(pixels.data)
    await expect(openGolden(file, true)).rejects.toMatchObject({
      code: 'GOLDEN_INVALID',
      facts: { file, reason: `its record says digest 0000000000000000, but its pixels have ${digest}` },
    })
  })

  test('is verified anew when the file has changed', async () => {
    const { file, bytes } = await goldenOf(pixels)
    await openGolden(file, true)
    const flipped = Uint8Array.from(bytes)
    flipped[bytes.length - 20]! ^= 1
    writeFileSync(file, flipped)
    await expect(openGolden(file, true)).rejects.toMatchObject({ code: 'GOLDEN_INVALID' })
  })

  test('is refused when it is cut short, at any byte', async () => {
    const { file, bytes } = await goldenOf(pixels)
    for (let length = 0; length < bytes.length; length += length < 500 ? 1 : 997) {
      writeFileSync(file, bytes.subarray(0, length))
      expect(() => readGoldenHeader(file), `${length} bytes`).toThrowError(
        expect.objectContaining({ code: 'GOLDEN_INVALID' }),
      )
      await expect(readGolden(file)).rejects.toMatchObject({ code: 'GOLDEN_INVALID' })
    }
  })
})

describe('readGoldenHeader()', () => {
  test('is null where there is no file', () =>
    expect(readGoldenHeader(join(scratch(), 'none.png'))).toBeNull())

  test("takes another tool's PNG for a golden without a record", async () => {
    const file = join(scratch(), 'foreign.png')
    writeFileSync(file, encodePng(sheet(3, 2), { text: { Software: 'paint', cefrig: 'not JSON' } }))
    expect(readGoldenHeader(file)).toMatchObject({ width: 3, height: 2, recorded: null, intact: false })
    expect(await openGolden(file, true)).toMatchObject({ knownBy: 'pixels', environment: null })
  })

  test('reads an environment in any script', async () => {
    const file = join(scratch(), 'golden.png')
    const elsewhere = { ...environment, switches: 'lang=日本語' }
    await writeWhole(file, await encodeGolden(sheet(2, 2), elsewhere))
    expect(readGoldenHeader(file)).toMatchObject({ intact: true, recorded: { environment: elsewhere } })
  })
})

describe('writeWhole()', () => {
  test('leaves the old file and nothing else when it cannot write', async () => {
    const directory = scratch()
    await writeWhole(join(directory, 'a', 'golden.png'), Buffer.from('old'))
    await expect(
      writeWhole(join(directory, 'a', 'golden.png', 'b.png'), Buffer.from('new')),
    ).rejects.toThrow()
    await expect(writeWhole(join(directory, 'a'), Buffer.from('new'))).rejects.toThrow()
    expect(filesBelow(directory)).toEqual(['a/golden.png'])
    expect(readFileSync(join(directory, 'a', 'golden.png'), 'utf8')).toBe('old')
  })
})

test('a golden that is a directory is told as such', () => {
  const file = scratch()
  expect(() => readGoldenHeader(file)).toThrow(
    expect.objectContaining({
      code: 'GOLDEN_INVALID',
      facts: { file, reason: 'it is a directory (EISDIR)' },
    }),
  )
})

test('a golden that is a pipe or a device is not waited for', () => {
  const file = join(scratch(), 'golden.png')
  execFileSync('mkfifo', [file])
  for (const path of [file, '/dev/zero'])
    expect(() => readGoldenHeader(path)).toThrow(
      expect.objectContaining({
        code: 'GOLDEN_INVALID',
        facts: { file: path, reason: 'it is no ordinary file' },
      }),
    )
})

test('a golden below a file cannot be written, and says so', async () => {
  const below = join(scratch(), 'file')
  writeFileSync(below, '')
  const file = join(below, 'golden.png')
  await expect(writeWhole(file, new Uint8Array())).rejects.toMatchObject({
    code: 'FILE_FAILED',
    facts: { path: file, errno: 'ENOTDIR' },
  })
})
