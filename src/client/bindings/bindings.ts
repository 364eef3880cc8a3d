import { CefrigError } from '../../errors.js'
import type { BindingEntry, BindingMessage } from '../../protocol/bindings.js'
import { badArgument, kindOf } from '../failure.js'
import { requireFree, requirePath } from './binding-path.js'
import { decodeFrom, encodeFor } from './codec.js'
import { BoundDocument, type Out } from './document.js'
import { describe, find } from './members.js'

/** How something is bound. */
export interface BindOptions {
  /** Also in iframes. Default true. */
  frames?: boolean
  /** Also in popups that the page opens. Default true. */
  popups?: boolean
  /** Milliseconds in which the test's function must settle; 0: no deadline. Default: the page's. */
  timeout?: number
  /** Calls stop the page's script until the test has answered, and give the value itself. Default false. */
  sync?: boolean
}

/** What the bindings need of their page. */
export interface BoundPage {
  readonly timeout: number
  set(entry: BindingEntry): Promise<void>
  remove(id: number): Promise<void>
  send(message: Out): void
  closedReason(): Promise<CefrigError>
  /** A value of the test could not be sent. */
  failed(error: unknown, name: string): void
}

interface Binding {
  entry: BindingEntry
  what: unknown
}

/** What a test has bound in a page, and the conversations with the page's documents about it. */
export class Bindings {
  readonly #page: BoundPage
  readonly #bindings = new Map<string, Binding>()
  readonly #documents = new Map<string, BoundDocument>()
  #lastId = 0

  constructor(page: BoundPage) {
    this.#page = page
  }

  async bind(path: unknown, what: unknown, options: BindOptions = {}): Promise<void> {
    requirePath(path)
    requireFree(path, this.#bindings.keys())
    const { frames = true, popups = true, timeout = this.#page.timeout, sync = false } = options
    const id = ++this.#lastId
    const entry = { id, version: 1, path, frames, popups, sync, timeout, ...describe('page.bind', what) }
    const binding = { entry, what }
    this.#bindings.set(path, binding)
    try {
      await this.#page.set(entry)
    } catch (error) {
      if (this.#bindings.get(path) === binding) this.#bindings.delete(path)
      throw error
    }
  }

  /** Takes over what the page that opened this one has bound, as far as documents of this one have it. */
  inherit(opener: Bindings, ids: readonly number[]): void {
    this.#lastId = opener.#lastId
    for (const [path, binding] of opener.#bindings)
      if (ids.includes(binding.entry.id)) this.#bindings.set(path, { ...binding })
  }

  async rebind(path: unknown, what: unknown): Promise<void> {
    const binding = this.#bound(path)
    const entry = { ...binding.entry, ...describe('page.rebind', what), version: binding.entry.version + 1 }
    Object.assign(binding, { entry, what })
    await this.#page.set(entry)
  }

  async unbind(path: unknown): Promise<void> {
    const { entry } = this.#bound(path)
    this.#bindings.delete(entry.path)
    await this.#page.remove(entry.id)
  }

  #bound(path: unknown): Binding {
    if (typeof path !== 'string') throw badArgument(`the path is ${kindOf(path)}`, 'Give a string')
    const binding = this.#bindings.get(path)
    if (binding) return binding
    const bound = [...this.#bindings.keys()].join(', ') || 'nothing'
    throw badArgument(`${JSON.stringify(path)} is not bound`, `Bound is ${bound}; use page.bind()`)
  }

  /** What a document of the page says. */
  receive(message: BindingMessage): void {
    const key = `${message.renderer}:${message.context}`
    if (message.kind === 'ended') {
      this.#documents.get(key)?.end(message.crashed ? crashed() : left())
      this.#documents.delete(key)
      return
    }
    let document = this.#documents.get(key)
    if (!document) {
      const { renderer, context } = message
      document = new BoundDocument(
        (out) => this.#page.send({ renderer, context, ...out }),
        this.#page.timeout,
      )
      this.#documents.set(key, document)
    }
    if (message.kind === 'call') void this.#answer(document, message)
    else if (message.kind === 'result') document.settled(message)
    else if (message.kind === 'release') {
      const [id, count] = decodeFrom(document.handles, message) as [number, number]
      document.handles.released(id, count)
    }
  }

  /** The page is closed. */
  async end(): Promise<void> {
    const documents = [...this.#documents.values()]
    this.#documents.clear()
    this.#bindings.clear()
    const reason = await this.#page.closedReason()
    for (const document of documents) document.end(reason)
  }

  async #answer(document: BoundDocument, message: BindingMessage): Promise<void> {
    const { renderer, context, call, sync = false } = message
    let name = 'the call'
    let [value, thrown]: [unknown, boolean] = [undefined, false]
    try {
      const asked = decodeFrom(document.handles, message) as [number, string | number, unknown[]]
      const called = this.#called(document, asked[0], asked[1])
      name = called.name
      value = await within(called.timeout, () => called.fn.apply(called.self, asked[2]), name, sync)
    } catch (error) {
      ;[value, thrown] = [error, true]
    }
    let encoded: ReturnType<typeof encodeFor>
    try {
      encoded = encodeFor(document.handles, value, { name, depth: 0, beside: !sync })
    } catch (error) {
      this.#page.failed(error, name)
      thrown = true
      encoded = encodeFor(document.handles, plain(error), { name, depth: 0, beside: false })
    }
    this.#page.send({ kind: 'return', renderer, context, call, thrown, ...encoded })
  }

  #called(document: BoundDocument, id: number, member: string | number) {
    const gone = (name: string) => new CefrigError('BINDING_GONE', `${name} failed: the test has it no more.`)
    if (id === 0) {
      const fn = document.handles.own(Number(member))
      if (!fn) throw gone('a function of the test')
      return {
        fn,
        self: undefined,
        name: `${fn.name || 'a function of the test'}()`,
        timeout: this.#page.timeout,
      }
    }
    const binding = [...this.#bindings.values()].find(({ entry }) => entry.id === id)
    const keys = JSON.parse(String(member)) as string[]
    const found = binding && find(binding.what, keys)
    const name = `${[binding?.entry.path ?? 'a binding', ...keys].join('.')}()`
    if (!found) throw gone(name)
    return { ...found, name, timeout: binding.entry.timeout }
  }
}

/** What the work gives, or TIMEOUT. */
async function within(timeout: number, work: () => unknown, name: string, sync: boolean): Promise<unknown> {
  const result = work()
  if (timeout === 0 || typeof (result as { then?: unknown } | undefined)?.then !== 'function') return result
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const why = sync ? ' The page waits for it: its implementation cannot use the page.' : ''
      const next = 'Look at what it waits for, or bind it with a longer timeout.'
      const message = `${name} did not settle within ${timeout} ms.${why} ${next}`
      reject(new CefrigError('TIMEOUT', message, { facts: { timeout } }))
    }, timeout)
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
  }
}

/** An error that can be sent whatever it holds. */
function plain(error: unknown): Error {
  const { message, code, name = 'Error' } = error as { message?: string; code?: string; name?: string }
  const sendable = Object.assign(new Error(String(message ?? error)), code === undefined ? {} : { code })
  sendable.name = name
  return sendable
}

function left(): CefrigError {
  return new CefrigError(
    'EXECUTION_CONTEXT_LOST',
    'A function of the page cannot be called: its document is gone, the page shows another one.',
  )
}

function crashed(): CefrigError {
  return new CefrigError(
    'RENDERER_CRASHED',
    "A function of the page cannot be called: the page's renderer died. Open a new page with cef.newPage().",
  )
}
