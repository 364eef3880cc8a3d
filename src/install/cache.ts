import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
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

/** The installed CEFs of this machine: `<root>/<version>/<platform>/`. */
export class CefCache {
  readonly root: string
  readonly platform: CefPlatform

  /** At `CEFRIG_CACHE`, else `~/.cache/cefrig`. */
  constructor(env: NodeJS.ProcessEnv = process.env, platform = currentPlatform()) {
    this.root = env.CEFRIG_CACHE ? resolve(env.CEFRIG_CACHE) : join(env.HOME || homedir(), '.cache', 'cefrig')
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

  /** Makes the place for a version, so that a complete directory can be renamed into it. */
  async makePlace(version: string): Promise<string> {
    const directory = this.directory(version)
    await mkdir(dirname(directory), { recursive: true })
    return directory
  }

  /** Removes the directories on the way to `path` that hold nothing, up to the cache's root and with it. */
  async removeEmpty(path: string): Promise<void> {
    for (let directory = path; directory.startsWith(this.root); directory = dirname(directory)) {
      try {
        await rmdir(directory)
      } catch {
        return
      }
    }
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
