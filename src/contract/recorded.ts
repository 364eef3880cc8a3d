import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import type { ContractFile } from './contract-file.js'
import { united } from './learn.js'

/** What all workers have written into the directory of a recording, by the contract's name. */
export async function recordedContracts(directory: string): Promise<Map<string, ContractFile>> {
  const contracts = new Map<string, ContractFile>()
  for (const name of await readdir(directory)) {
    const lines = (await readFile(join(directory, name), 'utf8')).split('\n').slice(0, -1)
    // Of one worker the last line of each name covers those before.
    const ofWorker = new Map<string, ContractFile>()
    for (const line of lines) {
      const contract = JSON.parse(line) as ContractFile
      ofWorker.set(contract.name, contract)
    }
    for (const contract of ofWorker.values()) {
      const known = contracts.get(contract.name)
      contracts.set(contract.name, known ? united(known, contract) : contract)
    }
  }
  // Functions that are globals themselves are methods of nothing.
  contracts.delete('')
  return contracts
}

/** The one that was asked for, or the only one. @throws BAD_ARGUMENT when there is none, or several. */
export function chosenContract(
  contracts: ReadonlyMap<string, ContractFile>,
  path: string | undefined,
): ContractFile {
  const names = [...contracts.keys()].sort()
  const contract = contracts.get(path ?? names[0] ?? '')
  if (contract && (path !== undefined || names.length === 1)) return contract
  if (names.length === 0)
    throw refused('no page called anything of a binding', 'Bind what pages use with page.bind()')
  throw path === undefined
    ? refused(`pages used ${names.join(', ')}`, 'Choose one with --path')
    : refused(
        `no page called anything of ${path}; they used ${names.join(', ')}`,
        'Give one of these as --path',
      )
}

function refused(fact: string, next: string): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `cefrig contract record failed: ${fact}. ${next}.`)
}
