import { createHash } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { mkdir, readdir, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { acquireLock } from '../client/lock.js'

const day = 24 * 60 * 60 * 1000

/**
 * A directory inside the cache where one process of this machine at a time prepares a CEF: `<cache>/.work/<machine>/`.
 * Machines and containers that share a cache have one each, because a lock does not reach over them; they meet only at the
 * last rename.
 */
export class Workplace implements AsyncDisposable {
  readonly directory: string
  readonly #top: string
  readonly #release: () => void
  #keeps: string | undefined

  private constructor(top: string, directory: string, release: () => void) {
    this.#top = top
    this.directory = directory
    this.#release = release
  }

  /** Waits for its turn; `onWait` is called when another process has it. What that one left behind is swept. */
  static async enter(root: string, onWait: () => void): Promise<Workplace> {
    const created = await mkdir(root, { recursive: true })
    const tag = await machineTag(root)
    const notice = setTimeout(onWait, 300)
    const release = await acquireLock(`cefrig-install-${tag}`, day).finally(() => clearTimeout(notice))
    // What was there before stays, even if it is empty.
    const workplace = new Workplace(created ?? join(root, '.work'), join(root, '.work', tag), release)
    try {
      await mkdir(workplace.directory, { recursive: true })
      await sweep(root, tag)
    } catch (error) {
      release()
      throw error
    }
    return workplace
  }

  /** A new, empty directory; what an earlier process left under this name is removed. */
  async room(name: string): Promise<string> {
    const directory = join(this.directory, name)
    await rm(directory, { recursive: true, force: true })
    await mkdir(directory)
    return directory
  }

  /** The path of a download, which may hold the beginning of it already. Only the one for this name is kept. */
  async download(name: string): Promise<string> {
    for (const other of await readdir(this.directory)) {
      if (other !== name) await rm(join(this.directory, other), { recursive: true, force: true })
    }
    this.#keeps = name
    return join(this.directory, name)
  }

  /** Lets the beginning of a download go: it is installed, or not worth resuming. */
  drop(): void {
    this.#keeps = undefined
  }

  /** Leaves nothing behind but the beginning of a download, and lets the next process in. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const name of await readdir(this.directory)) {
        if (name !== this.#keeps) await rm(join(this.directory, name), { recursive: true, force: true })
      }
      await removeEmpty(this.directory, this.#top)
    } finally {
      this.#release()
    }
  }
}

/** Removes `directory` and those above it, as far as they are empty, up to `top` and with it. */
async function removeEmpty(directory: string, top: string): Promise<void> {
  for (let path = directory; path.startsWith(top); path = dirname(path)) {
    try {
      await rmdir(path)
    } catch {
      return
    }
  }
}

/** Names the set of processes among which a lock works: those that share the network's namespace and the path. */
async function machineTag(root: string): Promise<string> {
  const scope = [hostname(), readlinkSync('/proc/self/ns/net'), await realpath(root)]
  return createHash('sha256').update(JSON.stringify(scope)).digest('hex').slice(0, 16)
}

/** Removes what other machines left behind and have not touched for a day. */
async function sweep(root: string, ownTag: string): Promise<void> {
  for (const tag of await readdir(join(root, '.work'))) {
    const path = join(root, '.work', tag)
    const { mtimeMs } = await stat(path)
    if (tag !== ownTag && Date.now() - mtimeMs > day) await rm(path, { recursive: true, force: true })
  }
}
