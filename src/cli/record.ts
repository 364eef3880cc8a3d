import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { RECORD_VARIABLE } from '../client/bindings/record-book.js'
import { type Change, compareContracts } from '../contract/compare.js'
import { type ContractFile, parseContractFile } from '../contract/contract-file.js'
import { chosenContract, recordedContracts } from '../contract/recorded.js'
import { CefrigError } from '../errors.js'

/** What `cefrig contract record` was asked for. */
export interface RecordRequest {
  /** Which test files; all without any. */
  files: readonly string[]
  out: string | undefined
  path: string | undefined
  update: boolean
}

/**
 * Runs the suite, and holds what its pages used of one binding against the file, or writes that.
 * @throws CONTRACT_DRIFT when they differ and `update` is false, BAD_ARGUMENT when nothing can be recorded.
 */
export async function recordContract({ files, out, path, update }: RecordRequest): Promise<void> {
  const file = out!
  const known = await knownContract(file)
  if (!known && !update && isContinuous()) throw drift(file, path ?? 'bindings', [], false)
  const directory = await mkdtemp(join(tmpdir(), 'cefrig-record-'))
  let seen: ContractFile
  try {
    await runSuite(files, directory)
    seen = chosenContract(await recordedContracts(directory), path)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  const changes = known ? compareContracts(known, seen) : []
  if (known && changes.length === 0) {
    process.stdout.write(`Pages use ${seen.name} as ${file} says.\n`)
    return
  }
  if (known && !update) throw drift(file, seen.name, changes, true)
  try {
    await writeFile(file, `${JSON.stringify(seen, null, 2)}\n`)
  } catch (cause) {
    throw refused(
      `${file} cannot be written (${(cause as NodeJS.ErrnoException).code})`,
      'Give another path',
      cause,
    )
  }
  process.stdout.write(`What pages use of ${seen.name} is in ${file}.\n`)
}

/** The Vitest of the project, with its own output. */
async function runSuite(files: readonly string[], directory: string): Promise<void> {
  let vitest: string
  try {
    vitest = join(
      dirname(createRequire(join(process.cwd(), 'package.json')).resolve('vitest/package.json')),
      'vitest.mjs',
    )
  } catch (cause) {
    throw refused(`there is no Vitest in ${process.cwd()}`, 'Run it in a project with tests', cause)
  }
  const child = spawn(process.execPath, [vitest, 'run', ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, [RECORD_VARIABLE]: directory },
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0)
    throw refused('the tests did not pass', 'Mend them first: what failing tests do is no contract')
}

async function knownContract(file: string): Promise<ContractFile | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw refused(`${file} cannot be read (${code})`, 'Give another path', cause)
  }
  return parseContractFile(text, file)
}

function isContinuous(): boolean {
  return !['', '0', 'false', undefined].includes(process.env.CI)
}

function drift(file: string, name: string, changes: readonly Change[], exists: boolean): CefrigError {
  const width = Math.max(0, ...changes.map(({ path }) => path.length))
  const lines = changes.map(({ path, was, is }) => `  ${path.padEnd(width)}  ${was} -> ${is}`)
  const fact = exists
    ? `pages use ${name} otherwise than ${file} says:\n${lines.join('\n')}\n`
    : `${file} is not there, and continuous integration writes none. `
  return new CefrigError(
    'CONTRACT_DRIFT',
    `cefrig contract record failed: ${fact}Mend the page, or accept it with --update.`,
    { facts: { path: file, changes: changes.map(({ path, was, is }) => ({ path, was, is })) } },
  )
}

function refused(fact: string, next: string, cause?: unknown): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `cefrig contract record failed: ${fact}. ${next}.`, {
    ...(cause !== undefined && { cause }),
  })
}
