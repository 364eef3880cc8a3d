import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { CefrigError } from '../errors.js'
import { copyFlat, moveFlat } from './arrange.js'
import { CefCache, writeMarker } from './cache.js'
import { type ByteProgress, download } from './download.js'
import { failures, reasonOf, translate } from './failure.js'
import { type FoundCef, findCef, installCommand } from './find.js'
import { inspectCef } from './inspect.js'
import { fetchArtifact, findArtifact, requireMaven } from './maven.js'
import { findOfficial, siteUrl } from './official.js'
import { mavenArchiveSize, oldestMajor, pinnedCef } from './pin.js'
import { type CefPlatform, currentPlatform } from './platform.js'
import { requireSpace, unpackedFactor } from './space.js'
import { requireBzip2, unpack } from './unpack.js'
import { checkVersion, majorOf, shortVersion, unsupportedCef, versionMatches } from './version.js'
import { Workplace } from './workplace.js'

/** What an installation is doing; `done` and `total` are bytes. */
export type InstallProgress =
  | { step: 'waiting' }
  | { step: 'skipped'; reason: string }
  | { step: 'downloading' | 'unpacking'; source: string; done: number; total: number }
  | { step: 'copying'; source: string }

/** How CEF is installed. */
export interface InstallOptions {
  /** `146`, `146.0.10` or a full version. Default: the pinned one. */
  version?: string
  /** Path of an unpacked CEF or of an archive (.tar.bz2, .tar.gz, jar) to install from. Default: the network. */
  from?: string
  /** Default: this process's. */
  env?: NodeJS.ProcessEnv
  onProgress?: (progress: InstallProgress) => void
}

/** The CEF to use, and whether it was there before. */
export interface ResolvedCef extends FoundCef {
  /** `CEFRIG_CEF_DIR`, `cache`, or where it was installed from just now. */
  source: string
}

/** A CEF on its way into the cache. */
interface Job {
  wanted: string
  platform: CefPlatform
  workplace: Workplace
  cache: CefCache
  env: NodeJS.ProcessEnv
  onProgress: (progress: InstallProgress) => void
}

/**
 * Finds CEF or installs it: `CEFRIG_CEF_DIR`, the cache, `from`, the official site, Maven Central. Of several processes one
 * installs and the others wait. A failure leaves the cache as it was, but for the beginning of a download that was cut.
 * @throws INSTALL_FAILED with `facts.reason`, UNSUPPORTED_CEF, UNSUPPORTED_PLATFORM, BAD_ARGUMENT, and as {@link findCef} does.
 */
export async function resolveCef(options: InstallOptions = {}): Promise<ResolvedCef> {
  const { version, from, env = process.env, onProgress = () => {} } = options
  const platform = currentPlatform()
  const wanted = checkVersion(version ?? pinnedCef)
  if (env.CEFRIG_CEF_DIR) return { ...(await findCef(version, env)), source: 'CEFRIG_CEF_DIR' }
  const cache = new CefCache(env, platform)
  const cached = await cachedCef(cache, wanted)
  if (cached) return cached
  try {
    await using workplace = await Workplace.enter(cache.root, () => onProgress({ step: 'waiting' }))
    const installed = await cachedCef(cache, wanted)
    if (installed) return installed
    const job = { wanted, platform, workplace, cache, env, onProgress }
    return await (from === undefined ? installFromNetwork(job) : installFromPath(job, resolve(from)))
  } catch (error) {
    throw translate(error as NodeJS.ErrnoException, cache.root)
  }
}

async function cachedCef(cache: CefCache, wanted: string): Promise<ResolvedCef | undefined> {
  const version = await cache.find(wanted)
  return version === undefined ? undefined : { version, directory: cache.directory(version), source: 'cache' }
}

