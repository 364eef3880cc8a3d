import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { pathToFileURL } from 'node:url'
import type { MountDefaults } from '../../src/client/mount/options.js'
import {
  documentPath,
  ofPlanHeader,
  type PlanAnswer,
  type PlanRequest,
  planHeader,
  planPath,
  tokenHeader,
} from '../../src/protocol/mount.js'
import { failureOf } from './failure.js'
import { importersOf, type MadeModule } from './graph.js'
import { isOwn, ownModules, planOfEntry } from './modules.js'
import { Plans } from './plans.js'
import { startVite, type ViteServer, type ViteSource } from './vite.js'

/** Serves the modules of one project to pages, over a Unix socket. */
export class MountServer {
  readonly plans: Plans
  /** Address of the socket: an abstract one, of which no file is left, however the process ends. */
  readonly socket: string
  /** Opens it: abstract sockets are not any user's own. */
  readonly token = randomBytes(32).toString('hex')
  /** Hears of files that plans are made of. */
  onFiles: ((files: string[]) => void) | undefined
  /** Test files by the numbers of their plans. */
  readonly #testFiles = new Map<number, Set<string>>()
  /** Test files whose last plan failed: any file may mend it. */
  readonly #failing = new Set<string>()
  readonly #source: ViteSource
  readonly #http: Server
  #vite: Promise<ViteServer> | undefined
  #running: ViteServer | undefined

