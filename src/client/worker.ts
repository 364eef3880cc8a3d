import { isCefrigError } from '../errors.js'
import { type Connection, sharedConnection } from './connection.js'
import { ensureHost } from './host-process.js'
import type { Settings } from './settings.js'

let current: Connection | undefined

/**
 * The conversation of a runner's worker with the Host of its slot: the one that is open, or a new one, with a new Host where the last
 * one died.
 * @throws what {@link ensureHost} throws.
 */
export async function workerConnection({ boot }: Pick<Settings, 'boot'>): Promise<Connection> {
  if (current && !current.isClosed) return current
  const request = { slot: workerSlot(), boot }
  const address = await ensureHost(request)
  current = await sharedConnection(address).catch(async (error) => {
    if (!isCefrigError(error, 'HOST_CRASHED')) throw error
    return sharedConnection(await ensureHost({ ...request, refused: address }))
  })
  return current
}

/** Number of the worker among those that run at one time; never the number of the file. */
function workerSlot(): string {
  return process.env.VITEST_POOL_ID ?? process.env.JEST_WORKER_ID ?? '1'
}
