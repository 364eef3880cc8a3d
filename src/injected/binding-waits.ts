import { define } from './define.js'

const { apply } = Reflect
const { split, startsWith } = String.prototype
const PromiseOf = Promise

interface Waiting {
  path: string
  resolve(value: unknown): void
}

/** `cefrig.bound(path)` of a document: a promise of what the test binds there, or has bound. */
export class BindingWaits {
  /** Gives the paths of what is bound now. */
  readonly #bound: () => readonly string[]
  #waiting: Waiting[] = []

  constructor(bound: () => readonly string[]) {
    this.#bound = bound
  }

  /** Puts it into the document, where scripts that list globals do not see it. */
  offer(): void {
    const there = (globalThis as { cefrig?: unknown }).cefrig
    if (there === undefined) define(globalThis, 'cefrig', {}, false)
    const cefrig = (globalThis as { cefrig?: { bound?: unknown } }).cefrig
    if (typeof cefrig !== 'object' || cefrig === null || cefrig.bound !== undefined) return
    define(cefrig, 'bound', (path: unknown) => this.#wait(`${path}`))
  }

  /** Something was bound. */
  look(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (let at = 0; at < waiting.length; at++) this.#settle(waiting[at]!)
  }

  #wait(path: string): Promise<unknown> {
    return new PromiseOf((resolve) => this.#settle({ path, resolve }))
  }

  #settle(one: Waiting): void {
    const { path, resolve } = one
    const bound = this.#bound()
    for (let at = 0; at < bound.length; at++) {
      const isIt = bound[at] === path
      if (!isIt && !isBelow(path, bound[at]!) && !isBelow(bound[at]!, path)) continue
      const value = valueAt(path)
      // A member that what is bound has not may come with what is bound there next.
      if (!isIt && value === undefined) continue
      resolve(value)
      return
    }
    this.#waiting[this.#waiting.length] = one
  }
}

function isBelow(path: string, other: string): boolean {
  return apply(startsWith, path, [`${other}.`]) as boolean
}

function valueAt(path: string): unknown {
  const keys = apply(split, path, ['.']) as string[]
  let value: unknown = globalThis
  try {
    for (let at = 0; at < keys.length; at++) value = (value as Record<string, unknown>)[keys[at]!]
    return value
  } catch {
    return undefined
  }
}