  constructor(source: ViteSource, options: MountDefaults) {
    this.#source = source
    this.plans = new Plans(options)
    this.socket = `\0cefrig-mount-${process.pid}-${randomBytes(8).toString('hex')}`
    this.#http = createServer((request, response) => {
      if (request.headers[tokenHeader] !== this.token) return void response.writeHead(403).end()
      this.#answer(request, response).catch((error) => fail(response, error))
    })
    this.#http.on('connection', (connection) => connection.unref())
    // A worker that does not find it tells its tests.
    this.#http.on('error', () => {})
    this.#http.listen(this.socket)
    this.#http.unref()
  }

  /** The project's Vite; started when it is first needed. */
  vite(): Promise<ViteServer> {
    this.#vite ??= startVite(this.#source, [ownModules(this.plans.entries)]).then((vite) => {
      this.#running = vite
      return vite
    })
    return this.#vite
  }

  async plan(request: PlanRequest): Promise<PlanAnswer> {
    const { testFile } = request
    try {
      const plan = await this.plans.make(await this.vite(), request)
      this.#failing.delete(testFile)
      const testFiles = this.#testFiles.get(plan.id) ?? new Set()
      this.#testFiles.set(plan.id, testFiles.add(testFile))
      const files = [...(this.plans.snapshot(plan.id)?.values() ?? [])].flatMap(({ file }) => file ?? [])
      this.onFiles?.(files.filter((file) => !file.includes('/node_modules/') && !file.startsWith('/@')))
      return { plan }
    } catch (error) {
      this.#failing.add(testFile)
      return { failure: failureOf(error) }
    }
  }

  /** Makes a plan that will be asked for. What is wrong with it is told then. */
  async prepare(request: PlanRequest): Promise<void> {
    await this.vite()
      .then((vite) => this.plans.make(vite, request))
      .catch(() => {})
  }

  /** A file has changed. */
  changed(event: 'change' | 'add' | 'unlink', file: string): void {
    this.plans.forget()
    if (!this.#running) return
    // Vite does this only when its plugins have heard of it.
    this.#running.environments.client.moduleGraph.onFileChange(file)
    this.#running.watcher.emit(event, file)
  }

  /** The test files that have mounted what a file is part of. Called before they run again. */
  testsOf(file: string): string[] {
    // What it mounts now is found out when it runs.
    for (const testFiles of this.#testFiles.values()) testFiles.delete(file)
    if (!this.#running) return []
    const { moduleGraph } = this.#running.environments.client
    const plans = [...importersOf([moduleGraph], file)].flatMap((one) => planOfEntry(one) ?? [])
    return [...this.#failing, ...plans.flatMap((plan) => [...(this.#testFiles.get(plan) ?? [])])]
  }

  async close(): Promise<void> {
    this.#http.close()
    this.#http.closeAllConnections()
    const vite = await this.#vite?.catch(() => undefined)
    await vite?.close().catch(() => {})
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://cefrig.test')
    if (url.pathname === planPath) {
      return send(
        response,
        'application/json',
        JSON.stringify(await this.plan(JSON.parse(await read(request)))),
      )
    }
    const vite = await this.vite()
    if (url.pathname === documentPath)
      return send(response, 'text/html; charset=utf-8', await this.#document(vite, url))
    const made = this.#find(vite, request, url)
    if (made) {
      response.setHeader(ofPlanHeader, made.plan)
      if (made.isImmutable) response.setHeader('cache-control', 'max-age=31536000, immutable')
      return send(response, made.type, made.text)
    }
    vite.middlewares(request, response, (error?: unknown) => fail(response, error))
  }

  async #document(vite: ViteServer, url: URL): Promise<string> {
    const planId = Number(url.searchParams.get('plan'))
    const made = [...(this.plans.snapshot(planId)?.keys() ?? [])]
    const base = vite.config.base.replace(/\/$/, '')
    const preloads = made
      .filter((module) => !module.startsWith('\0'))
      .map((module) => `<link rel="modulepreload" href="${escaped(base + module)}">`)
    const html =
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mounted</title></head><body></body></html>'
    const whole = await vite.transformIndexHtml('/index.html', html)
    return whole.replace('</head>', `${preloads.join('')}</head>`)
  }

  /** What the page's plan has of a module, or of its source map. */
  #find(
    { config }: ViteServer,
    request: IncomingMessage,
    url: URL,
  ): { plan: string; type: string; text: string; isImmutable: boolean } | undefined {
    const plans = String(request.headers[planHeader] ?? '').split(',')
    if (!isForModule(request, url)) return undefined
    const path = `/${(url.pathname + url.search).slice(config.base.length)}`
    const isMap = url.searchParams.has('cefrig-map')
    const name = moduleUrl(path)
    const plan = plans.find((id) => this.plans.snapshot(Number(id))?.has(name))
    if (plan === undefined) return undefined
    const made = this.plans.snapshot(Number(plan))!.get(name)!
    // Packages have their version in the address. So have those that cefrig's own modules import, which have none themselves.
    const isImmutable = version.test(path) || (isOwn(path) && !version.test(made.code))
    if (isMap) return { plan, type: 'application/json', text: mapOf(made), isImmutable }
    return { plan, type: 'text/javascript; charset=utf-8', text: codeOf(made, url), isImmutable }
  }
}

/** Of the packages that Vite has optimized. */
const version = /[?&]v=/

/** Modules of scripts and styles have the addresses of their files; those of other files are asked for as imports. */
const ofModules = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx|css|less|sass|scss|styl|stylus|pcss|postcss)$/

function isForModule({ headers }: IncomingMessage, { pathname, searchParams }: URL): boolean {
  if (headers.accept?.includes('text/css')) return false
  return (
    searchParams.has('import') ||
    searchParams.has('cefrig-map') ||
    ofModules.test(pathname) ||
    !/\.\w+$/.test(pathname)
  )
}

/** As Vite's module graph names what a page asks for. */
function moduleUrl(path: string): string {
  return path
    .replace(/([?&])(?:import|cefrig-map|t=\d+)(?=&|$)/g, '$1')
    .replace(/\?&+/, '?')
    .replace(/&{2,}/g, '&')
    .replace(/[?&]$/, '')
    .replace(/^\/@id\//, '')
    .replace('__x00__', '\0')
}

/** Source maps are for errors alone: the page gets the address. */
function codeOf({ code, map }: MadeModule, url: URL): string {
  if (!map?.mappings || /\n\/\/# sourceMappingURL=\S+\s*$/.test(code)) return code
  const address = `${url.pathname}${url.search}${url.search ? '&' : '?'}cefrig-map`
  return `${code}\n//# sourceMappingURL=${address}`
}

/** With sources as URLs of files, which the test's side shows as paths. */
function mapOf({ map, file }: MadeModule): string {
  if (!map) return '{}'
  const base = file === null ? undefined : pathToFileURL(file).href
  const sources = (map as { sources?: (string | null)[] }).sources ?? []
  const located = sources.map((source) => (source && base ? new URL(source, base).href : source))
  return JSON.stringify({ ...map, sources: located, sourceRoot: undefined })
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function send(response: ServerResponse, type: string, text: string): void {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-cache')
  response.writeHead(200, { 'content-type': type }).end(text)
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.end()
  const { code, message } = (error ?? {}) as { code?: string; message?: string }
  const isMissing = error === undefined || code === 'ENOENT'
  response.writeHead(isMissing ? 404 : 500, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(isMissing ? 'Not found.' : String(message ?? error))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
