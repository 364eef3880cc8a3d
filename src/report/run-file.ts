import { readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import { refusal, writing } from '../file-failure.js'
import { writeWhole } from '../golden/golden-file.js'
import type { Run } from './run.js'
import { checkRun, Misfit } from './run-shape.js'

/** The name of a run's file in its directory. */
export const runFileName = 'run.json'

/** The version of the format that this version of cefrig reads and writes. */
const knownFormat = 1

/** Absolute path of the directory of a project's last run; pictures that the run's file names lie in it. */
export function runDirectory(root: string): string {
  return join(root, '.cefrig')
}

/** Absolute path of the record of a project's last run. */
export function runFile(root: string): string {
  return join(runDirectory(root), runFileName)
}

/**
 * Writes the record of a project's last run in the place of the former one, whole or not at all, and answers its path. Its directory is
 * made, with a `.gitignore`, where it is missing. `directory`: of the record; default: of the project's last run. @throws FILE_FAILED
 */
export async function writeRun(root: string, run: Run, directory = runDirectory(root)): Promise<string> {
  const file = join(directory, runFileName)
  await writeWhole(file, Buffer.from(`${JSON.stringify(run)}\n`))
  await ignoreRunDirectory(root)
  return file
}

/**
 * Reads the record of a run. Paths in it are as it says: what is read or written because of one goes through `inside()`.
 * @throws RUN_MISSING, RUN_INVALID
 */
export async function readRun(file: string): Promise<Run> {
  const run = parse(file, await textOf(file))
  const format = (run as { format?: unknown } | null)?.format
  if (format !== knownFormat) {
    const newer = typeof format === 'number' && format > knownFormat
    const [fact, next] = newer
      ? [`it has format ${format}, and this cefrig reads format ${knownFormat}`, 'Update cefrig']
      : ['it is no record of a run', 'Give the run.json that a run of the tests wrote']
    throw invalid(file, fact, next)
  }
  try {
    checkRun(run)
    return run
  } catch (error) {
    throw error instanceof Misfit ? invalid(file, error.message, runAgain) : error
  }
}

const runAgain = 'Run the tests again'

/** This package's version. */
export function cefrigVersion(): string {
  return (createRequire(import.meta.url)('cefrig/package.json') as { version: string }).version
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT')
      throw invalid(file, `it cannot be read: ${refusal(cause).reason}`, 'Check the path', cause)
    throw new CefrigError(
      'RUN_MISSING',
      `There is no record of a run: ${file} does not exist. Run the tests first.`,
      {
        facts: { path: file },
      },
    )
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const fact = text === '' ? 'it is empty' : 'it is no JSON, or is cut short'
    throw invalid(file, fact, runAgain, cause)
  }
}

function invalid(file: string, reason: string, next: string, cause?: unknown): CefrigError {
  const message = `${file} is no valid record of a run: ${reason}. ${next}.`
  const facts = { path: file, reason }
  return new CefrigError('RUN_INVALID', message, cause === undefined ? { facts } : { facts, cause })
}

/** Nothing of the directory belongs into a repository. What somebody else wrote there stays. @throws FILE_FAILED */
export async function ignoreRunDirectory(root: string): Promise<void> {
  const file = join(runDirectory(root), '.gitignore')
  if (await stat(file).catch(() => undefined)) return
  await writing(file, () => writeFile(file, '*\n'))
}
