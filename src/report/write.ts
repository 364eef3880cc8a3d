import { randomBytes } from 'node:crypto'
import { mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { makeDirectory } from '../directories.js'
import { CefrigError } from '../errors.js'
import { writing } from '../file-failure.js'
import type { ReportData } from './data.js'
import type { ReportFiles } from './images.js'
import { makeReport, type ReportOptions } from './report.js'
import type { RunSource } from './sources.js'

/** Marks a folder as a report, which may be replaced. */
const marker = 'cefrig-report.json'

/** All that may lie in a report's folder. */
const known = ['index.html', 'report.js', 'report.css', 'run.js', 'pictures', marker]

/** Files that are written at one time. */
const lanes = 8

/** Folders of writers that were killed are removed when they are older, in milliseconds. */
const abandonedAfter = 3_600_000

export interface WrittenReport {
  /** Absolute path of the folder. */
  directory: string
  data: ReportData
}

/**
 * Writes a report as a folder. It takes the place of another report there, whole or not at all. @throws BAD_ARGUMENT when the folder holds
 * something else. @throws FILE_FAILED when the system refuses.
 */
export async function writeReport(
  sources: readonly RunSource[],
  { out, ...options }: ReportOptions & { out: string },
): Promise<WrittenReport> {
  const directory = await realpath(out).catch(() => resolve(out))
  await refuseOther(directory)
  const { data, files } = makeReport(sources, options)
  await writing(directory, () => makeDirectory(dirname(directory)))
  await removeAbandoned(directory)
  const temporary = join(dirname(directory), `${temporaryPrefix(directory)}${randomBytes(6).toString('hex')}`)
  try {
    await writing(directory, () => writeAll(temporary, files))
    await replace(directory, temporary)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return { directory, data }
}

async function writeAll(directory: string, files: ReportFiles): Promise<void> {
  await mkdir(join(directory, 'pictures'), { recursive: true })
  await writeFile(join(directory, marker), `${JSON.stringify({ format: 1 })}\n`)
  const waiting = [...files]
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await writeFile(join(directory, next[0]), await next[1]())
  }
  // None may still write when the folder is removed because of another's error.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, work))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

/** Puts the new folder where the old one is. Of two writers at once the later one wins. */
async function replace(directory: string, fresh: string): Promise<void> {
  const aside = `${fresh}-old`
  for (let attempt = 0; ; attempt++) {
    await refuseOther(directory)
    const moved = await rename(directory, aside).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false
        throw error
      },
    )
    try {
      await rename(fresh, directory)
      return
    } catch (error) {
      if (moved) await rename(aside, directory).catch(() => {})
      const { code } = error as NodeJS.ErrnoException
      if (attempt === 10 || (code !== 'ENOTEMPTY' && code !== 'EEXIST')) throw error
    } finally {
      await rm(aside, { recursive: true, force: true })
    }
  }
}

/** Nothing but a report, or an empty folder, is replaced. */
async function refuseOther(directory: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    return error
  })
  const fact = entries instanceof Error ? await unreadable(directory, entries) : foreign(entries)
  if (fact === null) return
  throw new CefrigError(
    'BAD_ARGUMENT',
    `cefrig report failed: ${directory} ${fact}. Nothing was overwritten: give another folder with --out.`,
    { facts: { directory } },
  )
}

function foreign(entries: readonly string[]): string | null {
  if (entries.length === 0) return null
  if (!entries.includes(marker)) return 'is not empty, and no report of cefrig'
  const other = entries.find((name) => !known.includes(name))
  return other === undefined ? null : `holds ${other}, which is no part of a report`
}

async function unreadable(directory: string, error: NodeJS.ErrnoException): Promise<string> {
  const found = await stat(directory).catch(() => null)
  return found?.isFile() ? 'is a file' : `cannot be read (${error.code ?? error.message})`
}

function temporaryPrefix(directory: string): string {
  return `.${basename(directory)}.cefrig-`
}

/** What writers that were killed have left. */
async function removeAbandoned(directory: string): Promise<void> {
  const above = dirname(directory)
  for (const name of await readdir(above).catch(() => [])) {
    if (!name.startsWith(temporaryPrefix(directory))) continue
    const found = await stat(join(above, name)).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfter)
      await rm(join(above, name), { recursive: true, force: true })
  }
}
