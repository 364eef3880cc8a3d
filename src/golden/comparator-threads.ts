import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { clearTimeout, setTimeout } from '../client/timers.js'
import { CefrigError } from '../errors.js'
import { comparatorFailed, comparatorLate, thrown } from './comparator-failure.js'
import type { ComparatorAnswer, ComparatorRequest } from './comparator-thread.js'

/** The program of a thread. A bundle of cefrig, and cefrig's sources, have none beside them. */
const program = fileURLToPath(new URL('./comparator-thread.js', import.meta.url))

/** Milliseconds after which a thread that has nothing to do ends. */
const patience = 10_000

/** What came of a request. `begun`: whether the thread had taken it up. */
type Outcome = { begun: boolean } & (
  | { kind: 'answered'; answer: Exclude<ComparatorAnswer, 'begun'> }
  | { kind: 'ended'; how: string }
  | { kind: 'late' }
)

/** A thread for one comparison at a time. It does not keep the process alive but while it works. */
class ComparatorThread {
  readonly #worker = new Worker(program, { execArgv: [], name: 'cefrig comparator' })
  #idle: NodeJS.Timeout | undefined
  #tell: ((news: ComparatorAnswer | { ended: string }) => void) | undefined
  isOver = false

  constructor() {
    this.#worker.unref()
    this.#worker.on('message', (answer: ComparatorAnswer) => this.#tell?.(answer))
    this.#worker.on('error', (error) => this.#end(`threw ${thrown(error)} outside of its answer`))
    this.#worker.on('exit', (code) => this.#end(`ended its thread with exit code ${code}`))
  }

  /** The time begins when a new thread is there, whose start may take long on a busy machine. Milliseconds; 0: no limit. */
  async ask(request: ComparatorRequest, timeout: number, isNew: boolean): Promise<Outcome> {
    clearTimeout(this.#idle)
    this.#worker.ref()
    let begun = false
    let timer: NodeJS.Timeout | undefined
    const outcome = await new Promise<Outcome>((resolve) => {
      const watch = () => {
        clearTimeout(timer)
        if (timeout > 0) timer = setTimeout(() => resolve({ begun, kind: 'late' }), timeout)
      }
      this.#tell = (news) => {
        if (news === 'begun') {
          begun = true
          watch()
        } else if ('ended' in news) resolve({ begun, kind: 'ended', how: news.ended })
        else resolve({ begun, kind: 'answered', answer: news })
      }
      if (!isNew) watch()
      this.#worker.postMessage(request)
    })
    clearTimeout(timer)
    this.#tell = undefined
    if (outcome.kind === 'late') this.stop()
    return outcome
  }

  /** It waits for the next request, or ends. */
  rest(): void {
    this.#worker.unref()
    this.#idle = setTimeout(() => this.stop(), patience)
    this.#idle.unref()
  }

  stop(): void {
    this.isOver = true
    void this.#worker.terminate()
  }

  #end(ended: string): void {
    this.isOver = true
    this.#tell?.({ ended })
  }
}

const resting: ComparatorThread[] = []

/** Whether comparators can run in threads of their own here. */
export function hasComparatorThreads(): boolean {
  return existsSync(program)
}

/**
 * What a project's comparator returns, unchecked. Each comparison that is under way has a thread to itself, so that one that blocks, throws or
 * exits concerns no other. Milliseconds; 0: no limit.
 * @throws TIMEOUT, COMPARATOR_FAILED, BAD_ARGUMENT when the module cannot be used.
 */
export async function compareInThread(request: ComparatorRequest, timeout: number): Promise<unknown> {
  const rested = resting.pop()
  const thread = rested === undefined || rested.isOver ? new ComparatorThread() : rested
  const outcome = await thread.ask(request, timeout, thread !== rested)
  // What the thread did after its last answer, as an endless loop, is not this comparison's fault.
  if (thread === rested && !outcome.begun) return compareInThread(request, timeout)
  if (outcome.kind === 'late') throw comparatorLate(request.file, timeout)
  if (outcome.kind === 'ended') throw comparatorFailed(request.file, outcome.how)
  thread.rest()
  resting.push(thread)
  return resultOf(request, outcome.answer)
}

function resultOf({ file }: ComparatorRequest, answer: Exclude<ComparatorAnswer, 'begun'>): unknown {
  if ('result' in answer) return answer.result
  if ('strange' in answer) return answer.strange
  if ('unusable' in answer) throw new CefrigError('BAD_ARGUMENT', answer.unusable, { facts: { file } })
  throw comparatorFailed(file, `threw ${answer.threw}`, answer.stack)
}
