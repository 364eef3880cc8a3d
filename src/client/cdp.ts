import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type CDP from 'chrome-remote-interface'
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'
import { CefrigError } from '../errors.js'
import { requireString, run } from './failure.js'
import type { PageCore } from './page/core.js'

type Commands = ProtocolMapping.Commands
type Events = ProtocolMapping.Events

interface CdpMethods {
  /** Sends a command. @throws CDP_FAILED with what the browser says */
  send<Name extends keyof Commands>(
    method: Name,
    params?: Commands[Name]['paramsType'][0],
    sessionId?: string,
  ): Promise<Commands[Name]['returnType']>
  send(method: string, params?: object, sessionId?: string): Promise<unknown>
  /** Calls the listener for each event of the name, as `Network.requestWillBeSent`. */
  on<Name extends keyof Events>(
    event: Name,
    listener: (params: Events[Name][0], sessionId?: string) => void,
  ): this
  on(event: string, listener: (params: unknown, sessionId?: string) => void): this
  off(event: string, listener: (...args: never[]) => void): this
  /** Ends this client's connection; the next use makes another one. */
  close(): Promise<void>
}

/**
 * A `chrome-remote-interface` client of one page: `page.cdp.send('Page.reload')`, `page.cdp.Page.reload()`,
 * `page.cdp.on('Page.loadEventFired', …)`. It connects when it is first used.
 */
export type PageCdp = CdpMethods & { [Name in DomainName]: CommandsOf<Name> & EventsOf<Name> }

type DomainName = keyof Commands extends infer Full
  ? Full extends `${infer Name}.${string}`
    ? Name
    : never
  : never
type ShortName<Full, Domain extends string> = Full extends `${Domain}.${infer Name}` ? Name : never

type CommandsOf<Domain extends string> = {
  [Full in keyof Commands as ShortName<Full, Domain>]: (
    ...args: Commands[Full]['paramsType'] extends []
      ? [params?: object, sessionId?: string]
      : [...Commands[Full]['paramsType'], sessionId?: string]
  ) => Promise<Commands[Full]['returnType']>
}

/** With a listener: calls it each time and answers with how to stop. Without: the parameters of the next one. */
type EventsOf<Domain extends string> = {
  [Full in keyof Events as ShortName<Full, Domain>]: {
    (listener: (params: Events[Full][0], sessionId?: string) => void): () => void
    (): Promise<Events[Full][0]>
  }
}

const require = createRequire(import.meta.url)

/** Names of the protocol's commands and events, from the description that comes with the client. */
interface Description {
  domains: {
    domain: string
    commands: { name: string }[]
    events: { name: string }[]
  }[]
}

let description: Description | undefined

function describeProtocol(): Description {
  if (!description) {
    const { domains } = require('chrome-remote-interface/lib/protocol.json') as {
      domains: { domain: string; commands?: { name: string }[]; events?: { name: string }[] }[]
    }
    const names = (list: { name: string }[] = []) => list.map(({ name }) => ({ name }))
    description = {
      domains: domains.map(({ domain, commands, events }) => ({
        domain,
        commands: names(commands),
        events: names(events),
      })),
    }
  }
  return description
}

/** The client of a page's `cdp`, connected when first used. */
export class CdpConnection implements Pick<CdpMethods, 'send' | 'close'> {
  readonly #page: PageCore
  readonly #listeners: [event: string, listener: (...args: never[]) => void][] = []
  #client: Promise<CDP.Client> | undefined

  constructor(page: PageCore) {
    this.#page = page
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<never> {
    return run('page.cdp.send', async () => {
      requireString('the method', method)
      const client = await this.#connect()
      try {
        return (await (client.send as (...args: unknown[]) => Promise<unknown>)(
          method,
          params,
          sessionId,
        )) as never
      } catch (error) {
        throw cdpFailed(method, error)
      }
    })
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.push([event, listener])
    void this.#connect().then(
      (client) => client.on(event as 'event', listener as never),
      // Whoever only listens learns of the end of the page elsewhere.
      () => {},
    )
  }

  off(event: string, listener: (...args: never[]) => void): void {
    const at = this.#listeners.findIndex((known) => known[0] === event && known[1] === listener)
    if (at >= 0) this.#listeners.splice(at, 1)
    void this.#client?.then(
      (client) => (client as unknown as NodeJS.EventEmitter).off(event, listener as never),
      () => {},
    )
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.then((connected) => connected.close()).catch(() => {})
  }

  #connect(): Promise<CDP.Client> {
    this.#client ??= this.#open().catch((error) => {
      this.#client = undefined
      throw error
    })
    return this.#client
  }

  async #open(): Promise<CDP.Client> {
    const { webSocketDebuggerUrl } = await this.#page.call('cdp.endpoint')
    const { default: connect } = await import('chrome-remote-interface')
    // The client writes into the description that it is given.
    const protocol = structuredClone(describeProtocol()) as unknown as CDP.Protocol
    const client = await connect({ target: { webSocketDebuggerUrl } as CDP.Target, protocol })
    // The connection must not keep the process alive.
    ;(client as unknown as { _ws?: { _socket?: Socket } })._ws?._socket?.unref()
    ;(client as unknown as NodeJS.EventEmitter).once('disconnect', () => {
      this.#client = undefined
    })
    return client
  }
}

function cdpFailed(method: string, error: unknown): CefrigError {
  const { response, message } = error as {
    response?: { code: number; message: string; data?: string }
    message: string
  }
  const said = response ? `${response.message}${response.data ? ` (${response.data})` : ''}` : message
  return new CefrigError(
    'CDP_FAILED',
    `${method}: ${said}. Check the command against the protocol of this CEF.`,
    {
      facts: { cdpMethod: method, cdpCode: response?.code, cdpMessage: said },
    },
  )
}

/** `page.cdp`: the methods of the connection, and one object for each domain of the protocol. */
export function makeCdp(connection: CdpConnection): PageCdp {
  const domains = new Map<string, object>()
  const proxy: PageCdp = new Proxy(Object.create(null), {
    get(_, name) {
      if (typeof name !== 'string' || name === 'then') return undefined
      if (name === 'send') return connection.send.bind(connection)
      if (name === 'close') return () => connection.close()
      if (name === 'on' || name === 'off') {
        return (event: string, listener: (...args: never[]) => void) => {
          connection[name](event, listener)
          return proxy
        }
      }
      // Whoever prints or compares a page asks for all kinds of names.
      if (!/^[A-Z]/.test(name)) return undefined
      let domain = domains.get(name)
      if (!domain) {
        domain = makeDomain(connection, name)
        domains.set(name, domain)
      }
      return domain
    },
  })
  return proxy
}

function makeDomain(connection: CdpConnection, domain: string): object {
  const events = new Set(
    describeProtocol()
      .domains.find((known) => known.domain === domain)
      ?.events.map(({ name }) => name),
  )
  return new Proxy(Object.create(null), {
    get(_, name) {
      if (typeof name !== 'string' || name === 'then') return undefined
      if (name === 'on') {
        return (event: string, listener: (...args: never[]) => void) =>
          connection.on(`${domain}.${event}`, listener)
      }
      const full = `${domain}.${name}`
      if (!events.has(name))
        return (params?: object, sessionId?: string) => connection.send(full, params, sessionId)
      return (listener?: (...args: never[]) => void) => {
        if (listener) {
          connection.on(full, listener)
          return () => connection.off(full, listener)
        }
        return new Promise((resolve) => {
          const once = (params: never) => {
            connection.off(full, once)
            resolve(params)
          }
          connection.on(full, once)
        })
      }
    },
  })
}
