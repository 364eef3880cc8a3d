import type { EmulateOptions, PageEmulation } from '../../protocol/emulation.js'
import type { PageOptions } from '../../protocol/options.js'
import type { Addon } from '../addon.js'
import type { Session } from '../devtools.js'
import type { PagePart } from '../page-parts.js'
import type { TargetOrigin } from '../targets.js'
import { type Command, commandsFor, emulated } from './commands.js'

/** What emulation needs of its page. */
export interface Emulating {
  readonly session: Session
  readonly contextId: number
  readonly addon: Pick<Addon, 'allowGeolocation'>
}

/** What one page believes of its user, device and network, in all of its sessions, those that appear later too. */
export class Emulation implements PagePart {
  readonly #page: Emulating
  readonly #sessions = new Map<Session, TargetOrigin>()
  readonly #origins = new Set<string>()
  #settings: PageEmulation = {}
  /** The browser's own, for when only its languages or metadata change. */
  #ownUserAgent = ''

  constructor(page: Emulating) {
    this.#page = page
  }

  get isOffline(): boolean {
    return this.#settings.offline ?? false
  }

  /** Milliseconds that an answer of so many bytes takes, of what is served and routed: the browser slows down the others. */
  delayOf(bytes: number): number {
    const { latency = 0, download = Number.POSITIVE_INFINITY } = this.#settings.network ?? {}
    return latency + (bytes / download) * 1000
  }

  /** Changes what is given. @throws CDP_FAILED when the browser refuses, and nothing is kept of it. */
  async set(options: EmulateOptions): Promise<void> {
    const names = emulated.filter((name) => options[name] !== undefined)
    if (names.length === 0) return
    if (this.#ownUserAgent === '')
      this.#ownUserAgent = (await this.#page.session.send('Browser.getVersion')).userAgent
    const settings = change(this.#settings, options, names)
    try {
      await this.#send(this.#page.session, this.#commands(settings, 'page', names))
    } catch (error) {
      await this.#send(this.#page.session, this.#commands(this.#settings, 'page', names)).catch(() => {})
      throw error
    }
    this.#settings = settings
    if (names.includes('geolocation')) for (const origin of this.#origins) this.#permit(origin)
    await Promise.all(
      [...this.#sessions].map(([session, origin]) =>
        // It may have ended; and of a process that it shares, the language has changed already.
        this.#send(session, this.#commands(settings, origin, names)).catch((error) =>
          this.#forget(session, error),
        ),
      ),
    )
  }

  leased(options: PageOptions): Promise<void> {
    // Its scale is what the browser was made with.
    return this.set(options)
  }

  /** Sets up an iframe of another process or a worker, before its first script. */
  async follow(session: Session, origin: TargetOrigin): Promise<void> {
    if (origin !== 'worker') this.#noteOrigins(session)
    if (origin === 'page') return
    this.#sessions.set(session, origin)
    const names = emulated.filter((name) => this.#settings[name] !== undefined)
    await this.#send(session, this.#commands(this.#settings, origin, names)).catch(() => {})
  }

  /** Documents' origins, from when they are asked for: their first script may ask where the user is. */
  #noteOrigins(session: Session): void {
    session.on('Network.requestWillBeSent', ({ type, request }) => {
      if (type !== 'Document' || !URL.canParse(request.url)) return
      const { origin } = new URL(request.url)
      if (origin === 'null' || this.#origins.has(origin)) return
      this.#origins.add(origin)
      if (this.#settings.geolocation) this.#permit(origin)
    })
  }

  #permit(origin: string): void {
    // In every page of the context.
    const { addon, contextId } = this.#page
    addon.allowGeolocation(contextId, origin, this.#settings.geolocation !== undefined)
  }

  #forget(session: Session, error: unknown): void {
    if (/Target closed|Session with given id/.test(String(error))) this.#sessions.delete(session)
  }

  #commands(
    settings: PageEmulation,
    origin: TargetOrigin,
    names: readonly (keyof PageEmulation)[],
  ): Command[] {
    return commandsFor(settings, origin, names, this.#ownUserAgent)
  }

  async #send(session: Session, commands: readonly Command[]): Promise<void> {
    await Promise.all(
      commands.map(([method, params]) => session.send(method as 'Page.enable', params as never)),
    )
  }
}

/** With what is given; `null` takes out. */
function change(
  before: PageEmulation,
  options: EmulateOptions,
  names: readonly (keyof PageEmulation)[],
): PageEmulation {
  const after: Record<string, unknown> = { ...before }
  for (const name of names) {
    if (options[name] === null) delete after[name]
    else after[name] = options[name]
  }
  return after
}
