import { CefrigError } from '../../errors.js'
import { writeOutcome } from '../../injected/binding-outcome.js'
import { unwritableText } from '../../injected/binding-place.js'
import type { BindingEntry, BindingMessage, ShapeName } from '../../protocol/bindings.js'
import { badArgument, isError, kindOf } from '../failure.js'
import { requireFree, requirePath } from './binding-path.js'
import { decodeFrom, encodeFor } from './codec.js'
import { BoundDocument, type Out } from './document.js'
import { describe, find } from './members.js'
import type { Uses } from './uses.js'
import { inTimers, within } from './within.js'

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

/** A call that a page has made; see the event `bindingcall`. */
export interface BindingCall {
  /** Of the function, as `host.notes.save`. */
  path: string
  args: unknown[]
  /** Of the document that called. */
  url: string
  isMainFrame: boolean
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
  /** The page has called something; before the implementation runs. */
  called(call: BindingCall): void
  /** What is called, and how it ends. */
  readonly uses: Uses
}

/** What is bound by a contract or a preset: documents make something of their own of the value. */
export interface Shaping {
  shape: ShapeName
  /** Other globals that it takes. */
  also?: readonly string[]
  /** Names of members that block the page's script. */
  sync?: readonly (readonly string[])[]
  /** It was taken away by the test. */
  unbound?(): void
}

/** `this` of the functions of what is bound with a shape. */
export interface ShapedCall {
  /** Whose script has called. */
  document: BoundDocument
  /** An error that the test has to know of. */
  failed(error: unknown, name: string): void
}

/** A call as it comes: the binding's number, the member, arguments; and what the document has to say of itself anew. */
type Asked = [id: number, member: string | number, args: unknown[], url?: string, isMainFrame?: boolean]

interface Binding {
  entry: BindingEntry
  what: unknown
  shaping: Shaping | undefined
}

/** Ids are never given twice: a document that an earlier owner of a page has left may still call by one. */
let lastId = 0

/** What a test has bound in a page, and the conversations with the page's documents about it. */
export class Bindings {
  readonly #page: BoundPage
  readonly #bindings = new Map<string, Binding>()
  readonly #documents = new Map<string, BoundDocument>()
  #isOver = false
  #isHushed = false

  constructor(page: BoundPage) {
    this.#page = page
  }

