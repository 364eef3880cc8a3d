import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import type { ClientFunctions } from '../protocol/events.js'
import type { HostFunctions, HostInfo } from '../protocol/host.js'
import type { PageOptions } from '../protocol/options.js'
import { connectRpc, type Offered, type Rpc } from '../protocol/wire.js'
import { adopt, frameOffset } from './adopt.js'
import { capture } from './capture.js'
import type { DevToolsSocket } from './devtools-socket.js'
import { evaluate } from './evaluate.js'
import type { HostPage } from './page.js'
import type { Pages } from './pages.js'
import { fetchResource, loadedResource } from './resources.js'
import type { Served } from './served.js'

/** Origin under which `root` is served. */
export const rootPrefix = 'https://cefrig.test/'

export interface ServerParts {
  info: HostInfo
  token: string
  pages: Pages
  served: Served
  devtoolsSocket: DevToolsSocket
}

/** Accepts clients on the Host's socket. Each owns the pages and contexts that it made; they close with its connection. */
export function serveClients(path: string, parts: ServerParts): Promise<Server> {
  const server = createServer((socket) => new ClientConnection(socket, parts))
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(path, () => done(server))
  })
}

class ClientConnection {
  readonly #parts: ServerParts
  readonly #rpc: Rpc<ClientFunctions>
  readonly #pages = new Map<number, HostPage>()
  readonly #contexts = new Set<number>()
  #welcome = false

  constructor(socket: Socket, parts: ServerParts) {
    this.#parts = parts
    this.#rpc = connectRpc<ClientFunctions, HostFunctions>(socket, this.#guarded(socket, this.#functions()))
    void this.#rpc.closed.then(() => this.#release())
  }

  /** Nothing but a right hello opens the conversation. */
  #guarded(socket: Socket, functions: Offered<HostFunctions>): Offered<HostFunctions> {
    const guarded: Record<string, unknown> = {}
    for (const [name, run] of Object.entries(functions)) {
      guarded[name] = (...args: unknown[]) => {
        if (this.#welcome || name === 'host.hello') return (run as (...args: unknown[]) => unknown)(...args)
        socket.destroy()
        throw new CefrigError('HOST_FAILED', `${name}() failed: host.hello() must come first.`)
      }
    }
    return guarded as unknown as Offered<HostFunctions>
  }

  #hello(token: string): HostInfo {
    const [given, right] = [Buffer.from(String(token)), Buffer.from(this.#parts.token)]
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new CefrigError(
        'HOST_FAILED',
        'The Host refused the connection: the token is wrong. Use the address in its host.json.',
      )
    }
    this.#welcome = true
    return this.#parts.info
  }

