import { readdirSync, readFileSync } from 'node:fs'
import type { Addon } from './addon.js'

/** CEF's processes without which a Host is of no use: pages hang in their compositor or their loader when one is gone. */
const needed = [
  { name: 'GPU', sign: /--type=gpu-process/ },
  { name: 'network', sign: /--type=utility.*--utility-sub-type=network\.mojom\.NetworkService/ },
]

/** Watches the processes that all pages depend on. */
export class Services {
  readonly #addon: Addon
  readonly #watched = new Map<number, string>()

  constructor(addon: Addon) {
    this.#addon = addon
  }

  /** Finds the processes that run by now. */
  watch(): void {
    for (const [pid, command] of group()) {
      const service = needed.find(({ sign }) => sign.test(command))
      if (!service || this.#watched.has(pid)) continue
      this.#watched.set(pid, service.name)
      this.#addon.watchProcess(pid)
    }
  }

  /** What has died with this process; undefined for a process that is not watched here. */
  nameOf(pid: number): string | undefined {
    return this.#watched.get(pid)
  }
}

/** The processes of this Host's group with their command lines. */
function group(): [pid: number, command: string][] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const processGroup = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
      if (processGroup !== process.pid) return []
      return [[Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')]]
    } catch {
      return []
    }
  })
}
