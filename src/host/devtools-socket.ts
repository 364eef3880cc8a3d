import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Message } from './devtools.js'
import type { HostPage } from './page.js'

/** What the Host itself needs; a client that switches it off would blind it. */
const kept = new Set(['Runtime.disable', 'Page.disable', 'Network.disable', 'Log.disable'])

/**
 * WebSockets over a Unix socket, one address per page, for clients of the DevTools protocol: their commands go to the page's
 * in-process DevTools, its events to all of them.
 */
export class DevToolsSocket {
  readonly #path: string
  readonly #find: (pageId: number) => HostPage | undefined
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  #server: Server | undefined

  constructor(path: string, find: (pageId: number) => HostPage | undefined) {
    this.#path = path
    this.#find = find
  }

  /** Where a client reaches this page. */
  async endpoint(page: HostPage): Promise<string> {
    await this.#listen()
    return `ws+unix://${this.#path}:/page/${page.id}`
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#server?.close()
  }

  async #listen(): Promise<void> {
    if (this.#server) return
    const server = createServer()
    this.#server = server
    server.on('upgrade', (request, socket: Duplex, head) => {
      const id = Number(/^\/page\/(\d+)$/.exec(request.url ?? '')?.[1])
      const page = this.#find(id)
      if (!page) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
      this.#sockets.handleUpgrade(request, socket, head, (client) => serve(client, page))
    })
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#path, resolve))
  }
}

function serve(client: WebSocket, page: HostPage): void {
  const { devtools } = page
  const tap = (message: Message) => client.send(JSON.stringify(message))
  devtools.taps.add(tap)
  client.on('close', () => devtools.taps.delete(tap))
  client.on('error', () => client.terminate())
  void page.closed.then(() => client.close())
  client.on('message', (data) => {
    const { id, method = '', params, sessionId } = JSON.parse(String(data)) as Message
    const reply = (answer: Message) => {
      const { result, error } = answer
      client.send(
        JSON.stringify({
          id,
          ...(sessionId === undefined ? {} : { sessionId }),
          ...(error ? { error } : { result }),
        }),
      )
    }
    if (kept.has(method)) return reply({ result: {} })
    try {
      devtools.post(method, params, sessionId, reply)
    } catch (error) {
      reply({ error: { code: -32001, message: (error as Error).message } })
    }
  })
}
