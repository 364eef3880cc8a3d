import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CefrigError } from '../../errors.js'
import { Access } from './access.js'
import type { Review } from './review.js'
import { type Answer, Routes, text } from './routes.js'

/** What the page may load and who may show it, besides what the page says itself. */
const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
}

/** Bytes of a request: more pictures than any suite has. */
const mostBytes = 1 << 23

/** A review's server, on loopback only. */
export class ReviewServer {
  /** With the token; good for one browser. */
  readonly url: string
  readonly #server: Server
  /** Requests that are being answered; those that are still being sent are none of them. */
  readonly #work: Set<Promise<void>>

  private constructor(url: string, server: Server, work: Set<Promise<void>>) {
    this.url = url
    this.#server = server
    this.#work = work
  }

  /** Starts it. `port`: 0 for any that is free. Errors: BAD_ARGUMENT when the port is taken or not allowed. */
  static async start(review: Review, port: number): Promise<ReviewServer> {
    const routes = new Routes(review)
    const work = new Set<Promise<void>>()
    let access: Access | undefined
    const server = createServer((request, response) => {
      // Whoever goes away while it asks gets no answer.
      answer(request, response, access!, routes, work).catch(() => response.destroy())
    })
    await listen(server, port)
    const taken = (server.address() as AddressInfo).port
    access = new Access(taken)
    return new ReviewServer(`http://127.0.0.1:${taken}/?token=${access.token}`, server, work)
  }

  /** Ends it, after what is being decided. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    while (this.#work.size > 0) await Promise.all(this.#work)
    this.#server.closeAllConnections()
    await closed
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const reason = code === 'EADDRINUSE' ? 'another program has it' : (code ?? message)
      const sentence = `cefrig review failed: it cannot listen on port ${port}: ${reason}. Give another --port, or none.`
      reject(new CefrigError('BAD_ARGUMENT', sentence, { facts: { port } }))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

/** Answers a request; `work` holds what may not be broken off. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  routes: Routes,
  work: Set<Promise<void>>,
): Promise<void> {
  const url = parsed(request.url)
  if (url === null) return await send(response, text(400, 'That is no path.'))
  const admission = access.admit(request, url)
  if (admission.kind === 'out') return await send(response, text(admission.status, admission.reason))
  if (admission.cookie) response.setHeader('Set-Cookie', admission.cookie)
  const body = await bodyOf(request)
  if (body === null)
    return await send(
      response,
      text(413, `A request has at most ${mostBytes} bytes. Ask for fewer pictures.`),
    )
  const { method = '', headers } = request
  const asked = { method, path: url.pathname, type: headers['content-type'] ?? '', body }
  const answering = routes
    .answer(asked)
    .catch((error) => text(500, error instanceof Error ? error.message : String(error)))
    .then((found) => send(response, found))
    .finally(() => work.delete(answering))
  work.add(answering)
  await answering
}

/** Null when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length <= mostBytes) parts.push(part)
  }
  return length > mostBytes ? null : Buffer.concat(parts).toString('utf8')
}

/** Only paths: no other server's address. */
function parsed(target = ''): URL | null {
  return target.startsWith('/') && URL.canParse(`http://localhost${target}`)
    ? new URL(`http://localhost${target}`)
    : null
}

/** Resolves when all of it was handed over, or when nobody wants it any more. */
async function send(response: ServerResponse, { status, type, body }: Answer): Promise<void> {
  if (response.destroyed) return
  const closed = new Promise((resolve) => response.once('close', resolve))
  const isText = type !== 'image/png'
  response.writeHead(status, { ...headers, 'Content-Type': isText ? `${type}; charset=utf-8` : type })
  response.end(body)
  await closed
}
