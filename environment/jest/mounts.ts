import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MountDefaults } from '../../src/client/mount/options.js'
import { MOUNT_VARIABLE, type MountPlace } from '../../src/protocol/mount.js'
import { PlanError } from '../mount/failure.js'
import { MountServer } from '../mount/server.js'
import type { ViteSource } from '../mount/vite.js'

/** Milliseconds that a test file waits at most for what it is going to mount. */
const patience = 60_000

/** By what they are made of: test files of a worker share them, those of a project that is watched too. */
const servers = new Map<string, Mounts>()

/** The modules of one project for the pages of a worker, made by the project's own Vite in this very process. */
export class Mounts {
  readonly #place: MountPlace
  readonly #server: MountServer
  /** When the files of mounted modules were changed last, as their modules were made. */
  readonly #changed = new Map<string, number | null>()

  /** `name`: of the project. `root`: absolute. */
  static of(root: string, name: string, options: MountDefaults): Mounts {
    const key = JSON.stringify([root, name, options])
    const known = servers.get(key)
    if (known) return known
    const mounts = new Mounts(root, name, options)
    servers.set(key, mounts)
    return mounts
  }

  private constructor(root: string, name: string, options: MountDefaults) {
    const createServer = () => createServerOf(root)
    const source: ViteSource = { createServer, root, configFile: undefined, mode: 'test', inline: {}, name }
    this.#server = new MountServer(source, options)
    const { socket, token } = this.#server
    this.#place = { socket, token, strict: options.strict ?? false }
    this.#server.onFiles = (files) => {
      for (const file of files) if (!this.#changed.has(file)) this.#changed.set(file, changedAt(file))
    }
  }

  /** For the tests of a file that begins: `mount()` finds its way to this project, and to its files as they are now. */
  begin(): void {
    process.env[MOUNT_VARIABLE] = JSON.stringify(this.#place)
    // Jest tells nobody what has changed.
    for (const [file, before] of this.#changed) {
      const now = changedAt(file)
      if (now === before) continue
      this.#changed.delete(file)
      this.#server.changed(now === null ? 'unlink' : 'change', file)
    }
  }

  /** Makes the modules that a test file is going to mount. What is wrong with them is told when they are mounted. */
  async prepare(testFile: string, wanted: readonly string[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, patience)
    })
    const made = wanted.map((module) => this.#server.prepare({ testFile, modules: [module] }))
    await Promise.race([Promise.all(made), late])
    clearTimeout(timer)
  }
}

/** What makes servers, of the Vite that a project has. @throws PlanError */
export async function createServerOf(root: string): Promise<Awaited<ReturnType<ViteSource['createServer']>>> {
  const require = createRequire(join(root, 'package.json'))
  let file: string
  try {
    file = join(dirname(require.resolve('vite/package.json')), 'dist/node/index.js')
  } catch {
    throw new PlanError({
      reason: 'no server',
      message: `mount() needs Vite, which is not found from ${root}. Install it: npm install --save-dev vite.`,
    })
  }
  const { createServer } = await import(pathToFileURL(file).href)
  return createServer
}

function changedAt(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null
}
