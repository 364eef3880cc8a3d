import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it. Node's own recursive `mkdir` never ends where a directory is there but nothing can be made
 * in it, as in `/proc`.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const above = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) return unlessThere(error)
    await makeDirectory(above)
    // Somebody else may have made it by now.
    await mkdir(path).catch(unlessThere)
  }
}

/** What is there may be no directory: then what is written below it fails, with the better reason. */
function unlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
}
