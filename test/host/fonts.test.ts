import { createHash } from 'node:crypto'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fontSet } from '../../src/host/font-set.js'
import { fontDigest, sealFonts } from '../../src/host/fonts.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-fonts-'))
  vi.stubEnv('CEFRIG_CACHE', join(directory, 'cache'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

test('every font in use is, byte for byte, the one that was pinned', () => {
  const { files } = sealFonts(directory)
  const hashes = files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))
  expect(hashes).toEqual(fontSet.map((font) => font.sha256))
})

test('fonts.conf lies in the directory of the Host and names only the sealed fonts', () => {
  const { env, digest, files } = sealFonts(directory)
  const conf = readFileSync(join(directory, 'fonts.conf'), 'utf8')
  expect(env.FONTCONFIG_FILE).toBe(join(directory, 'fonts.conf'))
  expect(digest).toMatch(/^[0-9a-f]{16}$/)
  expect(conf.match(/<dir>.*<\/dir>/g)).toEqual([`<dir>${dirname(files[0]!)}</dir>`])
  expect(conf).not.toContain('<include')
})

test('a second Host uses the copies of the first', () => {
  const first = sealFonts(directory)
  const inode = statSync(first.files[0]!).ino
  const second = sealFonts(directory)
  expect(second.files).toEqual(first.files)
  expect(statSync(second.files[0]!).ino).toBe(inode)
  expect(readdirSync(join(directory, 'cache/fonts'))).toEqual([fontDigest])
})

test('a damaged copy is replaced', () => {
  const { files } = sealFonts(directory)
  truncateSync(files[0]!, 100)
  sealFonts(directory)
  expect(statSync(files[0]!).size).toBe(fontSet[0]!.size)
  expect(readdirSync(join(directory, 'cache/fonts'))).toEqual([fontDigest])
})

test('where no cache can be kept, the copies lie in the directory of the Host', () => {
  writeFileSync(join(directory, 'cache'), 'not a directory')
  const { files } = sealFonts(directory)
  expect(files[0]).toBe(join(directory, 'fonts/files', basename(fontSet[0]!.file)))
})

test('a path with characters that mean something in XML is written as itself', () => {
  vi.stubEnv('CEFRIG_CACHE', join(directory, 'a<b>&c'))
  sealFonts(directory)
  expect(readFileSync(join(directory, 'fonts.conf'), 'utf8')).toContain('/a&lt;b&gt;&amp;c/fonts/')
})
