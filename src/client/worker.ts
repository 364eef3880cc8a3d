import { isCefrigError } from '../errors.js'
import type { BootOptions } from '../protocol/options.js'
import { type Connection, sharedConnection } from './connection.js'
import { ensureHost } from './host-process.js'
import type { Settings } from './settings.js'

/** By boot options: the files of two projects may run in one worker. */
const connections = new Map<string, Promise<Connection>>()

/**
 * The conversation of a runner's worker with the Host of its slot: the one that is open, or a new one, with a new Host where the last
 * one died.
 * @throws what {@link ensureHost} throws.
 */
export async function workerConnection({ boot }: Pick<Settings, 'boot'>): Promise<Connection> {
  const key = JSON.stringify(boot)
  const known = connections.get(key)
  const connection = await known?.catch(() => undefined)
  if (connection && !connection.isClosed) return connection
  // Of those who ask at once the first opens it.
  if (connections.get(key) === known) connections.set(key, open(boot))
  return connections.get(key)!
}

async function open(boot: BootOptions): Promise<Connection> {
  const request = { slot: workerSlot(), boot }
  const address = await ensureHost(request)
  return sharedConnection(address).catch(async (error) => {
    if (!isCefrigError(error, 'HOST_CRASHED')) throw error
    return sharedConnection(await ensureHost({ ...request, refused: address }))
  })
}

/** Number of the worker among those that run at one time; never the number of the file. */
function workerSlot(): string {
  return process.env.VITEST_POOL_ID ?? process.env.JEST_WORKER_ID ?? '1'
}
