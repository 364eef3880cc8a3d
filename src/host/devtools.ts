import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'
import { CefrigError } from '../errors.js'

export type Commands = ProtocolMapping.Commands
export type Events = ProtocolMapping.Events

/** One message of the DevTools protocol, either way. */
export interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: unknown
  result?: unknown
  error?: { code: number; message: string }
}

type Reply = (message: Message) => void

/** The DevTools connection of one browser: numbers commands, hands answers and events to the session they belong to. */
export class DevTools {
  /** The page's own session. */
  readonly root: Session
  /** Sees every event of every session, after the Host has. */
  readonly taps = new Set<(message: Message) => void>()
  readonly #transport: (text: string) => boolean
  readonly #sessions = new Map<string, Session>()
  readonly #replies = new Map<number, { reply: Reply; sessionId: string | undefined }>()
  #lastId = 0
  #ended: CefrigError | undefined
  readonly #mourners = new Set<(why: CefrigError) => void>()

  constructor(transport: (text: string) => boolean) {
    this.#transport = transport
    this.root = new Session(this, undefined)
  }

  session(sessionId: string): Session {
    const known = this.#sessions.get(sessionId)
    if (known) return known
    const session = new Session(this, sessionId)
    this.#sessions.set(sessionId, session)
    return session
  }

  /** Ends a child session; its pending commands are answered with an error. */
  drop(sessionId: string): void {
    this.#sessions.delete(sessionId)
    for (const [id, { reply, sessionId: owner }] of this.#replies) {
      if (owner !== sessionId) continue
      this.#replies.delete(id)
      reply({ error: { code: -32001, message: 'Target closed' } })
    }
  }

  /** Sends a command under a number of this connection's own; the reply carries that number. */
  post(method: string, params: unknown, sessionId: string | undefined, reply: Reply): void {
    if (this.#ended) throw this.#ended
    const id = ++this.#lastId
    this.#replies.set(id, { reply, sessionId })
    const message: Message = { id, method, params: params ?? {} }
    if (sessionId !== undefined) message.sessionId = sessionId
    if (!this.#transport(JSON.stringify(message))) {
      this.#replies.delete(id)
      reply({ error: { code: -32001, message: 'Target closed' } })
    }
  }

  receive(text: string): void {
    const message = JSON.parse(text) as Message
    if (message.id !== undefined) {
      const waiting = this.#replies.get(message.id)
      this.#replies.delete(message.id)
      waiting?.reply(message)
      return
    }
    const session = message.sessionId === undefined ? this.root : this.session(message.sessionId)
    session.dispatch(message)
    for (const tap of this.taps) tap(message)
  }

  /** Answers everything that is pending, and whatever comes, with this error. */
  end(error: CefrigError): void {
    this.#ended = error
    const replies = [...this.#replies.values()]
    this.#replies.clear()
    for (const { reply } of replies) reply({ error: { code: -32001, message: error.message } })
    for (const mourner of this.#mourners) mourner(error)
    this.#mourners.clear()
  }

  /** Settles as the work does, or rejects with why the connection has ended: for work that waits for events, not for an answer. */
  async whileThere<T>(work: Promise<T>): Promise<T> {
    let stop = () => {}
    const ended = new Promise<never>((_, reject) => {
      if (this.#ended) return reject(this.#ended)
      this.#mourners.add(reject)
      stop = () => this.#mourners.delete(reject)
    })
    return Promise.race([work, ended]).finally(() => stop())
  }

  get ended(): CefrigError | undefined {
    return this.#ended
  }
}

/** Commands to and events from one target: the page itself, an iframe of another process, or a worker. */
export class Session {
  readonly id: string | undefined
  readonly #devtools: DevTools
  readonly #listeners = new Map<string, ((params: never) => void)[]>()

  constructor(devtools: DevTools, id: string | undefined) {
    this.#devtools = devtools
    this.id = id
  }

  /** Rejects with CDP_FAILED when the browser refuses, or with why the page is gone. */
  send<Method extends keyof Commands>(
    method: Method,
    ...params: Commands[Method]['paramsType']
  ): Promise<Commands[Method]['returnType']> {
    return new Promise((resolve, reject) => {
      this.#devtools.post(method, params[0], this.id, ({ result, error }) => {
        if (!error) return resolve(result as Commands[Method]['returnType'])
        reject(this.#devtools.ended ?? protocolError(method, error))
      })
    })
  }

  /** The work, or why the page has gone meanwhile. */
  whileThere<T>(work: Promise<T>): Promise<T> {
    return this.#devtools.whileThere(work)
  }

  on<Method extends keyof Events>(method: Method, listener: (params: Events[Method][0]) => void): void {
    const listeners = this.#listeners.get(method) ?? []
    listeners.push(listener as (params: never) => void)
    this.#listeners.set(method, listeners)
  }

  dispatch(message: Message): void {
    for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params as never)
  }
}

export function protocolError(method: string, error: { code: number; message: string }): CefrigError {
  return new CefrigError('CDP_FAILED', `${method} failed: ${error.message} (${error.code}).`, {
    facts: { method, cdpCode: error.code, cdpMessage: error.message },
  })
}
