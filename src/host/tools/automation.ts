import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { CefrigError } from '../../errors.js'
import type { HostPage } from '../page.js'
import { PageFilter } from './page-filter.js'

/** WebSockets on loopback, a secret address for each page that asks, for clients that drive a whole browser: they find that one page in it. */
export class Automation {
  /** Of Chromium's own server; null when that is off. */
  readonly #devtoolsUrl: string | null
  readonly #pages = new Map<string, HostPage>()
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  #server: Promise<Server> | undefined

  constructor(devtoolsUrl: string | null) {
    this.#devtoolsUrl = devtoolsUrl
  }

  /** Where a client finds this page. @throws BAD_ARGUMENT without the option `automation` */
  async endpoint(page: HostPage): Promise<string> {
    if (this.#devtoolsUrl === null) {
      const message = 'CEF runs without a port for other tools. Launch it with { automation: true }.'
      throw new CefrigError('BAD_ARGUMENT', message)
    }
    this.#server ??= this.#listen()
    const { port } = (await this.#server).address() as AddressInfo
    const secret = randomBytes(16).toString('hex')
    this.#pages.set(secret, page)
    void page.closed.then(() => this.#pages.delete(secret))
    return `ws://127.0.0.1:${port}/${secret}`
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    void this.#server?.then((server) => server.close())
  }

  #listen(): Promise<Server> {
    const server = createServer()
    server.on('upgrade', (request, socket: Duplex, head) => {
      const page = this.#pages.get((request.url ?? '').slice(1))
      // A page of some site may not connect, whatever it has guessed.
      if (!page || request.headers.origin !== undefined)
        return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
      this.#sockets.handleUpgrade(request, socket, head, (client) => void this.#serve(client, page))
    })
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server))
    })
  }

  async #serve(client: WebSocket, page: HostPage): Promise<void> {
    client.on('error', () => client.terminate())
    // What comes before Chromium is reached waits.
    const early: string[] = []
    const wait = (data: unknown) => void early.push(String(data))
    client.on('message', wait)
    try {
      const browser = await connect(`${this.#devtoolsUrl}/json/version`)
      const { targetInfo } = await page.session.send('Target.getTargetInfo', {})
      const filter = new PageFilter(targetInfo.targetId, {
        toClient: (message) => client.send(JSON.stringify(message)),
        toBrowser: (message) => browser.send(JSON.stringify(message)),
      })
      client.off('message', wait)
      for (const text of early) filter.fromClient(JSON.parse(text))
      client.on('message', (data) => filter.fromClient(JSON.parse(String(data))))
      browser.on('message', (data) => filter.fromBrowser(JSON.parse(String(data))))
      browser.on('error', () => browser.terminate()).on('close', () => client.close())
      client.on('close', () => browser.close())
      void page.closed.then(() => client.close())
      if (client.readyState !== WebSocket.OPEN) browser.close()
    } catch {
      client.close()
    }
  }
}

/** Chromium's own endpoint for the whole browser. */
async function connect(versionUrl: string): Promise<WebSocket> {
  const answer = await fetch(versionUrl)
  const { webSocketDebuggerUrl } = (await answer.json()) as { webSocketDebuggerUrl: string }
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket)).once('error', reject)
  })
}
