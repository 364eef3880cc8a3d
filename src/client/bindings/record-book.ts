import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ContractFile } from '../../contract/contract-file.js'
import { emptyContractFile, learned, type RecordedUse } from '../../contract/learn.js'

/** Environment variable with the directory into which `cefrig contract record` has workers write what pages use. */
export const RECORD_VARIABLE = 'CEFRIG_CONTRACT_RECORD'

/** What the pages of this worker were seen to use. A line of its file is a contract file that covers all that was seen until then. */
export class RecordBook {
  static #own: RecordBook | undefined
  readonly #file: string
  readonly #contracts = new Map<string, ContractFile>()

  private constructor(directory: string) {
    mkdirSync(directory, { recursive: true })
    this.#file = join(directory, `${process.pid}-${Math.random().toString(36).slice(2)}.jsonl`)
  }

  /** The worker's, when it is asked to record. */
  static ofEnvironment(): RecordBook | undefined {
    const directory = process.env[RECORD_VARIABLE]
    if (directory) RecordBook.#own ??= new RecordBook(directory)
    return RecordBook.#own
  }

  /** Written at once, when it says something new: a worker may be killed at any time. */
  note(contract: string, use: RecordedUse): void {
    const before = this.#contracts.get(contract) ?? emptyContractFile(contract)
    const after = learned(before, use)
    const line = JSON.stringify(after)
    this.#contracts.set(contract, after)
    if (line !== JSON.stringify(before)) appendFileSync(this.#file, `${line}\n`)
  }
}
