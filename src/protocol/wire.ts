import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'
import { createBirpc } from 'birpc'
import { CefrigError, type ErrorCode, type ErrorFacts, isCefrigError } from '../errors.js'

// biome-ignore lint/suspicious/noExplicitAny: the parameter types of unknown functions
type AnyFunction = (...args: any[]) => unknown
type Callable<Functions, Name extends keyof Functions> = Extract<Functions[Name], AnyFunction>
type Answer<Functions, Name extends keyof Functions> = Promise<Awaited<ReturnType<Callable<Functions, Name>>>>

/** The functions one side offers: answers may be promises. */
export type Offered<Functions> = {
  [Name in keyof Functions]: (
    ...args: Parameters<Callable<Functions, Name>>
  ) =>
    | Awaited<ReturnType<Callable<Functions, Name>>>
    | Promise<Awaited<ReturnType<Callable<Functions, Name>>>>
}

export interface RpcOptions {
  /** Why the other side is gone, asked once when the socket closes. Every pending and later call rejects with it. */
  closeReason?: () => CefrigError | Promise<CefrigError>
  /** Whether the socket keeps this process alive when no call is pending. Default true. */
  keepAlive?: boolean
}

/** A conversation with the other side of a socket. Calls never time out by themselves: deadlines belong to the methods. */
export interface Rpc<Remote> {
  /** Rejects with a `CefrigError` whose stack is the caller's, also when the socket closes (by default HOST_CRASHED). */
  call<Name extends keyof Remote & string>(
    method: Name,
    ...args: Parameters<Callable<Remote, Name>>
  ): Answer<Remote, Name>
  /** Without an answer; dropped when the socket is closed. */
  send<Name extends keyof Remote & string>(method: Name, ...args: Parameters<Callable<Remote, Name>>): void
  readonly isClosed: boolean
  /** Fulfils with the reason when the socket has closed, whoever closed it. */
  readonly closed: Promise<CefrigError>
  /** Ends the socket after what was written has been sent. */
  close(): void
}

/** What travels in place of an error. */
interface WireError {
  code?: ErrorCode
  name: string
  message: string
  facts?: ErrorFacts
}

/** Speaks over a connected socket: answers calls with `local`, and calls the other side's functions. */
export function connectRpc<Remote extends object, Local extends object>(
  socket: Socket,
  local: Offered<Local>,
  options: RpcOptions = {},
): Rpc<Remote> {
  const { keepAlive = true } = options
  let pending = 0
  let reason: CefrigError | undefined
  const birpc = createBirpc<Record<string, AnyFunction>, Offered<Local>, false>(local, {
    post: (frame: Buffer) => void socket.write(frame),
    on: (listener) => readFrames(socket, listener),
    serialize: encodeMessage,
    deserialize: (body: Buffer) => decodeMessage(socket, body),
    timeout: -1,
    proxify: false,
    resolver: (method) => guarded(local, method),
  })
  const closed = new Promise<CefrigError>((resolve) => {
    socket.on('error', () => {})
    socket.once('close', async () => {
      reason = await findReason(options.closeReason)
      birpc.$rejectPendingCalls(({ reject }) => reject(reason))
      birpc.$close()
      resolve(reason)
    })
  })
  if (!keepAlive) socket.unref()

  async function call(method: string, args: unknown[], caller: Stack): Promise<unknown> {
    if (reason) throw decodeError(reason, caller)
    // Between the end of the socket and the reason's arrival nothing may be written.
    if (!socket.writable) throw decodeError(await closed, caller)
    if (!keepAlive && pending++ === 0) socket.ref()
    try {
      return await birpc.$call(method, ...args)
    } catch (error) {
      throw decodeError(error, caller)
    } finally {
      if (!keepAlive && --pending === 0) socket.unref()
    }
  }

  const rpc = {
    call(method: string, ...args: unknown[]) {
      const caller: Stack = {}
      Error.captureStackTrace(caller, rpc.call)
      return call(method, args, caller)
    },
    send(method: string, ...args: unknown[]) {
      if (socket.writable) birpc.$callEvent(method, ...args).catch(() => {})
    },
    get isClosed() {
      return reason !== undefined || !socket.writable
    },
    closed,
    close: () => void socket.end(),
  }
  return rpc as unknown as Rpc<Remote>
}

