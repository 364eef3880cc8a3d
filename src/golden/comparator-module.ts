import { stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { CefrigError } from '../errors.js'
import type { Comparator } from './comparators.js'

/**
 * The comparator that a module exports; a module that has changed is loaded anew. `file`: its absolute path.
 * Errors: BAD_ARGUMENT when the module cannot be loaded or exports none.
 */
export async function loadComparator(file: string): Promise<Comparator> {
  const comparator = await load(file)
  if (typeof comparator === 'function') return comparator as Comparator
  throw badModule(
    file,
    'has no function as its default export',
    'Write `export default (expected, actual, options) => …`',
  )
}

async function load(file: string): Promise<unknown> {
  try {
    const { mtimeMs } = await stat(file)
    return ((await import(`${pathToFileURL(file)}?${mtimeMs}`)) as { default?: unknown }).default
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw badModule(file, `cannot be loaded: ${reason}`, 'Give a module that Node loads as it is', cause)
  }
}

function badModule(file: string, fact: string, next: string, cause?: unknown): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `toMatchGolden() failed: the comparator ${file} ${fact}. ${next}.`, {
    facts: { file },
    ...(cause === undefined ? {} : { cause }),
  })
}
