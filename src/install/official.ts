import { fetchText, type RemoteFile } from './download.js'
import { failures } from './failure.js'
import { officialSite } from './pin.js'
import type { CefPlatform } from './platform.js'
import { compareVersions, shortVersion, versionMatches } from './version.js'

/** A `minimal` archive of the official site. */
export interface OfficialArchive extends RemoteFile {
  name: string
  version: string
}

interface Build {
  cef_version: string
  channel?: string
  files: { name: string; type: string; size: number; sha1: string }[]
}

/** The site to fetch from: `CEFRIG_DOWNLOAD_URL`, else the official one; undefined when the variable is empty. */
export function siteUrl(env: NodeJS.ProcessEnv): string | undefined {
  const url = env.CEFRIG_DOWNLOAD_URL ?? officialSite
  return url === '' ? undefined : url.replace(/\/+$/, '')
}

/**
 * Looks up in the site's `index.json` the archive of the newest build that `wanted` means; a stable one when there is one.
 * @throws INSTALL_FAILED with reason network, not-found or wrong-archive.
 */
export async function findOfficial(
  site: string,
  wanted: string,
  platform: CefPlatform,
): Promise<OfficialArchive> {
  const url = `${site}/index.json`
  const builds = parseIndex(url, await fetchText(url), platform)
  const matching = builds.filter((build) => versionMatches(build.cef_version, wanted))
  const stable = matching.filter((build) => build.channel === 'stable')
  const best = (stable.length > 0 ? stable : matching).sort(compareBuilds).at(-1)
  const file = best?.files.find(({ type }) => type === 'minimal')
  if (!best || !file) {
    const newest = builds
      .sort(compareBuilds)
      .slice(-5)
      .map((build) => shortVersion(build.cef_version))
    throw failures.unknownVersion(wanted, `${site} for ${platform.name}`, newest)
  }
  return {
    url: `${site}/${encodeURIComponent(file.name)}`,
    name: file.name,
    size: file.size,
    sha1: file.sha1,
    version: best.cef_version,
  }
}

function parseIndex(url: string, text: string, platform: CefPlatform): Build[] {
  let index: unknown
  try {
    index = JSON.parse(text)
  } catch (error) {
    throw failures.badIndex(url, (error as Error).message)
  }
  const builds = (index as Record<string, { versions?: unknown }>)[platform.name]?.versions
  if (!Array.isArray(builds)) throw failures.badIndex(url, `it lists nothing for ${platform.name}`)
  return builds.filter(isBuild)
}

function isBuild(value: Partial<Build> | undefined): value is Build {
  return (
    typeof value?.cef_version === 'string' &&
    Array.isArray(value.files) &&
    value.files.every(
      ({ name, size, sha1 }) =>
        // The name becomes a path.
        /^[\w.+-]+$/.test(name) && Number.isSafeInteger(size) && /^[0-9a-f]{40}$/i.test(sha1),
    )
  )
}

function compareBuilds(a: Build, b: Build): number {
  return compareVersions(a.cef_version, b.cef_version)
}
