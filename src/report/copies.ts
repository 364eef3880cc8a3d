import { readdir, rmdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { slashed } from './inside.js'
import { copiesName } from './picture-record.js'
import type { Run } from './run.js'
import { runDirectory } from './run-file.js'

/**
 * Deletes copies of pictures that the run does not name, and that were there before it began: younger ones may be of a run that goes on
 * beside it. What cannot be deleted stays.
 */
export async function removeOldCopies(root: string, { started, tests }: Run): Promise<void> {
  const directory = runDirectory(root)
  const named = new Set(
    tests.flatMap(({ pictures }) => pictures.flatMap(({ files }) => Object.values(files) as string[])),
  )
  await clear(join(directory, copiesName), async (file) => {
    const isOld = (await stat(file)).mtimeMs < Date.parse(started)
    if (isOld && !named.has(slashed(directory, file))) await unlink(file)
  }).catch(() => {})
}

/** Does it to every file below, and removes directories that are empty then. */
async function clear(directory: string, look: (file: string) => Promise<void>): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (!entry.isDirectory()) await look(path)
    else await clear(path, look)
  }
  await rmdir(directory).catch(() => {})
}
