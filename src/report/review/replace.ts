import { chmod, chown, link, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeDirectory } from '../../directories.js'
import { withLocks } from './locks.js'
import { bytesOf, isMissing, sha256 } from './place.js'
import { Refused, refused } from './refused.js'

/** A golden on disk, as messages name it and as it lies there. */
export interface GoldenFile {
  /** As in the run. */
  golden: string
  /** Absolute, without symbolic links. */
  file: string
}

/**
 * Puts bytes in a golden's place, whole or not at all, when what is there has this SHA-256; null: when nothing is there. Keeps
 * permissions, and the owner where it may.
 */
export async function replaceGolden(
  { golden, file }: GoldenFile,
  was: string | null,
  bytes: Uint8Array,
): Promise<void> {
  // Reviewers of a project and of a part of it hold no other lock in common.
  await withLocks([file], async () => {
    const temporary = temporaryOf(file)
    try {
      await makeDirectory(dirname(file))
      await rm(temporary, { force: true })
      await writeFile(temporary, bytes, { flag: 'wx' })
      if (was === null) return await putWhereNothingIs(golden, temporary, file)
      const { mode, uid, gid } = await stat(file)
      await chmod(temporary, mode & 0o7777)
      await chown(temporary, uid, gid).catch(() => {})
      if (await isChanged(file, was)) throw refused.goldenChanged(golden, 'was changed a moment ago')
      await rename(temporary, file)
    } catch (error) {
      if (error instanceof Refused) throw error
      throw isMissing(error)
        ? refused.goldenChanged(golden, 'was removed a moment ago')
        : refused.fileFailed(golden, error)
    } finally {
      await rm(temporary, { force: true }).catch(() => {})
    }
  })
}

/** Takes a golden away when it has this SHA-256. */
export async function removeGolden({ golden, file }: GoldenFile, was: string): Promise<void> {
  await withLocks([file], async () => {
    if (await isChanged(file, was)) throw refused.notUndone(golden)
    try {
      await unlink(file)
    } catch (error) {
      throw refused.fileFailed(golden, error)
    }
  })
}

/** Removes what a reviewer that was killed left beside a golden. */
export async function removeTemporary(file: string): Promise<void> {
  await withLocks([file], () => rm(temporaryOf(file), { force: true }).catch(() => {}))
}

async function isChanged(file: string, was: string): Promise<boolean> {
  const bytes = await bytesOf(file)
  return bytes === null || sha256(bytes) !== was
}

/** A link is made only where nothing is, whoever comes in between. */
async function putWhereNothingIs(golden: string, temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw refused.goldenChanged(golden, 'was written a moment ago')
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error
    if ((await bytesOf(file)) !== null) throw refused.goldenChanged(golden, 'was written a moment ago')
    await rename(temporary, file)
  }
}

function temporaryOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.review.tmp`)
}
