import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import type { Run } from './run.js'
import { readRun } from './run-file.js'

/** A run and where it is. */
export interface RunSource {
  run: Run
  /** Absolute path of the directory of the run's file; paths of its pictures count from there. */
  directory: string
  /** Absolute path that goldens count from: above `.cefrig`, or the working directory for a folder that was copied out of it. */
  root: string
  /** For people: the folder as it was given. */
  name: string
}

/** How far below a folder runs are looked for. */
const maxDepth = 8

/**
 * The runs of folders: each holds `run.json`, or `.cefrig` with it. `below`: all that are anywhere below the folders, as CI's downloads of
 * several artifacts lie. `command`: who asks, for errors. @throws BAD_ARGUMENT for a folder without a run.
 */
export async function findRuns(
  folders: readonly string[],
  { below = false, command = 'report' } = {},
): Promise<RunSource[]> {
  const files: { file: string; name: string }[] = []
  for (const folder of folders.length > 0 ? folders : ['.']) {
    const found = below ? await runFilesBelow(resolve(folder)) : await runFileOf(resolve(folder))
    if (found.length === 0) throw await noRun(folder, below, command)
    for (const file of found) {
      if (files.some((other) => other.file === file)) continue
      files.push({ file, name: nameOf(folder, file) })
    }
  }
  return await Promise.all(files.map(({ file, name }) => sourceOf(file, name)))
}

/** The run of a file. */
export async function sourceOf(file: string, name: string): Promise<RunSource> {
  const directory = dirname(file)
  const root = basename(directory) === '.cefrig' ? dirname(directory) : process.cwd()
  return { run: await readRun(file), directory, root, name }
}

async function runFileOf(folder: string): Promise<string[]> {
  const places = [join(folder, 'run.json'), join(folder, '.cefrig', 'run.json')]
  for (const place of basename(folder) === 'run.json' ? [folder, ...places] : places)
    if (await isFile(place)) return [place]
  return []
}

async function runFilesBelow(folder: string, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const own = entries
    .filter((entry) => entry.isFile() && entry.name === 'run.json')
    .map(() => join(folder, 'run.json'))
  if (depth === maxDepth) return own
  const inner = entries
    .filter((entry) => entry.isDirectory() && !['node_modules', '.git', 'results'].includes(entry.name))
    .map(({ name }) => name)
    .sort()
  for (const name of inner) own.push(...(await runFilesBelow(join(folder, name), depth + 1)))
  return own
}

async function noRun(folder: string, below: boolean, command: string): Promise<CefrigError> {
  const facts = { folder }
  const shown = folder === '.' ? 'this folder' : folder
  const failure = (fact: string, next: string) =>
    new CefrigError('BAD_ARGUMENT', `cefrig ${command} failed: ${fact}. ${next}.`, { facts })
  const found = await stat(folder).catch(() => null)
  if (found === null) return failure(`there is no folder ${folder}`, 'Give the folder of a run')
  if (below)
    return failure(
      `no run.json is in ${shown} or below`,
      'Run the tests before, and keep `.cefrig` (CI: upload it with hidden files)',
    )
  const inner = found.isDirectory() ? (await runFilesBelow(resolve(folder))).length : 0
  if (inner > 0) {
    const runs = inner === 1 ? 'one run is' : `${inner} runs are`
    return failure(`${shown} holds no run itself, ${runs} in folders below it`, 'Give --merge to take those')
  }
  return failure(
    `neither run.json nor .cefrig/run.json is in ${shown}`,
    'Run the tests before, or give the folder of a run',
  )
}

function nameOf(folder: string, file: string): string {
  const inner = relative(resolve(folder), dirname(file)).replaceAll('\\', '/')
  const name = [folder.replaceAll('\\', '/').replace(/\/$/, ''), inner].filter(Boolean).join('/')
  return name.replace(/\/?(\.cefrig|run\.json)$/, '').replace(/^\.\/(?=.)/, '') || '.'
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true
}
