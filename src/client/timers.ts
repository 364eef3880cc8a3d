/**
 * The clock as it was before a test replaced it: fake timers must not stall the conversation with the Host. Kept on a global
 * symbol, so that a copy of this module that is loaded under fake timers finds the real ones too.
 */
interface Timers {
  setTimeout: typeof globalThis.setTimeout
  clearTimeout: typeof globalThis.clearTimeout
  performance: { now(): number }
}

const key = Symbol.for('cefrig.timers')
const shared = globalThis as { [key]?: Timers }
shared[key] ??= {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  performance: { now: performance.now.bind(performance) },
}

export const { setTimeout, clearTimeout } = shared[key]
export const now: () => number = shared[key].performance.now

/** Fulfils after so many milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds))
}

/** A moment until which a method may wait. */
export class Deadline {
  /** Milliseconds asked for; 0: no limit. */
  readonly timeout: number
  readonly #end: number

  constructor(timeout: number) {
    this.timeout = timeout
    this.#end = timeout > 0 ? now() + timeout : Number.POSITIVE_INFINITY
  }

  /** Milliseconds left, at least 1; 0: no limit. */
  get left(): number {
    return this.timeout > 0 ? Math.max(1, Math.ceil(this.#end - now())) : 0
  }

  get isOver(): boolean {
    return now() >= this.#end
  }

  /** The promise's answer, or what `late` gives when `grace` milliseconds have passed since the deadline. */
  async guard<T>(promise: Promise<T>, late: () => T | Promise<T>, grace = 0): Promise<T> {
    if (this.timeout === 0) return promise
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => Promise.resolve().then(late).then(resolve, reject), this.left + grace)
    })
    try {
      return await Promise.race([promise, over])
    } finally {
      clearTimeout(timer)
    }
  }
}
