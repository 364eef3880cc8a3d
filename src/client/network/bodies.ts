import { isObject } from '../option-rules.js'
import { bytesOf } from './answer.js'

/** Bodies that the test sends piece by piece, each when the page asks for more. */
export class Bodies {
  readonly #iterators = new Map<number, AsyncIterator<unknown>>()
  readonly #failed: (error: unknown) => void

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  /** Whether a body comes piece by piece. Also a `ReadableStream`, which is an async iterable in Node. */
  isStream(body: unknown): boolean {
    return isObject(body) && Symbol.asyncIterator in body && !ArrayBuffer.isView(body)
  }

  /** Of the request of this number. */
  keep(id: number, body: AsyncIterable<unknown>): void {
    this.#iterators.set(id, body[Symbol.asyncIterator]())
  }

  /** Null at the end. Rejects when the test's stream fails, which is told. */
  async next(id: number): Promise<Uint8Array | null> {
    const iterator = this.#iterators.get(id)
    if (!iterator) return null
    try {
      const { done, value } = await iterator.next()
      if (!done) return pieceOf(value)
      this.#iterators.delete(id)
      return null
    } catch (error) {
      if (this.#iterators.has(id)) this.#failed(error)
      this.drop(id)
      throw error
    }
  }

  /** Nobody wants the rest. */
  drop(id: number): void {
    const iterator = this.#iterators.get(id)
    this.#iterators.delete(id)
    // A generator that waits for something ends when that has come.
    void Promise.resolve(iterator?.return?.()).catch(() => {})
  }

  end(): void {
    for (const id of [...this.#iterators.keys()]) this.drop(id)
  }
}

function pieceOf(value: unknown): Uint8Array {
  if (typeof value === 'string' || ArrayBuffer.isView(value)) return bytesOf(value)
  throw new TypeError('A piece of the body is neither a string nor bytes')
}
