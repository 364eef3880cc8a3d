import { CefrigError } from '../../errors.js'
import type { BindingEntry, BindingMessage } from '../../protocol/bindings.js'
import { bindingsSource } from '../../protocol/evaluation.js'
import { compose, frameTypes } from './frame.js'
import type { Renderer } from './renderer-server.js'

/** Milliseconds in which CEF tells of a crash after the renderer's socket has ended; without one the document was left. */
const crashGrace = 1000

/** A file by which renderers see, without asking, that a page has bindings to wait for. */
export interface Mark {
  set(): void
  remove(): void
}

interface Seat {
  renderer: Renderer
  /** Generation that its documents have. */
  generation: number
  /** Whether it was given the script. */
  scripted: boolean
  /** Documents that have called, and their synchronous calls that wait. */
  contexts: Map<number, Set<number>>
}

/** What is bound in one page, and the renderers that have documents of it. */
export class PageBindings {
  readonly page: number
  readonly #mark: Mark
  readonly #entries = new Map<number, BindingEntry>()
  readonly #seats = new Map<number, Seat>()
  #generation = 0
  #listener: ((message: BindingMessage) => void) | undefined
  /** What documents said before anybody listened: those of popups are sooner than their owner. */
  readonly #unheard: BindingMessage[] = []
  /** Run again whenever a renderer has come, gone or acknowledged. */
  readonly #watchers = new Set<() => void>()
  readonly #lost = new Set<() => void>()
  /** Why nothing can be bound any more. */
  #crash: CefrigError | undefined
  #end: CefrigError | undefined

  constructor(page: number, mark: Mark) {
    this.page = page
    this.#mark = mark
  }

