import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import { CefCache } from './cache.js'
import { inspectCef } from './inspect.js'
import { oldestMajor, pinnedCef } from './pin.js'
import { currentPlatform } from './platform.js'
import { checkVersion, majorOf, shortVersion, unsupportedCef, versionMatches } from './version.js'

/** An unpacked CEF that is ready for use. */
export interface FoundCef {
  /** Absolute path of the directory with `libcef.so`. */
  directory: string
  /** Full version, as `146.0.10+g8219561+chromium-146.0.7680.179`. */
  version: string
}

/**
 * Finds an installed CEF: `CEFRIG_CEF_DIR` as it is, else the cache. Reads a few file headers, never the network.
 * @param wanted `146`, `146.0.10` or a full version. Default: any in `CEFRIG_CEF_DIR`, the pinned one in the cache.
 * @throws NOT_INSTALLED with the command that installs it, UNSUPPORTED_CEF, UNSUPPORTED_PLATFORM, BAD_ARGUMENT.
 */
export async function findCef(wanted?: string, env: NodeJS.ProcessEnv = process.env): Promise<FoundCef> {
  const platform = currentPlatform()
  if (wanted !== undefined) checkVersion(wanted)
  if (env.CEFRIG_CEF_DIR) return unpackedAt(resolve(env.CEFRIG_CEF_DIR), wanted)
  const cache = new CefCache(env, platform)
  const version = await cache.find(wanted ?? pinnedCef)
  if (version) return { directory: cache.directory(version), version }
  throw new CefrigError(
    'NOT_INSTALLED',
    `CEF ${shortVersion(wanted ?? pinnedCef)} is not installed in ${cache.root}. Run \`${installCommand(wanted)}\`.`,
    { facts: { version: wanted ?? pinnedCef, cache: cache.root, command: installCommand(wanted) } },
  )
}

/** The command that installs this version. */
export function installCommand(wanted?: string): string {
  return wanted === undefined || wanted === pinnedCef
    ? 'npx cefrig install'
    : `npx cefrig install --cef ${wanted}`
}

async function unpackedAt(directory: string, wanted: string | undefined): Promise<FoundCef> {
  const { version, problems } = await inspectCef(directory, currentPlatform())
  if (problems.length > 0 || !version) {
    throw new CefrigError(
      'NOT_INSTALLED',
      `CEFRIG_CEF_DIR is ${directory}, which ${problems.join(' and ')}. ` +
        `Let it name the directory of a whole unpacked CEF, or unset it and run \`${installCommand(wanted)}\`.`,
      { facts: { directory, problems, command: installCommand(wanted) } },
    )
  }
  if (majorOf(version) < oldestMajor) throw unsupportedCef(version, directory)
  if (wanted !== undefined && !versionMatches(version, wanted)) {
    throw new CefrigError(
      'NOT_INSTALLED',
      `CEFRIG_CEF_DIR is ${directory}, which holds CEF ${shortVersion(version)} and not ${wanted}. ` +
        `Unset it and run \`${installCommand(wanted)}\`, or ask for the version that it holds.`,
      { facts: { directory, version, wanted } },
    )
  }
  return { directory, version }
}
