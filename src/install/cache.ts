import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type FileSizes, fileSizes } from './inspect.js'
import { type CefPlatform, currentPlatform } from './platform.js'
import { compareVersions, versionMatches } from './version.js'

const markerName = 'cefrig.json'

/** Written last into an installed CEF: a directory without it is not one. */
export interface Marker {
  version: string
  platform: string
  /** Where it came from: a URL, a path or a Maven artifact. */
  source: string
  /** Sizes of the required files in bytes when they were installed. */
  sizes: FileSizes
}

/** `CEFRIG_CACHE`, else `~/.cache/cefrig`. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  return env.CEFRIG_CACHE ? resolve(env.CEFRIG_CACHE) : join(env.HOME || homedir(), '.cache', 'cefrig')
}

/** The installed CEFs of this machine: `<root>/<version>/<platform>/`. */
export class CefCache {
  readonly root: string
  readonly platform: CefPlatform

  constructor(env: NodeJS.ProcessEnv = process.env, platform = currentPlatform()) {
    this.root = cacheRoot(env)
    this.platform = platform
  }

  /** Where this version is or would be. */
  directory(version: string): string {
    return join(this.root, version, this.platform.name)
  }

  /** The newest installed version that `wanted` means, if there is one. */
  async find(wanted: string): Promise<string | undefined> {
    const names = await readdir(this.root).catch(() => [])
    const versions = names.filter((name) => versionMatches(name, wanted)).sort(compareVersions)
    for (const version of versions.reverse()) {
      if (await this.has(version)) return version
    }
    return undefined
  }

  /** Whether this very version is installed with all its files at the sizes they had then. */
  async has(version: string): Promise<boolean> {
    const marker = await readMarker(this.directory(version))
    if (marker?.version !== version) return false
    const sizes = await fileSizes(this.directory(version))
    return Object.entries(marker.sizes).every(([name, size]) => sizes[name] === size)
  }

  /**
   * Moves a complete CEF, which is on the cache's file system, to its place, at once. A damaged one that stands there is moved
   * to `aside`. Keeps the one that another machine has put there in the meantime.
   */
  async adopt(complete: string, version: string, aside: string): Promise<void> {
    const place = this.directory(version)
    await mkdir(dirname(place), { recursive: true })
    if (!(await this.has(version))) await rename(place, aside).catch(ignoreAbsent)
    await rename(complete, place).catch(async (error) => {
      if (!(await this.has(version))) throw error
    })
  }
}

/** Reads the marker of an installed CEF; undefined when it is absent or unreadable. */
export async function readMarker(directory: string): Promise<Marker | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, markerName), 'utf8')) as Marker
  } catch {
    return undefined
  }
}

/** Declares a directory complete. */
export async function writeMarker(directory: string, marker: Marker): Promise<void> {
  await writeFile(join(directory, markerName), `${JSON.stringify(marker, null, 2)}\n`)
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
