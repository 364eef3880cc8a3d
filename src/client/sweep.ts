import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, join } from 'node:path'
import { listHosts, readHostProcess, removeEmpty, removeHost, rootDirectory } from './host-directory.js'
import { parseOwner } from './owner.js'
import { isAlive, pidNamespace } from './process-identity.js'

/**
 * Removes what Hosts left behind whose owner has ended, and kills what is left of them. Does nothing to the directories of
 * living owners, nor to those of another container that shares the temporary directory, unless nobody listens there any more.
 */
export function sweepStale(): void {
  for (const ownersDirectory of listHosts(rootDirectory())) {
    const owner = parseOwner(basename(ownersDirectory))
    if (!owner || isAlive(owner)) continue
    const hosts = listHosts(ownersDirectory)
    for (const directory of hosts) {
      const host = readHostProcess(directory)
      if (!host || host.namespace === pidNamespace()) removeHost(directory)
      else removeUnlessServed(directory)
    }
    if (hosts.length === 0) removeEmpty(ownersDirectory)
  }
}

/** Unix sockets, unlike pids, can be asked across containers. */
function removeUnlessServed(directory: string): void {
  const path = join(directory, 'host.sock')
  if (!existsSync(path)) return
  const socket = connect({ path })
  socket.unref()
  socket.once('connect', () => socket.destroy())
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') removeHost(directory)
  })
}
