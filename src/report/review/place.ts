import { createHash } from 'node:crypto'
import { lstat, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep, win32 } from 'node:path'
import { Refused, refused } from './refused.js'

/** SHA-256 of bytes, 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Where a golden of a run lies, without symbolic links. Refuses whatever is not a PNG in the project: a run's record may come from
 * anywhere. `root`: the project's directory, without symbolic links.
 */
export async function goldenFile(root: string, golden: string): Promise<string> {
  if (golden.includes('\0') || isAbsolute(golden) || win32.isAbsolute(golden))
    throw refused.outside(golden, 'is no path within the project')
  const wanted = resolve(root, golden)
  if (!isWithin(root, wanted)) throw refused.outside(golden, `leads out of the project ${root}`)
  const file = await withoutLinks(wanted).catch((error) => {
    throw isMissing(error)
      ? refused.outside(golden, 'is a link that leads nowhere')
      : refused.fileFailed(golden, error)
  })
  if (!isWithin(root, file)) throw refused.outside(golden, `is a link out of the project ${root}`)
  if (!/\.png$/i.test(file)) throw refused.outside(golden, 'does not end in .png')
  return file
}

/** A file's bytes; null when there is none. Pipes and devices are not read. */
export async function bytesOf(file: string): Promise<Buffer | null> {
  try {
    if (!(await stat(file)).isFile()) throw refused.fileFailed(file, new Error('it is no file'))
    return await readFile(file)
  } catch (error) {
    if (error instanceof Refused) throw error
    if (isMissing(error)) return null
    throw refused.fileFailed(file, error)
  }
}

/** Whether a path is below a directory; both absolute. */
export function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Resolves the links of what is there of a path; the rest need not exist. */
async function withoutLinks(path: string): Promise<string> {
  const found = await lstat(path).catch((error) => (isMissing(error) ? null : Promise.reject(error)))
  const above = dirname(path)
  return found !== null || above === path ? realpath(path) : join(await withoutLinks(above), basename(path))
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
