import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CefrigError } from '../../errors.js'
import { Access } from './access.js'
import type { Review } from './review.js'
import { type Answer, Routes } from './routes.js'

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

/** A review's server, on loopback only. */
export class ReviewServer {
  /** With the token; good for one browser. */
  readonly url: string
  readonly #server: Server
  /** Requests that are being answered. */
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
      const answering = answer(request, response, access!, routes).finally(() => work.delete(answering))
      work.add(answering)
    })
    await listen(server, port)
    const taken = (server.address() as AddressInfo).port
    access = new Access(taken)
    return new ReviewServer(`http://127.0.0.1:${taken}/?token=${access.token}`, server, work)
  }

  /** Ends it, after what is being decided. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    await Promise.all(this.#work)
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

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  routes: Routes,
): Promise<void> {
  const url = parsed(request.url)
  if (url === null) return send(response, { status: 400, type: 'text/plain', body: 'That is no path.\n' })
  const admission = access.admit(request, url)
  if (admission.kind === 'out')
    return send(response, { status: admission.status, type: 'text/plain', body: `${admission.reason}\n` })
  if (admission.cookie) response.setHeader('Set-Cookie', admission.cookie)
  try {
    send(response, await routes.answer(request, url))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send(response, { status: 500, type: 'text/plain', body: `${message}\n` })
  }
}

/** Only paths: no other server's address. */
function parsed(target = ''): URL | null {
  return target.startsWith('/') && URL.canParse(`http://localhost${target}`)
    ? new URL(`http://localhost${target}`)
    : null
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  const isText = type !== 'image/png'
  response.writeHead(status, { ...headers, 'Content-Type': isText ? `${type}; charset=utf-8` : type })
  response.end(body)
}
