import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeDirectory } from './directories.js'
import { CefrigError, isCefrigError } from './errors.js'

/** What the system's codes mean, and what to do. */
const refusals: Readonly<Record<string, readonly [fact: string, next: string]>> = {
  EACCES: ['permission denied', 'Make the directory writable, or choose another one'],
  EPERM: ['operation not permitted', 'Make the directory writable, or choose another one'],
  EROFS: ['the file system is read-only', 'Choose a directory that can be written'],
  ENOSPC: ['no space is left on the device', 'Free some space there, or choose another directory'],
  EDQUOT: ['the disk quota is used up', 'Free some space there, or choose another directory'],
  ENOTDIR: ['a part of the path is a file, not a directory', 'Remove the file, or choose another directory'],
  EEXIST: ['a part of the path is a file, not a directory', 'Remove the file, or choose another directory'],
  EISDIR: ['it is a directory', 'Remove the directory, or choose another name'],
}

/** Why the system refused, and what to do. */
export function refusal(error: unknown): { reason: string; next: string } {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  const [fact, next] = refusals[code] ?? [message, 'Check the path']
  return { reason: code === '' || fact === message ? fact : `${fact} (${code})`, next }
}

/** Writes a file, and the directories above it where they are missing. @throws FILE_FAILED when the system refuses. */
export function writeTo(path: string, data: string | Uint8Array): Promise<void> {
  return writing(path, async () => {
    await makeDirectory(dirname(path))
    await writeFile(path, data)
  })
}

/** Does what writes a file. @throws FILE_FAILED when the system refuses. */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isCefrigError(error)) throw error
    const { reason, next } = refusal(error)
    const facts = { path, errno: (error as NodeJS.ErrnoException).code }
    throw new CefrigError('FILE_FAILED', `${path} cannot be written: ${reason}. ${next}.`, {
      facts,
      cause: error,
    })
  }
}
