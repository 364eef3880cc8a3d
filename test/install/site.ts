import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { pinnedCef } from '../../src/install/pin.js'
import { sha1 } from './archives.js'

/** What the index says about one build; what is left out is the truth about the archive. */
export interface Build {
  version?: string
  archive: string
  size?: number
  sha1?: string
}

/** A request for an archive: from which byte, and how many it got. */
export interface Transfer {
  from: number
  sent: number
}

/** A loopback server with the official site's layout: `index.json`, and the archives beside it. */
export class Site {
  readonly transfers: Transfer[] = []
  /** Ends connections at this byte of an archive. */
  cutAt = Number.POSITIVE_INFINITY
  /** How many connections are cut; the later ones are not. */
  cuts = Number.POSITIVE_INFINITY
  /** Bytes per second of each connection. */
  speed = Number.POSITIVE_INFINITY
  /** Whether it answers a Range with 206. */
  resumes = true
  index: string
  readonly #archives: Map<string, string>
  readonly #server: Server

  private constructor(index: string, archives: Map<string, string>) {
    this.index = index
    this.#archives = archives
    this.#server = createServer(
      (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
    )
  }

  static async open(...builds: Build[]): Promise<Site> {
    const versions = await Promise.all(builds.map(indexEntry))
    const archives = new Map(builds.map(({ archive }) => [`/${basename(archive)}`, archive]))
    const site = new Site(JSON.stringify({ linux64: { versions }, linuxarm64: { versions: [] } }), archives)
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve))
    return site
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? '')
    if (path === '/index.json') return void response.end(this.index)
    const archive = this.#archives.get(path)
    if (!archive) return void response.writeHead(404).end()
    const { size } = await stat(archive)
    const range = this.resumes ? /^bytes=(\d+)-$/.exec(request.headers.range ?? '') : null
    const from = Number(range?.[1] ?? 0)
    response.writeHead(range ? 206 : 200, {
      'content-length': size - from,
      ...(range && { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
    })
    await this.#send(archive, from, response)
  }

  async #send(archive: string, from: number, response: ServerResponse): Promise<void> {
    const transfer = { from, sent: 0 }
    response.setMaxListeners(0)
    this.transfers.push(transfer)
    const isCut = this.transfers.length <= this.cuts
    const start = performance.now()
    for await (const chunk of createReadStream(archive, { start: from, highWaterMark: 64 * 1024 })) {
      if (response.destroyed) return
      if (isCut && from + transfer.sent >= this.cutAt) return void response.destroy()
      transfer.sent += chunk.length
      if (!response.write(chunk))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      const early = (transfer.sent / this.speed) * 1000 - (performance.now() - start)
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    }
    response.end()
  }
}

async function indexEntry({ version = pinnedCef, archive, ...claims }: Build) {
  const file = {
    last_modified: '2026-04-14T10:00:00.000Z',
    name: basename(archive),
    sha1: claims.sha1 ?? (await sha1(archive)),
    size: claims.size ?? (await stat(archive)).size,
    type: 'minimal',
  }
  return {
    cef_version: version,
    channel: 'stable',
    chromium_version: version.replace(/^.*chromium-/, ''),
    files: [{ ...file, name: file.name.replace('_minimal', ''), type: 'standard' }, file],
  }
}
