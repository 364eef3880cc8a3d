import { acquireLock, type Release } from '../../client/lock.js'
import { isCefrigError } from '../../errors.js'
import { sha256 } from './place.js'
import { refused } from './refused.js'

/** Milliseconds for which another reviewer may hold a lock. */
const patience = 30_000

/**
 * Does something while no other reviewer of this machine holds one of the paths. They are taken in turn: whoever takes several takes
 * them in one order. The kernel gives them back when the process ends.
 */
export async function withLocks<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  const held: Release[] = []
  try {
    for (const path of paths) held.push(await lock(path))
    return await work()
  } finally {
    for (const release of held.reverse()) release()
  }
}

async function lock(path: string): Promise<Release> {
  try {
    return await acquireLock(`cefrig-review-${sha256(Buffer.from(path)).slice(0, 32)}`, patience)
  } catch (error) {
    throw isCefrigError(error, 'HOST_FAILED') ? refused.busy(patience) : error
  }
}
