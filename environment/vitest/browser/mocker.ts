import type { BrowserProvider, TestProject } from 'vitest/node'
import type { RouteHandler } from '../../../src/client/network/routes.js'
import type { Page } from '../../../src/client/page.js'

type Mocker = NonNullable<BrowserProvider['mocker']>
type MockedModule = Parameters<Mocker['register']>[1]

interface Mock {
  page: Page
  matches: (url: URL) => boolean
  handler: RouteHandler
}

/** Parameters that Vite and Vitest add to a module's URL. */
const added = /^(?:t|v|import)$/

/** `vi.mock()` in Browser Mode: requests of a mocked module are answered with its stand-in. */
export class ModuleMocker implements Mocker {
  readonly #project: TestProject
  readonly #pageOf: (sessionId: string) => Page
  /** By session and URL. */
  readonly #mocks = new Map<string, Map<string, Mock>>()

  constructor(project: TestProject, pageOf: (sessionId: string) => Page) {
    this.#project = project
    this.#pageOf = pageOf
  }

  async register(sessionId: string, module: MockedModule): Promise<void> {
    await this.delete(sessionId, module.url)
    const page = this.#pageOf(sessionId)
    const mock: Mock = {
      page,
      matches: matcherOf(module.url),
      handler: async (route, request) => {
        if (module.type === 'manual') {
          const names = Object.keys(await module.resolve())
          await route.fulfill({ body: sourceOf(module.url, names), headers: this.#headers() })
        } else if (module.type === 'redirect') {
          await route.fulfill({ status: 302, headers: { location: module.redirect } })
        } else {
          const url = new URL(request.url())
          url.searchParams.set('mock', module.type)
          await route.fulfill({ status: 302, headers: { location: url.href } })
        }
      },
    }
    const ofSession = this.#mocks.get(sessionId) ?? new Map<string, Mock>()
    this.#mocks.set(sessionId, ofSession)
    ofSession.set(keyOf(module.url), mock)
    await page.route(mock.matches, mock.handler)
  }

  async delete(sessionId: string, url: string): Promise<void> {
    const ofSession = this.#mocks.get(sessionId)
    const mock = ofSession?.get(keyOf(url))
    ofSession?.delete(keyOf(url))
    if (mock && !mock.page.closed) await mock.page.unroute(mock.matches, mock.handler)
  }

  async clear(sessionId: string): Promise<void> {
    const urls = [...(this.#mocks.get(sessionId)?.keys() ?? [])]
    await Promise.all(urls.map((url) => this.delete(sessionId, url)))
  }

  #headers(): Record<string, string> {
    const configured = Object.entries(this.#project.browser?.vite.config.server.headers ?? {})
    return {
      ...Object.fromEntries(configured.map(([name, value]) => [name, String(value)])),
      'Content-Type': 'application/javascript',
      'Cache-Control': 'no-store',
    }
  }
}

function keyOf(url: string): string {
  return new URL(url, 'http://localhost').href
}

/** The same module, whatever version of it is asked for; the original may be asked for by its mock. */
function matcherOf(moduleUrl: string): (url: URL) => boolean {
  const wanted = new URL(moduleUrl, 'http://localhost')
  return ({ pathname, searchParams }) => {
    if (pathname !== wanted.pathname || searchParams.has('_vitest_original')) return false
    return plain(searchParams).toString() === plain(wanted.searchParams).toString()
  }
}

/** Without what was added, in order. */
function plain(parameters: URLSearchParams): URLSearchParams {
  const kept = [...parameters].filter(([name]) => !added.test(name))
  const sorted = new URLSearchParams(kept)
  sorted.sort()
  return sorted
}

/** A module that exports what the test's factory makes, which lives in the page; a factory in a cycle settles its exports later. */
function sourceOf(url: string, names: readonly string[]): string {
  const lines = names.map(
    (name, at) => `let e${at} = made[${JSON.stringify(name)}]\nexport { e${at} as ${JSON.stringify(name)} }`,
  )
  const late = names.map((name, at) => `e${at} = all[${JSON.stringify(name)}]`)
  return [
    `const made = await globalThis['__vitest_mocker__'].getFactoryModule(${JSON.stringify(url)})`,
    ...lines,
    `made.__factoryPromise?.then((all) => { ${late.join('; ')} })`,
  ].join('\n')
}
