import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { FilePayload } from './file-payload.js'

/** A file with its place below the directory that was chosen, as `file.webkitRelativePath` has it. */
export interface PlacedFile extends FilePayload {
  place?: string
}

/** All files in a directory and below. */
export async function filesIn(directory: string): Promise<PlacedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const path = join(parentPath, name)
      const place = [basename(directory), ...relative(directory, path).split(sep)].join('/')
      return { name, place, buffer: await readFile(path) }
    }),
  )
}
