import { once } from 'node:events'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { CefrigError } from '../errors.js'
import type { HostAddress } from '../protocol/boot.js'
import type { ClientFunctions, PageEvent } from '../protocol/events.js'
import type { HostFunctions, HostInfo } from '../protocol/host.js'
import type { PageId } from '../protocol/page.js'
import { connectRpc, type Rpc } from '../protocol/wire.js'
import { logTail } from './host-directory.js'

/** The page was closed meanwhile. */
const gone = { status: 503, statusText: '', headers: [], body: new Uint8Array() }

type Asked = Omit<ClientFunctions, 'page.event'>

/** Answers to what the Host asks about one page. */
export type PageAnswers = {
  [Name in keyof Asked]: Parameters<Asked[Name]> extends [PageId, ...infer Rest]
    ? (...args: Rest) => ReturnType<Asked[Name]>
    : never
}

/** Whoever wants to know what happens to a page. */
export interface PageListener {
  onEvent(event: PageEvent): void
  answers: Partial<PageAnswers>
}

/** A worker's conversation with one Host. */
export class Connection {
  readonly address: HostAddress
  readonly #rpc: Rpc<HostFunctions>
  readonly #pages = new Map<PageId, PageListener>()
  /** What is to be told to pages that are not known here yet. */
  readonly #early = new Map<PageId, ((listener: PageListener) => void)[]>()
  readonly #gone = new Set<PageId>()
  #info: HostInfo | undefined
  #isClosing = false

  private constructor(address: HostAddress, rpc: (self: Connection) => Rpc<HostFunctions>) {
    this.address = address
    this.#rpc = rpc(this)
  }

  /**
   * Connects to a Host. With `keepAlive` false the connection lets the process end when no call is pending.
   * @throws HOST_CRASHED when nothing answers at the address.
   */
  static async open(address: HostAddress, { keepAlive = true } = {}): Promise<Connection> {
    const socket = connect(address.socket)
    try {
      await once(socket, 'connect')
    } catch (error) {
      const message = `The Host ${address.pid} does not answer at ${address.socket}: ${(error as Error).message}.${endOfLog(address)}`
      throw new CefrigError('HOST_CRASHED', message, {
        facts: { ...address, token: undefined },
        cause: error,
      })
    }
    socket.setNoDelay(true)
    const connection = new Connection(address, (self) =>
      connectRpc<HostFunctions, ClientFunctions>(
        socket,
        {
          'page.event': (pageId, event) => self.#tell(pageId, (page) => page.onEvent(event)),
          'binding.message': (pageId, message) =>
            self.#tell(pageId, ({ answers }) => answers['binding.message']?.(message)),
          'serve.request': (pageId, ...args) =>
            self.#pages.get(pageId)?.answers['serve.request']?.(...args) ?? gone,
          'route.request': (pageId, ...args) =>
            self.#pages.get(pageId)?.answers['route.request']?.(...args) ?? { kind: 'continue', changes: {} },
          'stream.next': (pageId, ...args) =>
            self.#pages.get(pageId)?.answers['stream.next']?.(...args) ?? null,
          'request.dropped': (pageId, ...args) =>
            self.#pages.get(pageId)?.answers['request.dropped']?.(...args),
        },
        { keepAlive, closeReason: () => self.#closeReason() },
      ),
    )
    connection.#info = await connection.#rpc.call('host.hello', address.token)
    void connection.closed.then(() => {
      for (const listener of [...connection.#pages.values()]) listener.onEvent({ type: 'closed' })
    })
    return connection
  }

  get info(): HostInfo {
    return this.#info!
  }

  get isClosed(): boolean {
    return this.#rpc.isClosed
  }

  /** Fulfils with the reason when the connection has ended, whoever ended it. */
  get closed(): Promise<CefrigError> {
    return this.#rpc.closed
  }

  get call(): Rpc<HostFunctions>['call'] {
    return this.#rpc.call
  }

  /** Without an answer. */
  get send(): Rpc<HostFunctions>['send'] {
    return this.#rpc.send
  }

  /** Ends the conversation; the Host closes this client's pages. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#rpc.close()
    await this.#rpc.closed
  }

  /** From now on, and for what has already happened to it. */
  listen(pageId: PageId, listener: PageListener): void {
    this.#pages.set(pageId, listener)
    const early = this.#early.get(pageId) ?? []
    this.#early.delete(pageId)
    for (const tell of early) tell(listener)
  }

  forget(pageId: PageId): void {
    this.#pages.delete(pageId)
    this.#gone.add(pageId)
  }

  #tell(pageId: PageId, tell: (listener: PageListener) => void): void {
    const listener = this.#pages.get(pageId)
    if (listener) tell(listener)
    else if (!this.#gone.has(pageId)) this.#early.set(pageId, [...(this.#early.get(pageId) ?? []), tell])
  }

  #closeReason(): CefrigError {
    if (this.#isClosing) {
      return new CefrigError(
        'CEF_CLOSED',
        'The connection to CEF was closed by cef.close(). Launch it again.',
      )
    }
    const { pid, socket } = this.address
    const log = logTail(dirname(socket))
    const message = `The Host ${pid} ended unexpectedly.${endOfLog(this.address)}`
    return new CefrigError('HOST_CRASHED', message, { facts: { pid, log } })
  }
}

function endOfLog(address: HostAddress): string {
  const log = logTail(dirname(address.socket))
  return log === '' ? ' Its log is empty.' : ` The end of its log:\n${log.replace(/^/gm, '  ')}`
}

const slot = Symbol.for('cefrig.connection')
const shared = globalThis as { [slot]?: Map<string, Promise<Connection>> }

/** This worker's connection to a Host: the one that is open, also one of another copy of this module, or a new one. */
export async function sharedConnection(address: HostAddress): Promise<Connection> {
  shared[slot] ??= new Map()
  const connections = shared[slot]
  const known = await connections.get(address.socket)?.catch(() => undefined)
  if (known && !known.isClosed) return known
  const opening = Connection.open(address, { keepAlive: false })
  connections.set(address.socket, opening)
  return opening
}
