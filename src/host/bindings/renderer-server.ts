import { timingSafeEqual } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { CefrigError } from '../../errors.js'
import type { BindingMessage } from '../../protocol/bindings.js'
import { compose, type Frame, FrameReader, flags, frameTypes } from './frame.js'
import { PageBindings } from './page-bindings.js'

const toClient: Record<number, BindingMessage['kind'] | undefined> = {
  [frameTypes.ended]: 'ended',
  [frameTypes.call]: 'call',
  [frameTypes.result]: 'result',
  [frameTypes.released]: 'release',
}

const toRenderer: Partial<Record<BindingMessage['kind'], number>> = {
  return: frameTypes.return,
  invoke: frameTypes.invoke,
  release: frameTypes.release,
}

const nothing = new Uint8Array()

/** One renderer process. */
export interface Renderer {
  id: number
  /** Of its process; 0 until it has said hello. */
  pid: number
  write(bytes: Buffer): void
}

/** Accepts the renderers of all pages, and passes on what their documents and the tests say to each other. */
export class RendererServer {
  readonly path: string
  readonly token: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #renderers = new Map<number, Renderer>()
  readonly #pages = new Map<number, PageBindings>()
  #lastId = 0

  private constructor(path: string, token: string) {
    this.path = path
    this.token = token
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** Listens on a Unix socket. Renderers must show `token`, which only they are told. */
  static listen(path: string, token: string): Promise<RendererServer> {
    const renderers = new RendererServer(path, token)
    return new Promise((done, fail) => {
      renderers.#server.once('error', fail)
      renderers.#server.listen(path, () => done(renderers))
    })
  }

  /** What is bound in a page. */
  of(page: number): PageBindings {
    let bindings = this.#pages.get(page)
    if (!bindings) {
      const mark = `${this.path}.${page}`
      bindings = new PageBindings(page, {
        set: () => writeFileSync(mark, ''),
        remove: () => rmSync(mark, { force: true }),
      })
      this.#pages.set(page, bindings)
    }
    return bindings
  }

  /** The page is about to close: no script of it may wait for the test any more. */
  closing(page: number, refusal: Uint8Array): void {
    const bindings = this.#pages.get(page)
    if (!bindings) return
    for (const { renderer, context, call } of bindings.waiting()) {
      this.#renderers
        .get(renderer)
        ?.write(compose({ type: frameTypes.return, flags: flags.thrown, page, context, call, text: refusal }))
    }
  }

  /** The page's renderer died. */
  crashed(page: number, reason: CefrigError): void {
    this.#pages.get(page)?.crashed(reason)
  }

  /** The page is gone. */
  forget(page: number, reason: CefrigError): void {
    this.#pages.get(page)?.end(reason)
    this.#pages.delete(page)
  }

  /** What the client says to a document of its page. */
  send(page: number, message: BindingMessage): void {
    const type = toRenderer[message.kind]
    const bindings = this.#pages.get(page)
    if (type === undefined || !bindings?.has(message.renderer, message.context)) return
    const { context, call, text, buffers } = message
    if (message.kind === 'return') bindings.answered(message.renderer, context, call)
    this.#renderers
      .get(message.renderer)
      ?.write(compose({ type, flags: message.thrown ? flags.thrown : 0, page, context, call, text, buffers }))
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    const renderer: Renderer = { id: ++this.#lastId, pid: 0, write: (bytes) => void socket.write(bytes) }
    const reader = new FrameReader()
    const known = new Set<number>()
    socket.on('data', (chunk) => {
      const frames = reader.add(chunk)
      // A stream that is none, or a wrong secret: nothing after it can be trusted.
      if (!frames?.every((frame) => this.#take(renderer, known, frame))) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#renderers.delete(renderer.id)
      for (const page of known) this.#pages.get(page)?.rendererGone(renderer.id)
    })
  }

  /** Whether the renderer may go on. */
  #take(renderer: Renderer, known: Set<number>, frame: Frame): boolean {
    const { type, page, context, call, text, buffers } = frame
    if (type === frameTypes.hello) {
      const [given, right] = [Buffer.from(text), Buffer.from(this.token)]
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false
      renderer.pid = context
      this.#renderers.set(renderer.id, renderer)
      known.add(page)
      this.of(page).add(renderer)
      return true
    }
    if (!known.has(page)) return false
    const bindings = this.#pages.get(page)
    if (type === frameTypes.installed) bindings?.installed(renderer.id, call)
    const kind = toClient[type]
    if (kind) {
      const sync = (frame.flags & flags.sync) !== 0
      const thrown = (frame.flags & flags.thrown) !== 0
      bindings?.tell({
        kind,
        renderer: renderer.id,
        context,
        call,
        text: kind === 'ended' ? nothing : text,
        buffers,
        ...(sync ? { sync } : {}),
        ...(thrown ? { thrown } : {}),
      })
    }
    return true
  }
}
