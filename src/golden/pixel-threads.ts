import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { clearTimeout, setTimeout } from '../client/timers.js'
import { CefrigError } from '../errors.js'
import type { ComparisonRule, Difference } from './comparison.js'
import type { ThreadAnswer, ThreadFailure, ThreadRequest } from './pixel-protocol.js'
import { LocalPixelWork, type PixelWork, type WriteOrder } from './pixel-work.js'
import type { Pixels } from './png.js'

/** The program of the thread. A bundle of cefrig, and cefrig's sources, have none beside them. */
const program = fileURLToPath(new URL('./pixel-thread.js', import.meta.url))

/** Milliseconds after which a thread that has nothing to do ends. */
const patience = 10_000

/** The thread ended, be it that something in it ended the thread: what it was asked for must be done elsewhere. */
class ThreadLost extends Error {
  override readonly name = 'ThreadLost'
}

/** By name: a runner that resets modules makes more than one such class. */
const isLost = (error: unknown) => (error as Error).name === 'ThreadLost'

/** A thread that works with pixels. It does not keep the process alive but while it works. */
class PixelThread {
  readonly #worker: Worker
  readonly #asked = new Map<number, { resolve(value: Difference | null): void; reject(error: Error): void }>()
  #next = 0
  #works = 0
  #idle: NodeJS.Timeout | undefined
  isOver = false

  constructor() {
    // Neither loaders nor debuggers of the runner concern it.
    this.#worker = new Worker(program, { execArgv: [], name: 'cefrig pixels' })
    this.#worker.unref()
    this.#worker.on('message', (answer: ThreadAnswer) => this.#take(answer))
    this.#worker.on('error', () => this.#end())
    this.#worker.on('exit', () => this.#end())
  }

  /** A number for one golden. */
  open(): number {
    clearTimeout(this.#idle)
    this.#works++
    return this.#next++
  }

  close(work: number): void {
    this.#post({ method: 'close', work })
    if (--this.#works > 0) return
    this.#idle = setTimeout(() => {
      this.#end()
      void this.#worker.terminate()
    }, patience)
    this.#idle.unref()
  }

  ask(request: Asked): Promise<Difference | null> {
    if (this.isOver) return Promise.reject(new ThreadLost())
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject })
      this.#worker.ref()
      this.#post({ ...request, id })
    })
  }

  #post(request: ThreadRequest): void {
    if (!this.isOver) this.#worker.postMessage(request)
  }

  #take(answer: ThreadAnswer): void {
    const asked = this.#asked.get(answer.id)
    this.#asked.delete(answer.id)
    if (this.#asked.size === 0) this.#worker.unref()
    if ('failed' in answer) asked?.reject(revived(answer.failed))
    else asked?.resolve(answer.value)
  }

  #end(): void {
    this.isOver = true
    for (const { reject } of this.#asked.values()) reject(new ThreadLost())
    this.#asked.clear()
  }
}

type Asked = Without<Exclude<ThreadRequest, { method: 'close' }>>
type Without<Request> = Request extends unknown ? Omit<Request, 'id'> : never

function revived({ code, message, facts, cause }: ThreadFailure): Error {
  if (code === undefined) return new Error(message)
  return new CefrigError(code, message, { facts, ...(cause !== undefined && { cause }) })
}

const key = Symbol.for('cefrig.pixel-thread')

/** One per process, also for test files that run in contexts of their own: those share `process`. */
function pixelThread(): PixelThread {
  const host = process as { [key]?: PixelThread }
  if (host[key] === undefined || host[key].isOver) host[key] = new PixelThread()
  return host[key]
}

/** Works in the thread; in this one when that is lost. */
class ThreadedPixelWork implements PixelWork {
  readonly #golden: string
  readonly #thread = pixelThread()
  readonly #work = this.#thread.open()
  #last: [Pixels, ComparisonRule] | undefined
  #here: LocalPixelWork | undefined

  constructor(golden: string) {
    this.#golden = golden
  }

  // The thread is up, or on its way.
  prepare(): void {}

  async compare(actual: Pixels, rule: ComparisonRule): Promise<Difference> {
    this.#last = [actual, rule]
    try {
      const [work, golden] = [this.#work, this.#golden]
      // It answers a comparison with a difference.
      return (await this.#thread.ask({ method: 'compare', work, golden, actual, rule }))!
    } catch (error) {
      if (!isLost(error)) throw error
      this.#here = new LocalPixelWork(this.#golden)
      return this.#here.compare(actual, rule)
    }
  }

  async write(order: WriteOrder): Promise<void> {
    if (this.#here !== undefined) return this.#here.write(order)
    try {
      await this.#thread.ask({ method: 'write', work: this.#work, golden: this.#golden, order })
    } catch (error) {
      if (!isLost(error)) throw error
      const here = new LocalPixelWork(this.#golden)
      if (this.#last !== undefined) await here.compare(...this.#last)
      await here.write(order)
    }
  }

  close(): void {
    this.#thread.close(this.#work)
    this.#here?.close()
    this.#last = undefined
  }
}

/** In the thread, or here where none can be: Node's permissions may forbid it. */
function workElsewhere(golden: string): PixelWork {
  if (!existsSync(program)) return new LocalPixelWork(golden)
  try {
    return new ThreadedPixelWork(golden)
  } catch {
    return new LocalPixelWork(golden)
  }
}

/** Work that begins with the first call: a golden that matches needs none. */
class LatePixelWork implements PixelWork {
  readonly #golden: string
  #work: PixelWork | undefined

  constructor(golden: string) {
    this.#golden = golden
  }

  prepare(rule: ComparisonRule): void {
    this.#openFor(rule)
  }

  compare(actual: Pixels, rule: ComparisonRule): Promise<Difference> {
    return this.#openFor(rule).compare(actual, rule)
  }

  write(order: WriteOrder): Promise<void> {
    return this.#open(false).write(order)
  }

  close(): void {
    this.#work?.close()
    this.#work = undefined
  }

  #openFor({ tolerance: { comparator, strict } }: ComparisonRule): PixelWork {
    // A function cannot leave the test's own thread.
    return this.#open(typeof comparator === 'function' || typeof strict?.comparator === 'function')
  }

  #open(stays: boolean): PixelWork {
    this.#work ??= stays ? new LocalPixelWork(this.#golden) : workElsewhere(this.#golden)
    return this.#work
  }
}

/** The work with the pixels of one golden. Nothing is started before it is needed. `golden`: its absolute path. */
export function openPixelWork(golden: string): PixelWork {
  return new LatePixelWork(golden)
}
