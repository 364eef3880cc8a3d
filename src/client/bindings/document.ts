import { CefrigError } from '../../errors.js'
import { Handles } from '../../injected/binding-handles.js'
import type { AnyFunction } from '../../injected/codec.js'
import type { BindingMessage } from '../../protocol/bindings.js'
import { codec } from '../../protocol/value.js'
import { clearTimeout, setTimeout } from '../timers.js'
import { decodeFrom, encodeFor } from './codec.js'
import { withStack } from './stacks.js'

interface Pending {
  resolve(value: unknown): void
  reject(reason: unknown): void
  timer: NodeJS.Timeout | undefined
  /** Holds the stack of whoever called. */
  at: Error
}

export type Out = Pick<BindingMessage, 'kind'> & Partial<BindingMessage>

/** The test's side of one document of a page: functions given both ways, and calls that wait for the document. */
export class BoundDocument {
  readonly handles: Handles
  /** What the document has last said of itself. */
  url = 'about:blank'
  isMainFrame = true
  /** Calls of the page that the test has not answered yet. */
  answering = 0
  readonly #send: (message: Out) => void
  readonly #timeout: number
  readonly #pending = new Map<number, Pending>()
  readonly #onEnd = new Set<() => void>()
  #lastCall = 0
  #ended: CefrigError | undefined

  /** `timeout` of the calls of the page's functions, in milliseconds; 0: none. */
  constructor(send: (message: Out) => void, timeout: number) {
    this.#send = send
    this.#timeout = timeout
    this.handles = new Handles(
      (id) => this.#stub(id),
      (id, count) => {
        if (!this.#ended) send({ kind: 'release', text: Buffer.from(codec.encode([id, count])) })
      },
    )
  }

  /** Calls of the page's functions that have not settled. */
  get waiting(): number {
    return this.#pending.size
  }

  /** What the page's side holds: functions of its own that the test can call. */
  asked(): Promise<{ functions: number }> {
    return this.#invoke(0, []) as never
  }

  /** The page's function has settled. */
  settled(message: BindingMessage): void {
    const pending = this.#take(message.call)
    if (!pending) return
    try {
      const value = decodeFrom(this.handles, message)
      if (message.thrown) pending.reject(withStack(value, pending.at, 'in the page'))
      else pending.resolve(value)
    } catch (error) {
      pending.reject(error)
    }
  }

  /** The document is gone: nothing that waits for it can settle otherwise. */
  end(reason: CefrigError): void {
    this.#ended ??= reason
    for (const call of [...this.#pending.keys()]) this.#take(call)?.reject(reason)
    for (const told of this.#onEnd) told()
    this.#onEnd.clear()
  }

  /** Calls the function once, when the document is gone. */
  whenEnded(told: () => void): void {
    if (this.#ended) told()
    else this.#onEnd.add(told)
  }

  /** What stands for a function of the page. */
  #stub(id: number): AnyFunction {
    return (...args) => this.#invoke(id, args)
  }

  #invoke(id: number, args: unknown[]): Promise<unknown> {
    const at = new Error()
    return new Promise((resolve, reject) => {
      if (this.#ended) throw this.#ended
      const { text, buffers } = encodeFor(this.handles, [id, args], {
        name: 'the call of a function of the page',
        depth: 1,
      })
      const call = ++this.#lastCall
      const late = () => this.#take(call)?.reject(timeout(this.#timeout))
      const timer = this.#timeout === 0 ? undefined : setTimeout(late, this.#timeout)
      this.#pending.set(call, { resolve, reject, timer, at })
      this.#send({ kind: 'invoke', call, text, buffers })
    })
  }

  #take(call: number): Pending | undefined {
    const pending = this.#pending.get(call)
    this.#pending.delete(call)
    clearTimeout(pending?.timer)
    return pending
  }
}

function timeout(milliseconds: number): CefrigError {
  const message = `A function of the page did not settle within ${milliseconds} ms. Look at what it waits for, or give the page a longer timeout.`
  return new CefrigError('TIMEOUT', message, { facts: { timeout: milliseconds } })
}
