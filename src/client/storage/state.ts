import { readFile } from 'node:fs/promises'
import { writeTo } from '../../file-failure.js'
import type { StorageState } from '../../protocol/storage.js'
import { badArgument } from '../failure.js'
import type { OptionRule } from '../option-rules.js'

/** Of the option `storageState`. */
export const storageState: OptionRule = {
  give: 'what context.storageState() gave, or the path of the file that it wrote',
  accepts: (value) => typeof value === 'string' || isState(value),
}

/** @throws BAD_ARGUMENT when the file cannot be read or holds something else */
export async function readState(state: StorageState | string): Promise<StorageState> {
  if (typeof state !== 'string') return state
  const read = await readFile(state, 'utf8').catch((error: Error) => {
    throw badArgument(`${state} cannot be read: ${error.message}`, 'Check the path')
  })
  const parsed = parse(read)
  if (!isState(parsed))
    throw badArgument(`${state} holds no storage state`, 'Write it with context.storageState({ path })')
  return parsed
}

export function writeState(path: string, state: StorageState): Promise<void> {
  return writeTo(path, `${JSON.stringify(state, null, 2)}\n`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isState(value: unknown): value is StorageState {
  const { cookies, origins } = (value ?? {}) as Partial<StorageState>
  return (
    Array.isArray(cookies) &&
    Array.isArray(origins) &&
    cookies.every((cookie) => typeof cookie?.name === 'string' && typeof cookie.value === 'string') &&
    origins.every((entry) => URL.canParse(entry?.origin) && Array.isArray(entry.localStorage))
  )
}
