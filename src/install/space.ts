import { statfs } from 'node:fs/promises'
import { failures } from './failure.js'

/** An unpacked CEF takes at least this many times its archive. */
export const unpackedFactor = 2.1

/** Throws INSTALL_FAILED, disk-full, when the disk of a directory that exists has less than `needed` bytes free. */
export async function requireSpace(directory: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  if (free < needed) {
    throw failures.diskFull(directory, `${megabytes(free)} free, at least ${megabytes(needed)} needed`)
  }
}

/** `412 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}
