import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileName } from '../golden/name.js'
import { slashed } from './inside.js'
import type { Run } from './run.js'

/** Directories in which nobody keeps tests. */
const passedOver = new Set(['node_modules', '.git', '.cefrig'])

/** What test files are called where nothing else is configured. */
const usualName = /\.(test|spec)\.[cm]?[jt]sx?$/

/**
 * A file that may hold tests which look at a run's obsolete goldens, and that was not in the run: one by whose name a golden's folder is
 * called, as one that was gone and is there again, or a test file that was written since. Relative to the root; null: there is none.
 */
export async function newTestFile(root: string, { tests, obsolete, started }: Run): Promise<string | null> {
  const ran = new Set(tests.map(({ file }) => file))
  const folders = obsolete.map((golden) => ({ golden, names: new Set(dirname(golden).split('/')) }))
  const isOwner = (file: string) =>
    folders.some(
      ({ golden, names }) =>
        names.has(fileName(basename(file))) &&
        (dirname(file) === '.' || golden.startsWith(`${dirname(file)}/`)),
    )
  for await (const path of filesBelow(root)) {
    const file = slashed(root, path)
    if (ran.has(file)) continue
    if (isOwner(file)) return file
    if (!usualName.test(file)) continue
    const found = await stat(path).catch(() => null)
    if (found !== null && found.mtimeMs > Date.parse(started)) return file
  }
  return null
}

async function* filesBelow(directory: string): AsyncGenerator<string> {
  const waiting = [directory]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for (const entry of await readdir(here, { withFileTypes: true }).catch(() => [])) {
      const path = join(here, entry.name)
      if (entry.isDirectory() && !passedOver.has(entry.name)) waiting.push(path)
      if (entry.isFile()) yield path
    }
  }
}
