// The program of the thread that compares pictures and writes those of failures: see pixel-threads.ts.
import { parentPort } from 'node:worker_threads'
import { isCefrigError } from '../errors.js'
import type { ThreadAnswer, ThreadRequest } from './pixel-protocol.js'
import { LocalPixelWork } from './pixel-work.js'

const works = new Map<number, LocalPixelWork>()

parentPort!.on('message', (request: ThreadRequest) => {
  if (request.method === 'close') {
    works.get(request.work)?.close()
    works.delete(request.work)
    return
  }
  void answer(request).then((message) => parentPort!.postMessage(message))
})

async function answer(request: Exclude<ThreadRequest, { method: 'close' }>): Promise<ThreadAnswer> {
  const { id } = request
  try {
    const work = works.get(request.work) ?? new LocalPixelWork(request.golden)
    works.set(request.work, work)
    if (request.method === 'compare') return { id, value: await work.compare(request.actual, request.rule) }
    await work.write(request.order)
    return { id, value: null }
  } catch (error) {
    if (!isCefrigError(error)) return { id, failed: { message: textOf(error), facts: {} } }
    const { code, message, facts, cause } = error
    return {
      id,
      failed: {
        code,
        message,
        facts: cloneable(facts),
        ...(cause !== undefined && { cause: textOf(cause) }),
      },
    }
  }
}

/** Facts of errors are plain; a comparator's own error may carry anything. */
function cloneable(facts: object): Record<string, unknown> {
  try {
    return structuredClone(facts) as Record<string, unknown>
  } catch {
    return {}
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
