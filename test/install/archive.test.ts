import { randomBytes } from 'node:crypto'
import { mkdir, open, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { resolveCef } from '../../src/install/install.js'
import { shortVersion } from '../../src/install/version.js'
import {
  cutFile,
  expectedSizes,
  flatLayout,
  officialLayout,
  packGzip,
  packZip,
  patchFile,
  sizesIn,
} from './archives.js'
import { failureOf, machinesCef, pathsBelow, scratch, sealedEnv } from './scratch.js'

const { version } = machinesCef
let directory: string
let archive: string

beforeAll(async () => {
  directory = await scratch()
  archive = await packGzip(await flatLayout(join(directory, 'flat')), join(directory, 'cef.tar.gz'))
}, 60_000)

/** What installing from this says, and that the cache stays as it was: with something in it. */
async function refusal(from: string, wanted = version) {
  const cache = await scratch()
  await mkdir(join(cache, 'kept'))
  const failure = await failureOf(resolveCef({ version: wanted, from, env: sealedEnv(cache) }))
  expect(await pathsBelow(cache)).toEqual(['kept'])
  return failure
}

describe('cefrig install --from', () => {
  test('takes a .tar.gz', async () => {
    const cache = await scratch()
    const installed = await resolveCef({ version, from: archive, env: sealedEnv(cache) })
    expect(installed).toEqual({ version, directory: join(cache, version, 'linux64'), source: archive })
    expect(await sizesIn(installed.directory)).toEqual(await expectedSizes())
    expect((await pathsBelow(cache)).filter((path) => !path.startsWith(version))).toEqual([])
  })

  test('takes a jar with a .tar.gz in it', async () => {
    const cache = await scratch()
    const note = join(directory, 'MANIFEST.MF')
    await writeFile(note, 'Manifest-Version: 1.0\n')
    const jar = await packZip(
      { 'META-INF/MANIFEST.MF': note, 'natives.tar.gz': archive },
      join(directory, 'cef.jar'),
    )
    const installed = await resolveCef({ version, from: jar, env: sealedEnv(cache) })
    expect(await sizesIn(installed.directory)).toEqual(await expectedSizes())

    const whole = (await stat(jar)).size
    const cut = await cutFile(jar, join(directory, 'cut.jar'), Math.floor(whole / 2))
    expect(await refusal(cut)).toMatchObject({ code: 'INSTALL_FAILED', reason: 'truncated' })
    const empty = await packZip({ 'META-INF/MANIFEST.MF': note }, join(directory, 'empty.jar'))
    expect((await refusal(empty)).message).toContain(
      `${empty} is a zip archive without a .tar.gz in it. Take a CEF`,
    )
  })

  test('takes a directory, flat or as the official archives have it', async () => {
    const layouts = [join(directory, 'flat'), await officialLayout(directory)]
    for (const from of layouts) {
      const cache = await scratch()
      const installed = await resolveCef({ version, from, env: sealedEnv(cache) })
      expect(await sizesIn(installed.directory)).toMatchObject(await expectedSizes())
    }
  })

  test('says when there is nothing at that path', async () => {
    const from = join(directory, 'nothing')
    expect((await refusal(from)).message).toBe(
      `cefrig install failed: ${from} does not exist. Give \`--from\` the path of a CEF archive or directory.`,
    )
  })

  test('says when an archive is cut', async () => {
    const cut = await cutFile(archive, join(directory, 'cut.tar.gz'), 20_000_000)
    expect(await refusal(cut)).toEqual({
      code: 'INSTALL_FAILED',
      reason: 'truncated',
      message: `cefrig install failed: ${cut} ends too early (unexpected end of file). Fetch it again, it has not arrived whole.`,
    })
  })

  test('says when an archive is damaged in the middle', async () => {
    const damaged = await cutFile(archive, join(directory, 'damaged.tar.gz'), (await stat(archive)).size)
    await using file = await open(damaged, 'r+')
    await file.write(randomBytes(64), 0, 64, 10_000_000)
    expect(await refusal(damaged)).toEqual({
      code: 'INSTALL_FAILED',
      reason: 'checksum',
      message: `cefrig install failed: ${damaged} is damaged (incorrect data check). Fetch it again.`,
    })
  })

  test('says when a file is no archive', async () => {
    const text = join(directory, 'page.tar.bz2')
    await writeFile(text, '<html>Sign in to this network</html>')
    expect((await refusal(text)).message).toContain(
      'is no archive: neither .tar.bz2 nor .tar.gz nor a jar. Take a CEF',
    )
    await writeFile(text, '')
    expect(await refusal(text)).toMatchObject({ reason: 'wrong-archive' })
    await writeFile(text, gzipSync('not a tar archive, though it is compressed'.repeat(100)))
    expect(await refusal(text)).toMatchObject({
      reason: 'wrong-archive',
      message: expect.stringContaining('could not be unpacked (tar:'),
    })
  })

  test('says what a CEF that is not whole lacks', async () => {
    const without = ['icudtl.dat', 'locales/en-US.pak']
    const part = await flatLayout(join(directory, 'part'), without)
    expect((await refusal(part)).message).toContain(
      `${part} lacks icudtl.dat, locales/en-US.pak. Take a CEF for this platform`,
    )
    const bare = await flatLayout(join(directory, 'bare'), ['libcef.so'])
    expect((await refusal(bare)).message).toContain(`${bare} holds no libcef.so`)
  })

  test('says when libcef.so is cut, or for another processor', async () => {
    const cut = await flatLayout(join(directory, 'cut'), ['libcef.so'])
    const library = join(machinesCef.directory, 'libcef.so')
    await cutFile(library, join(cut, 'libcef.so'), 100_000_000)
    expect((await refusal(cut)).message).toContain('has a libcef.so that ends early, at 100000000 bytes')
    await using file = await open(join(cut, 'libcef.so'), 'r+')
    await file.write(Buffer.of(183, 0), 0, 2, 18)
    expect((await refusal(cut)).message).toContain('has a libcef.so for another processor than linux64')
  })

  test('refuses a CEF older than 133', async () => {
    const old = await flatLayout(join(directory, 'old'), ['libcef.so'])
    const text = version.replace(/^\d+/, (major) => '126'.padStart(major.length, '0'))
    await patchFile(join(machinesCef.directory, 'libcef.so'), join(old, 'libcef.so'), version, text)
    expect(await refusal(old)).toEqual({
      code: 'UNSUPPORTED_CEF',
      reason: undefined,
      message:
        `${old} holds CEF ${shortVersion(text)}, and cefrig needs 133 or newer (C interface at API version 13300). ` +
        'Take a newer CEF, or leave the version out for the one cefrig is tested with.',
    })
  })

  test('refuses another version than was asked for, and says how to have it', async () => {
    const flat = join(directory, 'flat')
    const has = shortVersion(version)
    expect((await refusal(flat, '150.0.1')).message).toBe(
      `cefrig install failed: ${flat} holds CEF ${has}, and 150.0.1 was expected. To install it nevertheless, run ` +
        `\`npx cefrig install --cef ${has} --from ${flat}\` and ask for it with the boot option \`cef\`.`,
    )
  })
})

describe('a CEF in the cache', () => {
  test('that has been damaged is replaced', async () => {
    const env = sealedEnv(await scratch())
    const { directory: place } = await resolveCef({ version, from: join(directory, 'flat'), env })
    await writeFile(join(place, 'icudtl.dat'), 'cut')
    const again = await resolveCef({ version, from: join(directory, 'flat'), env })
    expect(again.source).not.toBe('cache')
    expect(await sizesIn(place)).toEqual(await expectedSizes())
  })
})