  #page(id: number): HostPage {
    const page = this.#pages.get(id)
    if (page) return page
    throw new CefrigError('PAGE_CLOSED', `The page ${id} is closed. Open a new one with cef.newPage().`, {
      facts: { pageId: id },
    })
  }

  async #create(options: PageOptions, contextId?: number) {
    const { pages, served } = this.#parts
    const { page, spare } = await pages.lease(options, contextId)
    if (this.#rpc.isClosed) {
      void pages.close(page)
      throw new CefrigError('CEF_CLOSED', 'cef.newPage() failed: the connection ended.')
    }
    this.#pages.set(page.id, page)
    void page.closed.then(() => this.#pages.delete(page.id))
    page.listener = (event) => this.#rpc.send('page.event', page.id, event)
    if (options.root !== undefined) served.add(page, rootPrefix, { directory: resolve(options.root) })
    for (const [prefix, directory] of Object.entries(options.serve ?? {})) {
      served.add(page, prefix, { directory: resolve(directory) })
    }
    page.start()
    // After the answer: the next page is made while the test works with this one.
    if (contextId === undefined) setTimeout(() => void pages.refill(options), 0)
    const { viewport, scale: deviceScaleFactor } = page
    return { pageId: page.id, mainFrameId: page.frames.main.id, viewport, deviceScaleFactor, spare }
  }

  async #release(): Promise<void> {
    const { pages } = this.#parts
    await Promise.all([...this.#pages.values()].map((page) => pages.close(page)))
    await Promise.all([...this.#contexts].map((id) => pages.closeContext(id)))
  }

  #functions(): Offered<HostFunctions> {
    const { pages, served, devtoolsSocket } = this.#parts
    const frame = (id: number, frameId: string) => this.#page(id).frames.get(frameId)
    return {
      'host.hello': (token) => this.#hello(token),
      'page.create': (options, contextId) => this.#create(options, contextId),
      'page.close': (id) => pages.close(this.#page(id)),
      'page.resize': (id, viewport, scale) => this.#page(id).resize(viewport, scale),
      'context.create': () => {
        const id = pages.createContext()
        this.#contexts.add(id)
        return id
      },
      'context.close': (id) => pages.closeContext(id),
      'page.goto': (id, url, options) => this.#page(id).goto(url, options),
      'page.setContent': (id, html, options) => this.#page(id).setContent(html, options),
      'page.reload': (id, options) => this.#page(id).reload(options),
      'page.history': (id, delta, options) => this.#page(id).history(delta, options),
      'frame.evaluate': (id, frameId, request) => evaluate(frame(id, frameId), request),
      'handle.dispose': async (id, frameId, objectId) => {
        await frame(id, frameId).session.send('Runtime.releaseObject', { objectId })
      },
      'handle.adopt': (id, frameId, objectId) => adopt(frame(id, frameId), objectId),
      'frame.offset': (id, frameId) => frameOffset(this.#page(id).frames, frame(id, frameId)),
      'page.addInitScript': (id, source) => this.#page(id).frames.addInitScript(source),
      'mouse.move': (id, x, y, steps) => this.#page(id).input.move(x, y, steps),
      'mouse.down': (id, button, clicks) => this.#page(id).input.down(button, clicks),
      'mouse.up': (id, button, clicks) => this.#page(id).input.up(button, clicks),
      'mouse.click': (id, x, y, button, clicks) => this.#page(id).input.click(x, y, button, clicks),
      'mouse.wheel': (id, deltaX, deltaY) => this.#page(id).input.wheel(deltaX, deltaY),
      'keyboard.down': (id, key) => this.#page(id).input.keyDown(key),
      'keyboard.up': (id, key) => this.#page(id).input.keyUp(key),
      'keyboard.insertText': (id, text) => this.#page(id).input.insertText(text),
      'page.capture': (id, request) => capture(this.#page(id), request),
      'page.reportPaints': (id) => this.#page(id).reportPaints(),
      'rendering.pause': (id) => this.#page(id).pause(),
      'rendering.resume': (id) => this.#page(id).resume(),
      'rendering.step': (id, frames) => this.#page(id).step(frames),
      'page.serve': (id, prefix, source) => {
        const ask = (routeId: number) => ({
          ask: (request: Parameters<ClientFunctions['serve.request']>[2]) =>
            this.#rpc.call('serve.request', id, routeId, request),
        })
        served.add(
          this.#page(id),
          prefix,
          'directory' in source ? { directory: resolve(source.directory) } : ask(source.routeId),
        )
      },
      'page.unserve': (id, prefix) => served.remove(this.#page(id), prefix),
      'cdp.send': (id, method, params, sessionId) => {
        const { devtools } = this.#page(id)
        const session = sessionId === undefined ? devtools.root : devtools.session(sessionId)
        return session.send(method as 'Page.enable', params as never)
      },
      'cdp.endpoint': async (id) => ({ webSocketDebuggerUrl: await devtoolsSocket.endpoint(this.#page(id)) }),
      'page.resource': async (id, url) => {
        const page = this.#page(id)
        const { session, frames } = page
        const text =
          (await loadedResource(frames, url)) ??
          (await served.text(page, url)) ??
          (await fetchResource(session, frames, url))
        if (text === null) return null
        const file = await served.file(page, url)
        return file === undefined ? { text } : { text, file }
      },
    }
  }
}
