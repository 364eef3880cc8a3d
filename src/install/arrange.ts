import { constants, cp, mkdir, readdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { failures } from './failure.js'

/** Where the parts of an unpacked CEF are. */
interface Parts {
  /** Directory with `libcef.so`. */
  binaries: string
  /** Directory with packs and locales; the same in a flat layout. */
  resources: string
}

/**
 * Moves CEF out of an unpacked archive into a new directory, flat, as CEF wants it at run time: the official layout has
 * `Release/` and `Resources/` in a directory of its own, others have all in one.
 * @throws INSTALL_FAILED, wrong-archive, when there is no `libcef.so`.
 */
export async function moveFlat(unpacked: string, into: string, archive: string): Promise<void> {
  const parts = await findParts(unpacked, archive)
  await mkdir(into, { recursive: true })
  for (const directory of new Set([parts.binaries, parts.resources])) {
    for (const name of await readdir(directory)) await rename(join(directory, name), join(into, name))
  }
}

/** Copies CEF from a directory that stays as it is, with the same result. On file systems that can, nothing is written twice. */
export async function copyFlat(source: string, into: string): Promise<void> {
  const parts = await findParts(source, source)
  for (const directory of new Set([parts.binaries, parts.resources])) {
    await cp(directory, into, {
      recursive: true,
      dereference: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => basename(path) !== 'cefrig.json',
    })
  }
}

async function findParts(directory: string, archive: string): Promise<Parts> {
  const inside = await readdir(directory, { withFileTypes: true })
  const roots = [
    directory,
    ...inside.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name)),
  ]
  for (const root of roots) {
    for (const binaries of [root, join(root, 'Release')]) {
      if (!(await isFile(join(binaries, 'libcef.so')))) continue
      const resources = join(root, 'Resources')
      return { binaries, resources: (await isFile(join(resources, 'icudtl.dat'))) ? resources : binaries }
    }
  }
  throw failures.wrongArchive(archive, 'holds no libcef.so')
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
