import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../golden/golden-file.js'
import type { RunFolder } from './folders.js'
import { bytesOf, sha256 } from './place.js'

/** What was decided about one picture. */
export type Entry = Approved | { decision: 'rejected' }

export interface Approved {
  decision: 'approved'
  /** SHA-256 of the golden that was written. */
  sha256: string
  /** Set while the golden is being written or restored: which of it holds is told by the golden itself. */
  pending?: true
}

/** The decisions about one run and one project, in `review.json` beside the run's record. */
interface DecisionsFile {
  format: 1
  /** Decisions are void for another run. */
  run: string
  /** Absolute path of the project; decisions are void for another one. */
  root: string
  /** By the picture's id. */
  decisions: Record<string, Entry>
}

/** What was decided about the run of a folder, by the pictures' ids. */
export async function readDecisions(folder: RunFolder, root: string): Promise<Map<string, Entry>> {
  const file = await currentFile(folder, root)
  return new Map(Object.entries(file?.decisions ?? {}).filter(([, entry]) => isEntry(entry)))
}

/** Writes them whole or not at all. What was kept for decisions about another run goes. */
export async function writeDecisions(
  folder: RunFolder,
  root: string,
  decisions: ReadonlyMap<string, Entry>,
): Promise<void> {
  const path = join(folder.directory, 'review.json')
  const file: DecisionsFile = {
    format: 1,
    run: folder.run.id,
    root,
    decisions: Object.fromEntries(decisions),
  }
  await writeWhole(path, Buffer.from(`${JSON.stringify(file, null, 2)}\n`))
}

/** Removes what was kept for undoing decisions about another run. */
export async function dropStaleBackups(folder: RunFolder, root: string): Promise<void> {
  if ((await currentFile(folder, root)) === null)
    await rm(join(folder.directory, 'review'), { recursive: true, force: true })
}

/** Keeps a golden as it was before an approval. */
export async function keepBackup(folder: RunFolder, bytes: Uint8Array): Promise<void> {
  await writeWhole(backupFile(folder, sha256(bytes)), bytes)
}

/** The golden with this SHA-256 as it was before an approval; null when it is gone or damaged. */
export async function readBackup(folders: readonly RunFolder[], was: string): Promise<Uint8Array | null> {
  for (const folder of folders) {
    const bytes = await bytesOf(backupFile(folder, was))
    if (bytes !== null && sha256(bytes) === was) return bytes
  }
  return null
}

function backupFile({ directory }: RunFolder, was: string): string {
  return join(directory, 'review', `${was}.png`)
}

/** Null for what is not about this run and project, also when nobody can read it: then nothing was decided. */
async function currentFile({ directory, run }: RunFolder, root: string): Promise<DecisionsFile | null> {
  const bytes = await bytesOf(join(directory, 'review.json'))
  try {
    const file = JSON.parse(String(bytes ?? 'null')) as DecisionsFile
    const isCurrent = file.format === 1 && file.run === run.id && file.root === root
    return isCurrent && typeof file.decisions === 'object' && file.decisions !== null ? file : null
  } catch {
    return null
  }
}

function isEntry(entry: unknown): entry is Entry {
  const { decision, sha256 } = (entry ?? {}) as Partial<Approved>
  return (
    (decision as string) === 'rejected' ||
    (decision === 'approved' && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256))
  )
}
