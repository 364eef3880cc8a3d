import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sealFonts } from '../../src/host/fonts.js'
import { filesOf, fontStore } from '../../src/install/font-store.js'
import { sealedFonts } from '../../src/install/sealed-fonts.js'

const machinesStore = fontStore()
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-fonts-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

test('every font in use is, byte for byte, the one that was pinned', () => {
  const { files } = sealFonts(directory)
  const hashes = files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))
  expect(hashes).toEqual(filesOf(sealedFonts).map((font) => font.sha256))
})

test('fonts.conf lies in the directory of the Host and names only the sealed fonts', () => {
  const { env, digest, files } = sealFonts(directory)
  const conf = readFileSync(join(directory, 'fonts.conf'), 'utf8')
  expect(env.FONTCONFIG_FILE).toBe(join(directory, 'fonts.conf'))
  expect(digest).toMatch(/^[0-9a-f]{16}$/)
  expect(conf.match(/<dir>.*<\/dir>/g)).toEqual([`<dir>${dirname(files[0]!)}</dir>`])
  expect(conf).not.toContain('<include')
})

test('where the cache cannot be written, the scan of the fonts lies in the directory of the Host', () => {
  sealFonts(directory)
  const conf = readFileSync(join(directory, 'fonts.conf'), 'utf8')
  expect(conf.match(/<cachedir>.*<\/cachedir>/g)).toEqual([
    `<cachedir>${join(machinesStore, 'scan')}</cachedir>`,
    `<cachedir>${join(directory, 'scan')}</cachedir>`,
  ])
})

test('fonts that are not installed are named with the command that installs them', () => {
  const cache = join(directory, 'cache')
  vi.stubEnv('CEFRIG_CACHE', cache)
  expect(() => sealFonts(directory)).toThrow(
    `The sealed fonts are not installed in ${cache}. Run \`npx cefrig install\`, or boot with fonts: 'system'.`,
  )
  const store = fontStore()
  mkdirSync(join(store, 'files'), { recursive: true })
  expect(() => sealFonts(directory)).toThrow(`The sealed fonts are not whole in ${store}. Run`)
})

test('a path with characters that mean something in XML is written as itself', () => {
  const cache = join(directory, 'a<b>&c')
  mkdirSync(join(cache, 'fonts'), { recursive: true })
  vi.stubEnv('CEFRIG_CACHE', cache)
  symlinkSync(machinesStore, fontStore())
  sealFonts(directory)
  expect(readFileSync(join(directory, 'fonts.conf'), 'utf8')).toContain('/a&lt;b&gt;&amp;c/fonts/')
})