interface Stack {
  stack?: string
}

/** The function asked for, with its errors in the form that travels. */
function guarded(local: object, method: string): AnyFunction {
  return async (...args) => {
    try {
      const own = Object.hasOwn(local, method) ? (local as Record<string, unknown>)[method] : undefined
      if (typeof own !== 'function') {
        const message = `${method}() failed: the other side has no such function. Use the same version of cefrig on both sides.`
        throw new CefrigError('HOST_FAILED', message, { facts: { method } })
      }
      return await own.apply(local, args)
    } catch (error) {
      throw encodeError(error)
    }
  }
}

function encodeError(error: unknown): WireError {
  if (isCefrigError(error)) {
    return { code: error.code, name: error.name, message: error.message, facts: sendable(error.facts) }
  }
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { name, message } = error as Partial<Error>
    return { name: String(name ?? 'Error'), message: String(message) }
  }
  return { name: 'Error', message: String(error) }
}

/** Facts that cannot be sent as they are go as text: an error must arrive. */
function sendable(facts: ErrorFacts): ErrorFacts {
  const entries = Object.entries(facts).map(([key, value]) => {
    try {
      serialize(value)
      return [key, value]
    } catch {
      return [key, String(value)]
    }
  })
  return Object.fromEntries(entries)
}

function decodeError(error: unknown, caller: Stack): Error {
  const { code, name, message, facts } = error as Partial<WireError>
  const text = message ?? String(error)
  const decoded = code ? new CefrigError(code, text, { facts: { ...facts } }) : new Error(text)
  if (!code && name && name !== 'Error') Object.defineProperty(decoded, 'name', { value: name })
  const frames = (caller.stack ?? '').split('\n').slice(1).join('\n')
  Object.defineProperty(decoded, 'stack', {
    value: `${decoded.name}: ${text}\n${frames}`,
    writable: true,
    configurable: true,
  })
  return decoded
}

async function findReason(closeReason: RpcOptions['closeReason']): Promise<CefrigError> {
  try {
    if (closeReason) return await closeReason()
  } catch (error) {
    if (isCefrigError(error)) return error as CefrigError
  }
  return new CefrigError(
    'HOST_CRASHED',
    'The connection to the Host ended. Look at the log of the Host for why.',
  )
}

/** Four bytes of length, big-endian, then the message. */
function encodeMessage(message: { t: string; i?: string }): Buffer {
  let body: Buffer
  try {
    body = serialize(message)
  } catch (error) {
    const { message: text } = error as Error
    const unsendable = new CefrigError('NOT_SERIALIZABLE', `A message cannot be sent: ${text}.`)
    if (message.t !== 's') throw unsendable
    body = serialize({ t: 's', i: message.i, e: encodeError(unsendable) })
  }
  const header = Buffer.allocUnsafe(4)
  header.writeUInt32BE(body.length)
  return Buffer.concat([header, body])
}

/** A frame that is no message ends the conversation: nothing after it can be trusted. */
function decodeMessage(socket: Socket, body: Buffer): unknown {
  try {
    return deserialize(body)
  } catch (error) {
    socket.destroy(error as Error)
    throw error
  }
}

/** Calls the listener with each whole message, in order. */
function readFrames(socket: Socket, listener: (body: Buffer) => unknown): void {
  let chunks: Buffer[] = []
  let size = 0
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    // Joining only when a message is complete keeps a large one from being copied once per chunk.
    while (size >= 4) {
      if (chunks[0]!.length < 4) chunks = [Buffer.concat(chunks)]
      const length = chunks[0]!.readUInt32BE(0)
      if (size < length + 4) return
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      chunks = all.length > length + 4 ? [all.subarray(length + 4)] : []
      size -= length + 4
      void Promise.resolve(listener(all.subarray(4, length + 4))).catch(() => {})
    }
  })
}
