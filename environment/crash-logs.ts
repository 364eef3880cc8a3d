import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { listHosts, logFiles, ownerDirectory, readHostProcess } from '../src/client/host-directory.js'
import { isAlive, type ProcessIdentity } from '../src/client/process-identity.js'

/** Copies the logs of the owner's Hosts that died unasked to `<root>/.cefrig/logs`. Returns the paths of the copies. */
export function keepCrashLogs(owner: ProcessIdentity, root: string): string[] {
  const kept: string[] = []
  for (const directory of listHosts(ownerDirectory(owner))) {
    const host = readHostProcess(directory)
    if (!host || isAlive(host)) continue
    const to = join(root, '.cefrig', 'logs')
    mkdirSync(to, { recursive: true })
    for (const name of logFiles(directory)) {
      const copy = join(to, `${host.pid}-${name}`)
      copyFileSync(join(directory, name), copy)
      kept.push(copy)
    }
  }
  return kept
}
