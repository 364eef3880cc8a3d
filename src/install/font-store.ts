import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CefrigError } from '../errors.js'
import { cacheRoot } from './cache.js'
import type { FontFile, FontSet } from './font-set.js'
import { sealedFonts } from './sealed-fonts.js'

/** All files of a set, in its order. */
export function filesOf({ packages, kept }: FontSet): FontFile[] {
  return [...packages.flatMap(({ files }) => files), ...kept]
}

/** 16 hexadecimal digits over the contents of a set. */
export function digestOf(set: FontSet): string {
  const contents = filesOf(set).map(({ sha256 }) => sha256)
  return createHash('sha256').update(contents.join('\n')).digest('hex').slice(0, 16)
}

/** Where a set is or would be: `<cache>/fonts/<digest>`, with the fonts in `files` and fontconfig's cache of them in `scan`. */
export function fontStore(set = sealedFonts, env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'fonts', digestOf(set))
}

/** Where this file of a set is in a store. */
export function fontPath(store: string, { path }: FontFile): string {
  return join(store, 'files', basename(path))
}

/** Whether a store holds all files of the set, at their sizes. A few tens of microseconds. */
export function isComplete(store: string, set = sealedFonts): boolean {
  return filesOf(set).every((file) => sizeOf(fontPath(store, file)) === file.size)
}

/** The store of the sealed fonts. @throws NOT_INSTALLED with the command that installs them. */
export function requireFonts(env: NodeJS.ProcessEnv = process.env): string {
  const store = fontStore(sealedFonts, env)
  if (isComplete(store)) return store
  const isThere = sizeOf(store) !== undefined
  throw new CefrigError(
    'NOT_INSTALLED',
    `The sealed fonts are ${isThere ? `not whole in ${store}` : `not installed in ${cacheRoot(env)}`}. ` +
      "Run `npx cefrig install`, or boot with fonts: 'system'.",
    { facts: { store, command: 'npx cefrig install' } },
  )
}

/** Undefined also for what this user may not see. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size
  } catch {
    return undefined
  }
}
