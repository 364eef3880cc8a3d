import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'

/**
 * The absolute path of what a run's file names by a path relative to a directory; null when that leads out of the directory, be it by its
 * words or by a symbolic link on the way. A run's file may come from anywhere: nothing that it names is read or written but through this.
 */
export function inside(directory: string, path: string): string | null {
  if (path === '' || /[\0\\]/.test(path) || isAbsolute(path) || /^[a-z]:/i.test(path)) return null
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return null
  const file = join(directory, path)
  const [real, root] = [realPath(file), realPath(directory)]
  return real === root || leadsOut(relative(root, real)) ? null : file
}

/** A path below a directory, or beside it, with forward slashes. */
export function slashed(directory: string, file: string): string {
  return relative(directory, file).split(sep).join('/')
}

/** Whether a relative path leaves the directory that it counts from. */
export function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || path.startsWith('../') || isAbsolute(path)
}

/** With symbolic links followed, as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(realPath(above), relative(above, path))
  }
}