  /** Who is told of what documents say. */
  listen(listener: (message: BindingMessage) => void): void {
    this.#listener = listener
    for (const message of this.#unheard.splice(0)) listener(message)
  }

  /** Takes over what the page that opened this one has for popups; once, and before any renderer came. */
  inherit(opener: PageBindings): void {
    for (const entry of opener.#entries.values()) if (entry.popups) this.#entries.set(entry.id, entry)
    if (this.#entries.size === 0) return
    this.#generation = 1
    this.#mark.set()
  }

  /** Of what is bound. */
  get ids(): number[] {
    return [...this.#entries.keys()]
  }

  /** Resolves when every renderer has it. @throws TIMEOUT after `deadline` milliseconds (0: none). */
  set(entry: BindingEntry, deadline: number): Promise<void> {
    this.#entries.set(entry.id, entry)
    return this.#changed(entry.path, deadline)
  }

  remove(id: number, deadline: number): Promise<void> {
    const path = this.#entries.get(id)?.path ?? ''
    this.#entries.delete(id)
    return this.#changed(path, deadline)
  }

  /** Takes all of it back. Resolves when every renderer has heard of it. @throws TIMEOUT */
  async clear(deadline: number): Promise<void> {
    if (this.#entries.size === 0) return
    const paths = [...this.#entries.values()].map(({ path }) => path)
    this.#entries.clear()
    await this.#changed(paths.join(', '), deadline)
  }

  /** A renderer has come to have documents of this page. */
  add(renderer: Renderer): void {
    const seat: Seat = { renderer, generation: 0, scripted: false, contexts: new Map() }
    this.#seats.set(renderer.id, seat)
    this.#write(seat)
    this.#look()
  }

  installed(renderer: number, generation: number): void {
    const seat = this.#seats.get(renderer)
    if (seat) seat.generation = generation
    this.#look()
  }

  rendererGone(renderer: number): void {
    const seat = this.#seats.get(renderer)
    this.#seats.delete(renderer)
    this.#look()
    if (!seat || seat.contexts.size === 0 || this.#end) return
    let timer: NodeJS.Timeout | undefined
    const tell = (crashed: boolean) => {
      clearTimeout(timer)
      this.#lost.delete(onCrash)
      for (const context of seat.contexts.keys()) this.#tellEnded(renderer, context, crashed)
    }
    const onCrash = () => tell(true)
    // CEF may have been quicker than the socket. A page whose renderer died is not used again.
    if (this.#crash) {
      onCrash()
      return
    }
    timer = setTimeout(() => tell(false), crashGrace)
    timer.unref()
    this.#lost.add(onCrash)
  }

  /** CEF says that the page's renderer died. */
  crashed(reason: CefrigError): void {
    this.#crash = reason
    for (const lost of [...this.#lost]) lost()
    this.#look()
  }

  /** What a document said. */
  tell(message: BindingMessage): void {
    const contexts = this.#seats.get(message.renderer)?.contexts
    if (message.kind === 'ended') contexts?.delete(message.context)
    else if (contexts) {
      const waiting = contexts.get(message.context) ?? new Set()
      contexts.set(message.context, waiting)
      if (message.sync) waiting.add(message.call)
    }
    if (this.#listener) this.#listener(message)
    else if (message.kind === 'call' || this.#unheard.length > 0) this.#unheard.push(message)
  }

  answered(renderer: number, context: number, call: number): void {
    this.#seats.get(renderer)?.contexts.get(context)?.delete(call)
  }

  has(renderer: number, context: number): boolean {
    return this.#seats.get(renderer)?.contexts.has(context) ?? false
  }

  /** Calls whose documents stand still until they are answered. */
  waiting(): { renderer: number; context: number; call: number }[] {
    return [...this.#seats.values()].flatMap(({ renderer, contexts }) =>
      [...contexts].flatMap(([context, calls]) =>
        [...calls].map((call) => ({ renderer: renderer.id, context, call })),
      ),
    )
  }

  /** Process ids of the renderers. */
  processes(): number[] {
    return [...this.#seats.values()].map(({ renderer }) => renderer.pid)
  }

  end(reason: CefrigError): void {
    this.#end = reason
    this.#mark.remove()
    this.#look()
  }

  #tellEnded(renderer: number, context: number, crashed: boolean): void {
    const [text, buffers] = [new Uint8Array(), []]
    this.#listener?.({ kind: 'ended', renderer, context, call: 0, text, buffers, crashed })
  }

  #changed(path: string, deadline: number): Promise<void> {
    const generation = ++this.#generation
    this.#mark.set()
    for (const seat of this.#seats.values()) this.#write(seat)
    return new Promise((done, fail) => {
      const late = () => [...this.#seats.values()].filter((seat) => seat.generation < generation)
      const end = (error?: CefrigError) => {
        clearTimeout(timer)
        this.#watchers.delete(look)
        if (error) fail(error)
        else done()
      }
      const look = () => {
        const reason = this.#crash ?? this.#end
        // A page has a renderer from its first moment; that it has said hello may be still on its way.
        if (reason || (this.#seats.size > 0 && late().length === 0)) end(reason)
      }
      const timer =
        deadline === 0
          ? undefined
          : setTimeout(() => end(this.#timeout(path, deadline, late().length)), deadline)
      this.#watchers.add(look)
      look()
    })
  }

  #timeout(path: string, deadline: number, late: number): CefrigError {
    const who = late === 1 ? 'a renderer' : `${late} renderers`
    const message = `page.bind() failed: ${who} of the page did not take up ${path} within ${deadline} ms. The page's script may be in an endless loop.`
    return new CefrigError('TIMEOUT', message, { facts: { path, timeout: deadline } })
  }

  #write(seat: Seat): void {
    const hasScript = seat.scripted || this.#generation > 0
    const buffers = hasScript && !seat.scripted ? [Buffer.from(bindingsSource())] : []
    seat.scripted = hasScript
    const text = Buffer.from(JSON.stringify([...this.#entries.values()]))
    const { page } = this
    seat.renderer.write(compose({ type: frameTypes.table, page, call: this.#generation, text, buffers }))
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }
}