async function installFromPath(job: Job, path: string): Promise<ResolvedCef> {
  const entry = await stat(path).catch(() => undefined)
  if (!entry) throw failures.notThere(path)
  if (!entry.isDirectory()) return installFromArchive(job, path, path)
  const flat = await job.workplace.room('cef')
  const { version, problems } = await inspectCef(path, job.platform)
  // A wrong version is not worth copying; other layouts than the flat one are looked at when they are.
  if (version && problems.length === 0) checkFound(job, path, version)
  job.onProgress({ step: 'copying', source: path })
  await copyFlat(path, flat)
  return settle(job, flat, path)
}

/** Tries one source after the other. One that has the version and delivers rubbish ends the attempt: it is to be looked at. */
async function installFromNetwork(job: Job): Promise<ResolvedCef> {
  const site = siteUrl(job.env)
  const sources = site
    ? [() => installFromSite(job, site), () => installFromMaven(job)]
    : [() => installFromMaven(job)]
  const errors: CefrigError[] = []
  for (const install of sources) {
    try {
      return await install()
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== 'network' && reason !== 'not-found' && reason !== 'missing-tool') throw error
      errors.push(error as CefrigError)
      job.onProgress({ step: 'skipped', reason: String((error as CefrigError).facts.fact) })
    }
  }
  throw errors.length === 1 ? errors[0] : failures.noSource(errors)
}

async function installFromSite(job: Job, site: string): Promise<ResolvedCef> {
  const archive = await findOfficial(site, job.wanted, job.platform)
  await requireBzip2()
  const path = await job.workplace.download(archive.name)
  await requireSpace(job.workplace.directory, archive.size * (1 + unpackedFactor))
  try {
    await download(archive, path, reporter(job, 'downloading', archive.url))
  } catch (error) {
    if (reasonOf(error) !== 'network') job.workplace.drop()
    throw error
  }
  job.workplace.drop()
  return installFromArchive(job, path, archive.url)
}

async function installFromMaven(job: Job): Promise<ResolvedCef> {
  const artifact = findArtifact(job.wanted, job.platform)
  await requireMaven()
  await requireSpace(job.workplace.directory, mavenArchiveSize * (1 + unpackedFactor))
  const source = `Maven artifact ${artifact.coordinates}`
  const onProgress = reporter(job, 'downloading', source)
  onProgress(0, mavenArchiveSize)
  const jar = await fetchArtifact(artifact, await job.workplace.room('maven'), onProgress)
  return installFromArchive(job, jar, source)
}

async function installFromArchive(job: Job, archive: string, source: string): Promise<ResolvedCef> {
  const { size } = await stat(archive)
  await requireSpace(job.workplace.directory, size * unpackedFactor)
  const unpacked = await job.workplace.room('unpacked')
  await unpack(archive, unpacked, reporter(job, 'unpacking', source))
  const flat = await job.workplace.room('cef')
  await moveFlat(unpacked, flat, source)
  return settle(job, flat, source)
}

/** Checks what has been unpacked and moves it to its place. */
async function settle(job: Job, flat: string, source: string): Promise<ResolvedCef> {
  const { version, sizes, problems } = await inspectCef(flat, job.platform)
  if (problems.length > 0 || !version) throw failures.wrongArchive(source, problems.join(' and '))
  checkFound(job, source, version)
  await writeMarker(flat, { version, platform: job.platform.name, source, sizes })
  await job.cache.adopt(flat, version, join(job.workplace.directory, 'damaged'))
  return { version, directory: job.cache.directory(version), source }
}

function checkFound({ wanted }: Job, source: string, version: string): void {
  if (majorOf(version) < oldestMajor) throw unsupportedCef(version, source)
  if (versionMatches(version, wanted)) return
  const [has, asked] = [shortVersion(version), shortVersion(wanted)]
  throw failures.otherVersion(source, has, asked, `${installCommand(has)} --from ${source}`)
}

function reporter(job: Job, step: 'downloading' | 'unpacking', source: string): ByteProgress {
  return (done, total) => job.onProgress({ step, source, done, total })
}
