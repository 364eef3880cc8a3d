import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import { fontRules } from './font-rules.js'
import { type FontFile, fontSet } from './font-set.js'

/** What a Host needs to run with the sealed fonts and nothing of the machine's. */
export interface SealedFonts {
  /** To be set before CEF starts; helpers inherit it. */
  env: Record<string, string>
  /** 16 hexadecimal digits over the fonts' contents and the rules. */
  digest: string
  /** Absolute paths of the font files in use. */
  files: string[]
}

/** Digest of the sealed font set: which files, and the rules by which they are chosen and drawn. */
export const fontDigest = createHash('sha256')
  .update(fontSet.map((font) => font.sha256).join('\n'))
  .update(fontRules)
  .digest('hex')
  .slice(0, 16)

/**
 * Writes `fonts.conf` into the Host's directory, over copies of the sealed fonts that all Hosts of this user share (with
 * fontconfig's cache of them, so that only the first boot scans them), or that lie in `directory` where no cache can be kept.
 * Fails with HOST_FAILED when a font file is missing or is not the one that was pinned.
 */
export function sealFonts(directory: string): SealedFonts {
  const store = sharedStore() ?? fillStore(join(directory, 'fonts'))
  const file = join(directory, 'fonts.conf')
  writeFileSync(file, configuration(store), { mode: 0o600 })
  return {
    // The last two would let the user's environment choose another language's fonts or another way to draw.
    env: {
      FONTCONFIG_FILE: file,
      FONTCONFIG_PATH: directory,
      FC_LANG: 'en',
      FREETYPE_PROPERTIES: '',
    },
    digest: fontDigest,
    files: fontSet.map((font) => join(store, 'files', basename(font.file))),
  }
}

function configuration(store: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>${xmlText(join(store, 'files'))}</dir>
<cachedir>${xmlText(join(store, 'scan'))}</cachedir>
<config><rescan><int>0</int></rescan></config>
${fontRules}
</fontconfig>
`
}

function xmlText(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The store in the user's cache, filled when it is new; undefined where it cannot be written. */
function sharedStore(): string | undefined {
  const { CEFRIG_CACHE, HOME } = process.env
  const cache = CEFRIG_CACHE ? resolve(CEFRIG_CACHE) : join(HOME || homedir(), '.cache', 'cefrig')
  const parent = join(cache, 'fonts')
  const store = join(parent, fontDigest)
  if (isComplete(store)) return store
  try {
    mkdirSync(parent, { recursive: true })
    accessSync(parent, constants.W_OK)
  } catch {
    return undefined
  }
  const draft = fillStore(join(parent, `.${fontDigest}-${process.pid}-${randomBytes(4).toString('hex')}`))
  try {
    // A store that is there but not complete was damaged by hand: it gives way.
    if (!isComplete(store)) rmSync(store, { recursive: true, force: true })
    renameSync(draft, store)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!isComplete(store)) throw error
  }
  return store
}

function isComplete(store: string): boolean {
  return fontSet.every((font) => sizeOf(join(store, 'files', basename(font.file))) === font.size)
}

function fillStore(store: string): string {
  mkdirSync(join(store, 'files'), { recursive: true })
  mkdirSync(join(store, 'scan'), { recursive: true })
  for (const font of fontSet) copyFileSync(source(font), join(store, 'files', basename(font.file)))
  return store
}

/** Where a pinned font was installed to. */
function source(font: FontFile): string {
  const path = locate(font)
  const size = sizeOf(path)
  if (size === font.size) return path
  const fact = size === undefined ? 'is missing' : `has ${size} bytes instead of ${font.size}`
  throw new CefrigError(
    'HOST_FAILED',
    `Sealing the fonts failed: ${path} ${fact}. Install cefrig's dependencies again, or boot with fonts: 'system'.`,
    { facts: { path, size: size ?? null, expected: font.size } },
  )
}

function locate(font: FontFile): string {
  const require = createRequire(import.meta.url)
  if (font.package === null)
    return join(dirname(require.resolve('cefrig/package.json')), 'native/fonts', font.file)
  try {
    return join(dirname(require.resolve(`${font.package}/package.json`)), font.file)
  } catch {
    return join(font.package, font.file)
  }
}

/** Undefined also for what this user may not see. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size
  } catch {
    return undefined
  }
}
