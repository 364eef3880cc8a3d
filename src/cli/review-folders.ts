import { isCefrigError } from '../errors.js'
import { findRuns, type RunSource } from '../report/sources.js'

/** Where runs are when no folder is named: of tests, and of `cefrig shoot`. */
const own = ['.cefrig', '.cefrig/shoot']

/**
 * The folders with runs that are meant: those that hold one, or all below a folder that holds none itself, as CI's downloads of several
 * artifacts lie. Without a folder it is the last run of the working directory. Errors: BAD_ARGUMENT for a folder without a run.
 */
export async function runFolders(folders: readonly string[]): Promise<RunSource[]> {
  if (folders.length === 0) return [await lastRun()]
  const found: RunSource[] = []
  for (const folder of folders) found.push(...(await runsOf(folder)))
  return found
}

async function runsOf(folder: string): Promise<RunSource[]> {
  try {
    return await findRuns([folder])
  } catch (error) {
    if (!isCefrigError(error, 'BAD_ARGUMENT')) throw error
    return await findRuns([folder], { below: true })
  }
}

async function lastRun(): Promise<RunSource> {
  const runs: RunSource[] = []
  for (const folder of own) {
    try {
      runs.push(...(await findRuns([folder])))
    } catch (error) {
      if (!isCefrigError(error, 'BAD_ARGUMENT')) throw error
    }
  }
  const [last] = runs.sort((a, b) => Date.parse(b.run.started) - Date.parse(a.run.started))
  return last ?? (await findRuns(['.']))[0]!
}
