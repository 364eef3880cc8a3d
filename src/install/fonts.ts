import { createHash } from 'node:crypto'
import { constants, copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cacheRoot } from './cache.js'
import { failures, translate } from './failure.js'
import type { FontFile, FontPackage, FontSet } from './font-set.js'
import { fontPath, fontStore, isComplete } from './font-store.js'
import type { InstallProgress } from './install.js'
import { fetchTarball } from './npm.js'
import { sealedFonts } from './sealed-fonts.js'
import { requireSpace } from './space.js'
import { unpack } from './unpack.js'
import { Workplace } from './workplace.js'

/** Packages that are fetched at a time. */
const lanes = 4

/** How fonts are installed. */
export interface FontOptions {
  /** Default: the sealed fonts. */
  set?: FontSet
  /** Default: this process's. */
  env?: NodeJS.ProcessEnv
  onProgress?: (progress: InstallProgress) => void
}

/** Where the fonts are, and whether they were there before. */
export interface ResolvedFonts {
  directory: string
  source: 'cache' | 'npm'
}

/**
 * Finds the sealed fonts in the cache or puts them there. Files that an earlier set has too are taken from it; the packages of the others are
 * fetched through npm. Of several processes one installs and the others wait. A failure leaves the cache as it was.
 * @throws INSTALL_FAILED with `facts.reason`.
 */
export async function resolveFonts(options: FontOptions = {}): Promise<ResolvedFonts> {
  const { set = sealedFonts, env = process.env, onProgress = () => {} } = options
  const store = fontStore(set, env)
  const root = cacheRoot(env)
  if (isComplete(store, set)) return { directory: store, source: 'cache' }
  try {
    await using workplace = await Workplace.enter(root, () => onProgress({ step: 'waiting' }))
    if (isComplete(store, set)) return { directory: store, source: 'cache' }
    const draft = await workplace.room('fonts')
    await mkdir(join(draft, 'files'))
    await mkdir(join(draft, 'scan'))
    for (const file of set.kept) await take(keptPath(file), file, draft)
    const wanted: FontPackage[] = []
    for (const one of set.packages) if (!(await takeFromStores(one, dirname(store), draft))) wanted.push(one)
    await fetchAll(wanted, draft, workplace, env, onProgress)
    await settle(draft, store, set, join(workplace.directory, 'damaged'))
    return { directory: store, source: 'npm' }
  } catch (error) {
    throw translate(error as NodeJS.ErrnoException, root)
  }
}

/** Whether another store, or a damaged one of this set, had all files of a package. */
async function takeFromStores({ files }: FontPackage, stores: string, draft: string): Promise<boolean> {
  const others = await readdir(stores).catch(() => [])
  for (const file of files) {
    let isTaken = false
    for (const other of others) {
      isTaken ||= await take(fontPath(join(stores, other), file), file, draft).then(
        () => true,
        () => false,
      )
    }
    if (!isTaken) return false
  }
  return true
}

async function fetchAll(
  packages: readonly FontPackage[],
  draft: string,
  workplace: Workplace,
  env: NodeJS.ProcessEnv,
  onProgress: (progress: InstallProgress) => void,
): Promise<void> {
  const total = packages.reduce((sum, { size }) => sum + size, 0)
  if (total === 0) return
  await requireSpace(workplace.directory, total * 2)
  let done = 0
  const report = () => onProgress({ step: 'downloading', source: 'npm', done, total })
  report()
  // The largest first, so that no lane has one left when the others are done.
  const queue = [...packages].sort((a, b) => b.size - a.size)
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      try {
        await fetchOne(next, draft, workplace, env)
      } catch (error) {
        queue.length = 0
        throw error
      }
      done += next.size
      report()
    }
  }
  // A client that still writes must have ended before its directory is removed.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function fetchOne(
  one: FontPackage,
  draft: string,
  workplace: Workplace,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const room = await workplace.room(`npm-${createHash('sha256').update(one.name).digest('hex').slice(0, 8)}`)
  const tarball = await fetchTarball(one, room, env)
  const members = one.files.map(({ path }) => `package/${path}`)
  await unpack(tarball, room, () => {}, members)
  for (const file of one.files) await take(join(room, 'package', file.path), file, draft)
  await rm(room, { recursive: true, force: true })
}

/** Copies a file into the draft when it is, byte for byte, the pinned one. No link: whoever edits the one would damage the other. */
async function take(source: string, file: FontFile, draft: string): Promise<void> {
  const sha256 = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
  if (sha256 !== file.sha256) throw failures.damaged(source, `SHA-256 ${sha256}`)
  await copyFile(source, fontPath(draft, file), constants.COPYFILE_FICLONE)
}

function keptPath({ path }: FontFile): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('cefrig/package.json')), 'native/fonts', path)
}

/** Moves the whole set to its place, at once. What stands there and is not whole gives way. */
async function settle(draft: string, store: string, set: FontSet, aside: string): Promise<void> {
  await mkdir(dirname(store), { recursive: true })
  if (!isComplete(store, set)) {
    await rename(store, aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  await rename(draft, store).catch((error) => {
    // Another machine that shares the cache was faster.
    if (!isComplete(store, set)) throw error
  })
}
