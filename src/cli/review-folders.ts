import { join } from 'node:path'
import { isCefrigError } from '../errors.js'
import { findRuns, type RunSource } from '../report/sources.js'
import { shootDirectory } from './shoot-record.js'

/** How those who look for runs are called in errors. */
const command = 'review'

/**
 * The folders with runs that are meant: those that hold one, or all below a folder that holds none itself, as CI's downloads of several
 * artifacts lie. Without a folder it is the last run of the project, of its tests or of `cefrig shoot`. Errors: BAD_ARGUMENT for a folder
 * without a run, and those of reading a run's record.
 */
export async function runFolders(folders: readonly string[], project: string): Promise<RunSource[]> {
  if (folders.length === 0) return [await lastRun(project)]
  const found: RunSource[] = []
  for (const folder of folders)
    found.push(...((await runIn(folder)) ?? (await findRuns([folder], { below: true, command }))))
  return found
}

async function lastRun(project: string): Promise<RunSource> {
  const own = ['.cefrig', shootDirectory].map((folder) => runIn(join(project, folder)))
  const runs = (await Promise.all(own)).flatMap((found) => found ?? [])
  const [last] = runs.sort((a, b) => Date.parse(b.run.started) - Date.parse(a.run.started))
  return last ?? (await findRuns([project], { command }))[0]!
}

/** Null when the folder holds no run itself. */
async function runIn(folder: string): Promise<RunSource[] | null> {
  try {
    return await findRuns([folder], { command })
  } catch (error) {
    if (isCefrigError(error, 'BAD_ARGUMENT')) return null
    throw error
  }
}
