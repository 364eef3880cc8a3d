import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import type { FontPackage } from '../../src/install/font-set.js'
import { run } from '../../src/install/process.js'

/** A registry of npm on loopback, with packages of fonts that are only a few bytes. */
export class Registry implements AsyncDisposable {
  /** Paths of tarballs that were asked for. */
  readonly asked: string[] = []
  readonly #server: Server
  readonly #packages = new Map<string, { version: string; tarball: string; integrity: string }>()
  readonly #directory: string

  private constructor(directory: string, server: Server) {
    this.#directory = directory
    this.#server = server
    server.on('request', (request, response) => {
      const path = decodeURIComponent(request.url ?? '').slice(1)
      if (path.endsWith('.tgz')) {
        this.asked.push(path)
        response.end(readFileSync(join(directory, path)))
        return
      }
      const found = this.#packages.get(path)
      if (!found) response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}')
      else response.setHeader('content-type', 'application/json').end(this.#describe(path, found))
    })
  }

  static async start(directory: string): Promise<Registry> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new Registry(directory, server)
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Publishes a package with these files, and says how it is pinned. */
  async publish(name: string, files: Record<string, string>): Promise<FontPackage> {
    const version = '1.0.0'
    const source = join(this.#directory, name)
    const all = { 'package.json': JSON.stringify({ name, version }), ...files }
    for (const [path, text] of Object.entries(all)) {
      const file = join(source, 'package', path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    const tarball = `${name}-${version}.tgz`
    await run('tar', ['-czf', join(this.#directory, tarball), '-C', source, 'package'])
    const bytes = readFileSync(join(this.#directory, tarball))
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
    this.#packages.set(name, { version, tarball, integrity })
    const pinned = Object.entries(files).map(([path, text]) => ({
      path,
      size: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    }))
    return { name, version, integrity, size: bytes.length, files: pinned }
  }

  #describe(
    name: string,
    { version, tarball, integrity }: { version: string; tarball: string; integrity: string },
  ) {
    const manifest = { name, version, dist: { tarball: `${this.url}${tarball}`, integrity } }
    return JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
