import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { ByteProgress } from './download.js'
import { failures } from './failure.js'
import { mavenGroup, mavenVersions } from './pin.js'
import type { CefPlatform } from './platform.js'
import { findProgram, run } from './process.js'
import { shortVersion, versionMatches } from './version.js'

/** A Maven artifact with CEF inside. */
export interface MavenArtifact {
  /** `group:name:version`. */
  coordinates: string
  version: string
}

/** The artifact for a version. Throws INSTALL_FAILED, not-found, when cefrig knows of none. */
export function findArtifact(wanted: string, platform: CefPlatform): MavenArtifact {
  const version = Object.keys(mavenVersions).find((known) => versionMatches(known, wanted))
  if (!version) {
    throw failures.unknownVersion(wanted, 'Maven Central', Object.keys(mavenVersions).map(shortVersion))
  }
  return { coordinates: `${mavenGroup}:jcef-natives-${platform.maven}:${mavenVersions[version]}`, version }
}

/** Whether there is a Maven client. Throws INSTALL_FAILED, missing-tool. */
export async function requireMaven(): Promise<void> {
  if (await findProgram('mvn')) return
  throw failures.missingTool('mvn', 'through which Maven Central is reached', 'maven')
}

/**
 * Fetches an artifact into a directory through the `mvn` client, with the machine's own settings (mirrors, proxies), and
 * answers the jar's path. Maven goes on by itself where an earlier download was cut, and checks the checksum.
 * @throws INSTALL_FAILED with reason network, not-found, checksum or disk-full.
 */
export async function fetchArtifact(
  { coordinates }: MavenArtifact,
  into: string,
  onProgress: ByteProgress,
): Promise<string> {
  const args = [
    '--strict-checksums',
    'dependency:copy',
    `-Dartifact=${coordinates}`,
    `-DoutputDirectory=${into}`,
  ]
  // Maven would take a pom.xml of the current directory as its project.
  const { code, output } = await run('mvn', args, { cwd: into, onOutput: progressReader(onProgress) })
  const jar = (await readdir(into)).find((name) => name.endsWith('.jar'))
  if (code === 0 && jar) return join(into, jar)
  if (jar) await rm(join(into, jar), { force: true })
  throw failureOf(coordinates, into, output, code)
}

/** Reads `Progress (1): 12/148 MB` out of what Maven prints; smaller files are its own plugins. */
function progressReader(onProgress: ByteProgress): (text: string) => void {
  const megabyte = 1_000_000
  return (text) => {
    const last = [...text.matchAll(/(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?) MB/g)].at(-1)
    const total = Number(last?.[2])
    if (last && total > 50) onProgress(Number(last[1]) * megabyte, total * megabyte)
  }
}

function failureOf(coordinates: string, into: string, output: string, code: number | null) {
  const lines = stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
  const full = lines.find((line) => /No space left/i.test(line))
  if (full) return failures.diskFull(into, 'while mvn was downloading')
  const checksum = lines.find((line) => /Checksum validation failed/i.test(line))
  if (checksum) return failures.maven(coordinates, checksum, true)
  const errors = lines.filter((line) => line.startsWith('[ERROR]')).map((line) => line.slice(8))
  const network = errors.find((line) =>
    /transfer|Unknown host|timed out|refused|offline|unreachable/i.test(line),
  )
  const detail = network ?? errors[0] ?? lines.findLast((line) => line !== '') ?? `exit code ${code}`
  return failures.maven(coordinates, shorten(detail), network !== undefined)
}

function shorten(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
