import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import type { ClientFunctions } from '../protocol/events.js'
import type { HostFunctions, HostInfo, SessionTopic } from '../protocol/host.js'
import type { MadePageOptions } from '../protocol/options.js'
import type { PageLease, PageTopic } from '../protocol/page.js'
import { connectRpc, type Offered, type Rpc } from '../protocol/wire.js'
import type { DevToolsSocket } from './devtools-socket.js'
import { bindingFunctions } from './functions/bindings.js'
import type { PageContext } from './functions/context.js'
import { documentFunctions } from './functions/documents.js'
import { emulationFunctions } from './functions/emulation.js'
import { factFunctions } from './functions/facts.js'
import { inputFunctions } from './functions/input.js'
import { networkFunctions } from './functions/network.js'
import { pictureFunctions } from './functions/pictures.js'
import { promptFunctions } from './functions/prompts.js'
import { storageFunctions } from './functions/storage.js'
import { toolFunctions } from './functions/tools.js'
import { Clipboard } from './input/clipboard.js'
import type { Requests } from './network/requests.js'
import type { HostPage } from './page.js'
import type { Pages } from './pages.js'
import type { Served } from './served.js'
import type { Automation } from './tools/automation.js'

/** Origin under which `root` is served. */
export const rootPrefix = 'https://cefrig.test/'

export interface ServerParts {
  info: HostInfo
  token: string
  pages: Pages
  served: Served
  requests: Requests
  devtoolsSocket: DevToolsSocket
  automation: Automation
}

/** Accepts clients on the Host's socket. Each owns the pages and contexts that it made; they close with its connection. */
export function serveClients(path: string, parts: ServerParts): Promise<Server> {
  const clipboard = new Clipboard(parts.pages, parts.served)
  const server = createServer((socket) => new ClientConnection(socket, parts, clipboard))
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(path, () => done(server))
  })
}

class ClientConnection {
  readonly #parts: ServerParts
  readonly #clipboard: Clipboard
  readonly #rpc: Rpc<ClientFunctions>
  readonly #pages = new Map<number, HostPage>()
  readonly #contexts = new Set<number>()
  #welcome = false

  constructor(socket: Socket, parts: ServerParts, clipboard: Clipboard) {
    this.#parts = parts
    this.#clipboard = clipboard
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

  async #create(options: MadePageOptions, contextId?: number) {
    const { pages, requests } = this.#parts
    const { page, spare } = await pages.lease(options, contextId)
    if (this.#rpc.isClosed) {
      void pages.close(page)
      throw new CefrigError('CEF_CLOSED', 'cef.newPage() failed: the connection ended.')
    }
    this.#own(page)
    this.#serve(page)
    if (options.httpCredentials) requests.authenticate(page, options.httpCredentials)
    page.start()
    // After the answer: the next page is made while the test works with this one.
    if (contextId === undefined) setTimeout(() => void pages.refill(options), 0)
    return { ...leaseOf(page), spare }
  }

  /** What the page's options name. */
  #serve(page: HostPage): void {
    const { root, serve = {} } = page.options
    const directories = root === undefined ? serve : { [rootPrefix]: root, ...serve }
    for (const [prefix, directory] of Object.entries(directories))
      this.#parts.served.add(page, prefix, { directory: resolve(directory) })
  }

  async #tidy(page: HostPage): Promise<boolean> {
    if (page.input.isHeld) return false
    this.#parts.served.clear(page)
    this.#serve(page)
    await Promise.all([
      page.input.leave(),
      page.renderers.of(page.id).clear(page.options.timeout ?? 10_000),
      // A document that is on its way would be taken for one of the next owner's.
      page.session.send('Page.stopLoading'),
    ])
    return true
  }

  /** From now on the client hears of the page, and of those that it opens. */
  #own(page: HostPage): void {
    this.#pages.set(page.id, page)
    void page.closed.then(() => this.#pages.delete(page.id))
    page.listener = (event) => this.#rpc.send('page.event', page.id, event)
    page.onPopup = (popup) => void this.#adopt(page, popup).catch(() => this.#parts.pages.close(popup))
  }

  async #adopt(opener: HostPage, popup: HostPage): Promise<void> {
    this.#own(popup)
    const bindings = popup.renderers.of(popup.id)
    bindings.listen((message) => this.#rpc.send('binding.message', popup.id, message))
    const { ids } = bindings
    this.#parts.served.inherit(opener, popup)
    popup.start()
    if (!(await popup.adopt())) return
    // Whoever would be told is gone.
    if (opener.devtools.ended) await this.#parts.pages.close(popup)
    else opener.emit({ type: 'popup', lease: { ...leaseOf(popup), spare: false }, bindings: ids })
  }

  async #release(): Promise<void> {
    const { pages } = this.#parts
    await Promise.all([...this.#pages.values()].map((page) => pages.close(page)))
    await Promise.all([...this.#contexts].map((id) => pages.closeContext(id)))
  }

  #functions(): Offered<HostFunctions> {
    const { served, requests, devtoolsSocket, automation } = this.#parts
    const rpc: PageContext['rpc'] = {
      call: (...args) => this.#rpc.call(...args),
      send: (...args) => this.#rpc.send(...args),
    }
    const context: PageContext = {
      page: (id) => this.#page(id),
      rpc,
      served,
      requests,
      devtoolsSocket,
      automation,
    }
    return {
      ...this.#ownFunctions(),
      ...documentFunctions(context),
      ...pictureFunctions(context),
      ...networkFunctions(context),
      ...inputFunctions(context, this.#clipboard),
      ...emulationFunctions(context),
      ...storageFunctions(context, this.#parts.pages),
      ...toolFunctions(context),
      ...factFunctions(context),
      ...bindingFunctions(context),
      ...promptFunctions(context),
    }
  }

  /** About what the connection owns. */
  #ownFunctions(): Offered<SessionTopic & PageTopic> {
    const { pages } = this.#parts
    return {
      'host.hello': (token) => this.#hello(token),
      'page.create': (options, contextId) => this.#create(options, contextId),
      'page.close': (id) => pages.close(this.#page(id)),
      'page.resize': (id, viewport, scale) =>
        this.#page(id).sized(() => this.#page(id).resize(viewport, scale)),
      'page.tidy': (id) => this.#tidy(this.#page(id)),
      'context.create': () => {
        const id = pages.createContext()
        this.#contexts.add(id)
        return id
      },
      'context.close': (id) => pages.closeContext(id),
    }
  }
}

function leaseOf(page: HostPage): Omit<PageLease, 'spare'> {
  const { viewport, scale: deviceScaleFactor } = page.size
  return { pageId: page.id, mainFrameId: page.frames.main.id, viewport, deviceScaleFactor }
}
