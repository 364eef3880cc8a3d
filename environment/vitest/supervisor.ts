import { availableParallelism } from 'node:os'
import type { Reporter, TestProject, TestSpecification, Vitest } from 'vitest/node'
import { killHosts } from '../../src/client/host-directory.js'
import { ensureHost, stopHosts } from '../../src/client/host-process.js'
import { identify, type ProcessIdentity } from '../../src/client/process-identity.js'
import type { Settings } from '../../src/client/settings.js'
import { keepCrashLogs } from '../crash-logs.js'

const supervisors = new WeakMap<Vitest, Supervisor>()
/** How many of them live in this process: they share the Hosts, which end with the last. */
let living = 0

/** Starts the Hosts of one Vitest instance before its workers need them, keeps them over reruns, and ends them with it. */
export class Supervisor {
  /** Owner of all Hosts: this process, Vitest's main one. */
  readonly owner: ProcessIdentity = identify(process.pid) ?? { pid: process.pid, startTime: '0' }
  readonly #vitest: Vitest
  readonly #projects = new Map<TestProject, Settings>()
  readonly #kill = () => killHosts(this.owner)

  /** The Supervisor of a Vitest instance, which all projects share. */
  static of(vitest: Vitest): Supervisor {
    const known = supervisors.get(vitest)
    if (known) return known
    const supervisor = new Supervisor(vitest)
    supervisors.set(vitest, supervisor)
    return supervisor
  }

  private constructor(vitest: Vitest) {
    this.#vitest = vitest
    living++
    const reporter: Reporter = { onTestRunStart: (specifications) => this.#start(specifications) }
    // First of all, so that the Hosts boot while Vitest starts its workers.
    vitest.config.reporters.unshift(reporter as never)
    vitest.onClose(() => this.#close())
    // An interrupted run never closes.
    process.once('exit', this.#kill)
  }

  add(project: TestProject, settings: Settings): void {
    this.#projects.set(project, settings)
  }

  /** Does not wait: a worker that comes early waits for its Host by itself, and tells its tests when there is none. */
  #start(specifications: readonly TestSpecification[]): void {
    // Reports of other runs are merged: no test runs.
    if (this.#vitest.config.mergeReports) return
    const files = new Map<string, number>()
    for (const { project, pool } of specifications) {
      const settings = pool === 'browser' || pool === 'typescript' ? undefined : this.#projects.get(project)
      if (!settings) continue
      const boot = JSON.stringify(settings.boot)
      files.set(boot, (files.get(boot) ?? 0) + 1)
    }
    for (const [boot, count] of files) {
      const slots = Math.min(count, this.#slots())
      for (let slot = 1; slot <= slots; slot++) {
        ensureHost({ slot, boot: JSON.parse(boot), owner: this.owner }).catch(() => {})
      }
    }
  }

  #slots(): number {
    const { maxWorkers, watch } = this.#vitest.config
    if (typeof maxWorkers === 'number') return maxWorkers
    const cpus = availableParallelism()
    return Math.max(watch ? Math.floor(cpus / 2) : cpus - 1, 1)
  }

  async #close(): Promise<void> {
    if (--living > 0) return
    for (const log of keepCrashLogs(this.owner, this.#vitest.config.root)) {
      this.#vitest.logger.warn(`cefrig: a Host died; its log is ${log}`)
    }
    await stopHosts(this.owner)
    process.off('exit', this.#kill)
  }
}
