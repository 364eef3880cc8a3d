import { readFile, writeFile } from 'node:fs/promises'
import { type Change, compareContracts } from '../contract/compare.js'
import { type ContractFile, parseContractFile } from '../contract/contract-file.js'
import { declarationOf } from '../contract/declaration.js'
import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import { recordContract } from './record.js'
import { UsageError } from './usage.js'

/** What `cefrig contract` was asked for. */
export interface ContractRequest {
  verb: string
  files: readonly string[]
  out: string | undefined
  /** Of `record`: the contract's name. */
  path: string | undefined
  json: boolean
  /** Of `record`: whether a file that differs is written anew. */
  update: boolean
}

/** What each verb takes. */
const verbs = {
  types: {
    usage: 'cefrig contract types FILE --out host.d.ts',
    takes: ({ files, out, json, ...more }: ContractRequest) =>
      files.length === 1 && out && !json && isBare(more),
    run: writeTypes,
  },
  check: {
    usage: 'cefrig contract check OLD NEW [--json]',
    takes: ({ files, out, ...more }: ContractRequest) => files.length === 2 && !out && isBare(more),
    run: checkChanges,
  },
  record: {
    usage: 'cefrig contract record [FILTER] --out notes.contract.json [--path host.notes] [--update]',
    takes: ({ files, out, json }: ContractRequest) => files.length <= 1 && out && !json,
    run: recordContract,
  },
}

function isBare({ path, update }: Partial<ContractRequest>): boolean {
  return path === undefined && !update
}

/** `cefrig contract`: what can be made of contract files. */
export async function contractCommand(request: ContractRequest): Promise<void> {
  const names = Object.keys(verbs) as (keyof typeof verbs)[]
  const name = names.find((known) => known === request.verb)
  if (!name)
    throw new UsageError(
      `cefrig contract failed: it cannot \`${request.verb}\`. Did you mean \`cefrig contract ${nearest(request.verb, names)}\`?`,
    )
  const { usage, takes, run } = verbs[name]
  if (!takes(request)) throw new UsageError(`cefrig contract ${name} failed: write it as \`${usage}\`.`)
  await run(request)
}

async function writeTypes({ files, out }: ContractRequest): Promise<void> {
  const file = await readContract('types', files[0]!)
  try {
    await writeFile(out!, declarationOf(file))
  } catch (cause) {
    throw failure('types', `${out} cannot be written`, cause)
  }
  process.stdout.write(`The types of ${file.name} are in ${out}.\n`)
}

/** The exit code is 1 when a page that was written for the old contract may fail with the new one. */
async function checkChanges({ files, json }: ContractRequest): Promise<void> {
  const [old, next] = [await readContract('check', files[0]!), await readContract('check', files[1]!)]
  const changes = compareContracts(old, next)
  const count = changes.filter(({ breaking }) => breaking).length
  process.stdout.write(json ? asJson(changes, count) : asWords(changes, count))
  if (count > 0) process.exitCode = 1
}

function asJson(changes: readonly Change[], breaking: number): string {
  return `${JSON.stringify({ ok: breaking === 0, changes }, null, 2)}\n`
}

function asWords(changes: readonly Change[], breaking: number): string {
  if (changes.length === 0) return 'Nothing has changed.\n'
  const width = Math.max(...changes.map(({ path }) => path.length))
  const lines = changes.map(
    ({ breaking: breaks, path, was, is }) =>
      `${breaks ? 'BREAKING  ' : 'compatible'}  ${path.padEnd(width)}  ${was} -> ${is}`,
  )
  const end = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}, ${breaking} breaking.`
  return `${[...lines, '', end].join('\n')}\n`
}

async function readContract(verb: string, path: string): Promise<ContractFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw failure(verb, `${path} cannot be read`, cause)
  }
  return parseContractFile(text, path)
}

function failure(verb: string, fact: string, cause: unknown): CefrigError {
  const { code } = cause as NodeJS.ErrnoException
  return new CefrigError(
    'BAD_ARGUMENT',
    `cefrig contract ${verb} failed: ${fact} (${code}). Give another path.`,
    {
      cause,
    },
  )
}
