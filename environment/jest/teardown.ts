// Jest's `globalTeardown` of the preset: ends the Hosts of a run, in the process that owns them.
import { stopHosts } from '../../src/client/host-process.js'
import { identify } from '../../src/client/process-identity.js'
import { keepCrashLogs } from '../crash-logs.js'

/** Ends all Hosts of this process and tells of those that died. While Jest watches they stay, for the next run. */
export default async function teardown({ watch, watchAll, rootDir }: Watching): Promise<void> {
  const owner = identify(process.pid)
  if (!owner) return
  for (const log of keepCrashLogs(owner, rootDir)) console.warn(`cefrig: a Host died; its log is ${log}`)
  if (!watch && !watchAll) await stopHosts(owner)
}

interface Watching {
  watch: boolean
  watchAll: boolean
  rootDir: string
}
