import { fileURLToPath } from 'node:url'
import type { BrowserProvider, CDPSession, TestProject } from 'vitest/node'
import type { Cef } from '../../../src/client/cef.js'
import { type LaunchOptions, launch } from '../../../src/client/launch.js'
import { CefrigError } from '../../../src/errors.js'
import type { GoldenDefaults } from '../../../src/golden/options.js'
import { commands } from './commands.js'
import { goldenCommandOf } from './golden.js'
import { goldenCommand } from './golden-api.js'
import { ModuleMocker } from './mocker.js'
import { windowless } from './server.js'
import { type CefCommandContext, Session } from './session.js'

/** Scripts of the tests' document. */
const pageScripts = ['./locators.js', './matchers.js'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/** What CEF is booted with, defaults of its pages, and of goldens. */
export interface CefBrowserOptions extends LaunchOptions {
  /** Defaults of `toMatchGolden()`. */
  golden?: GoldenDefaults
}

/** Runs the tests of one project's Browser Mode in CEF: one Host, a page for each of Vitest's sessions. */
export class CefBrowserProvider implements BrowserProvider {
  readonly name = 'cefrig'
  readonly supportsParallelism = true
  readonly initScripts = pageScripts
  readonly mocker: ModuleMocker
  readonly #project: TestProject
  readonly #options: LaunchOptions
  readonly #sessions = new Map<string, Session>()
  #cef: Promise<Cef> | undefined
  #isClosed = false

  constructor(project: TestProject, { golden, ...options }: CefBrowserOptions) {
    this.#project = project
    this.#options = options
    // Vitest 4.1 made this project's configuration before it asked for a server.
    Object.assign(project.config.browser, windowless)
    this.mocker = new ModuleMocker(project, (sessionId) => this.#session(sessionId).page)
    const all = { ...commands, [goldenCommand]: goldenCommandOf(golden) }
    for (const [name, command] of Object.entries(all))
      project.browser!.registerCommand(name as never, command as never)
    // CEF boots while Vitest's server starts; whoever needs it meets the error.
    this.#launched().catch(() => {})
  }

  getCommandsContext(sessionId: string): CefCommandContext & Record<string, unknown> {
    return this.#session(sessionId).commandContext() as CefCommandContext & Record<string, unknown>
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    const cef = await this.#launched()
    await this.#sessions.get(sessionId)?.page.close()
    const { viewport } = this.#project.config.browser
    const page = await cef.newPage(this.#options.viewport ? {} : { viewport: { ...viewport } })
    if (this.#isClosed) return page.close()
    this.#sessions.set(sessionId, new Session(page, cef))
    page.on('crashed', ({ status }) => this.#fail(sessionId, `the renderer of the page died (${status})`))
    await page.goto(url, { timeout: 0 })
  }

  async getCDPSession(sessionId: string): Promise<CDPSession> {
    const { cdp } = this.#session(sessionId).page
    const session = {
      send: (method: string, params?: object) => cdp.send(method, params),
      on: (event: string, listener: (...args: never[]) => void) => cdp.on(event, listener as never),
      off: (event: string, listener: (...args: never[]) => void) => cdp.off(event, listener),
      once(event: string, listener: (...args: never[]) => void) {
        const once = (...args: never[]) => {
          cdp.off(event, once)
          listener(...args)
        }
        cdp.on(event, once as never)
      },
    }
    return session as unknown as CDPSession
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#sessions.clear()
    const cef = await this.#cef?.catch(() => undefined)
    await cef?.close()
  }

  #launched(): Promise<Cef> {
    this.#cef ??= launch(this.#options).then((cef) => {
      cef.on('closed', (reason) => {
        if (!this.#isClosed) for (const id of this.#sessions.keys()) this.#fail(id, reason.message)
      })
      return cef
    })
    return this.#cef
  }

  #session(sessionId: string): Session {
    const session = this.#sessions.get(sessionId)
    if (session) return session
    throw new CefrigError(
      'PAGE_CLOSED',
      `The session ${sessionId} of Browser Mode has no page. Run it again.`,
    )
  }

  /** Ends the session's run at once: otherwise Vitest would only notice that nobody answers. */
  #fail(sessionId: string, reason: string): void {
    const { vitest } = this.#project as { vitest: { _browserSessions?: Sessions } }
    vitest._browserSessions?.getSession(sessionId)?.fail?.(new Error(`cefrig: ${reason}`))
  }
}

interface Sessions {
  getSession(id: string): { fail?(error: Error): void } | undefined
}
