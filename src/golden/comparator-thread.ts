// The program of a thread in which a project's own comparators run: see comparator-threads.ts.
import { inspect } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { type CefrigError, isCefrigError } from '../errors.js'
import { thrown } from './comparator-failure.js'
import { loadComparator } from './comparator-module.js'
import type { ComparatorOptions } from './comparators.js'
import type { Pixels } from './png.js'

export interface ComparatorRequest {
  /** Absolute path of the module. */
  file: string
  expected: Pixels
  actual: Pixels
  options: ComparatorOptions
}

/** `begun` comes first. Then: what it returned, in words when that cannot be carried; what it threw; why the module cannot be used. */
export type ComparatorAnswer =
  | 'begun'
  | { result: unknown }
  | { strange: string }
  | { threw: string; stack?: string }
  | { unusable: string }

const port = parentPort!
const send = (answer: ComparatorAnswer) => port.postMessage(answer)

port.on('message', async ({ file, expected, actual, options }: ComparatorRequest) => {
  send('begun')
  try {
    const comparator = await loadComparator(file)
    const result: unknown = await comparator(expected, actual, options)
    try {
      send({ result })
    } catch {
      send({ strange: inspect(result, { depth: 1 }) })
    }
  } catch (error) {
    if (isCefrigError(error)) return send({ unusable: (error as CefrigError).message })
    const stack = error instanceof Error ? error.stack : undefined
    send({ threw: thrown(error), ...(stack !== undefined && { stack: String(stack) }) })
  }
})