  async bind(path: unknown, what: unknown, options: BindOptions = {}, shaping?: Shaping): Promise<void> {
    requirePath(path)
    for (const taken of [path, ...(shaping?.also ?? [])]) requireFree(taken, this.#taken())
    const { frames = true, popups = true, sync = false } = options
    const timeout = inTimers(options.timeout ?? this.#page.timeout)
    const id = ++lastId
    const shape = shaping && {
      shape: shaping.shape,
      syncMembers: (shaping.sync ?? []).map((keys) => JSON.stringify(keys)),
    }
    const described = describe('page.bind', what)
    const entry = { id, version: 1, path, frames, popups, sync, timeout, ...described, ...shape }
    const binding = { entry, what, shaping }
    this.#bindings.set(path, binding)
    if (!shape) this.#page.uses.bound(path, described.members)
    try {
      await this.#page.set(entry)
    } catch (error) {
      if (this.#bindings.get(path) === binding) {
        this.#bindings.delete(path)
        // Documents that have it already give it back; one that hangs is not waited for.
        void this.#page.remove(id).catch(() => {})
      }
      throw error
    }
  }

  /** Takes over what the page that opened this one has bound, as far as documents of this one have it. */
  inherit(opener: Bindings, ids: readonly number[]): void {
    for (const [path, binding] of opener.#bindings)
      if (ids.includes(binding.entry.id)) this.#bindings.set(path, { ...binding })
  }

  async rebind(path: unknown, what: unknown): Promise<void> {
    const binding = this.#bound(path)
    if (binding.shaping)
      throw badArgument(
        `${binding.entry.path} is bound by a contract or a preset`,
        'Use page.unbind() and page.bind()',
      )
    this.#page.uses.bound(binding.entry.path, describe('page.rebind', what).members)
    await this.update(path, what)
  }

  /** Gives documents a newer value of what is bound with a shape; resolves when they have it. */
  async update(path: unknown, what: unknown): Promise<void> {
    if (this.#isOver) throw await this.#page.closedReason()
    const binding = this.#bound(path)
    const entry = { ...binding.entry, ...describe('page.rebind', what), version: binding.entry.version + 1 }
    Object.assign(binding, { entry, what })
    await this.#page.set(entry)
  }

  async unbind(path: unknown): Promise<void> {
    const { entry, shaping } = this.#bound(path)
    this.#bindings.delete(entry.path)
    shaping?.unbound?.()
    await this.#page.remove(entry.id)
  }

  #taken(): string[] {
    return [...this.#bindings].flatMap(([path, { shaping }]) => [path, ...(shaping?.also ?? [])])
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
        inTimers(this.#page.timeout),
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

  /** The documents that have used a binding and are there. */
  get documents(): readonly BoundDocument[] {
    return [...this.#documents.values()]
  }

  /** What documents call from now on is gone. */
  hush(): void {
    this.#isHushed = true
  }

  /** The page is closed. */
  async end(): Promise<void> {
    this.#isOver = true
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
    document.answering++
    try {
      const asked = decodeFrom(document.handles, message) as Asked
      const called = this.#called(document, asked)
      name = called.name
      const work = () => called.fn.apply(called.self, asked[2])
      const use =
        called.path === undefined ? work : () => this.#page.uses.follow(called.path!, asked[2], work, sync)
      value = await within(called.timeout, use, name, sync)
    } catch (error) {
      ;[value, thrown] = [error, true]
    }
    document.answering--
    const outcome = writeOutcome(
      value,
      thrown,
      (what, strict) => encodeFor(document.handles, what, { name, depth: 0, beside: !sync, strict }),
      () => new CefrigError('NOT_SERIALIZABLE', unwritableText(name, 'page')),
    )
    if ('problem' in outcome) this.#page.failed(asError(outcome.problem, name), name)
    this.#page.send({ kind: 'return', renderer, context, call, thrown: outcome.thrown, ...outcome.written })
  }

  #called(document: BoundDocument, [id, member, args, url, isMainFrame]: Asked) {
    document.url = url ?? document.url
    document.isMainFrame = isMainFrame ?? document.isMainFrame
    const gone = (name: string) => new CefrigError('BINDING_GONE', `${name} failed: the test has it no more.`)
    if (id === 0) {
      const fn = document.handles.own(Number(member))
      if (!fn || this.#isHushed) throw gone('a function of the test')
      return {
        fn,
        self: undefined,
        name: `${fn.name || 'a function of the test'}()`,
        timeout: inTimers(this.#page.timeout),
        path: undefined,
      }
    }
    const binding = [...this.#bindings.values()].find(({ entry }) => entry.id === id)
    const keys = JSON.parse(String(member)) as string[]
    const found = binding && find(binding.what, keys)
    const path = [binding?.entry.path ?? 'a binding', ...keys].join('.')
    const name = `${path}()`
    if (!found || this.#isHushed) throw gone(name)
    const { timeout } = binding.entry
    const where = { url: document.url, isMainFrame: document.isMainFrame }
    if (!binding.shaping) {
      this.#page.called({ path, args, ...where })
      return { ...found, name, timeout, path }
    }
    // Behind its arguments the page sends the stack of the call; other functions of a contract are cefrig's own.
    if (binding.shaping.shape === 'contract' && !keys[0]!.startsWith('cefrig:'))
      this.#page.called({ path, args: args.slice(0, -1), ...where })
    const self: ShapedCall = { document, failed: (error, request) => this.#page.failed(error, request) }
    return { fn: found.fn, self, name, timeout, path: undefined }
  }
}

/** Whatever a getter has thrown, for the list of what failed. */
function asError(problem: unknown, name: string): Error {
  return isError(problem) ? problem : new CefrigError('NOT_SERIALIZABLE', unwritableText(name, 'page'))
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
