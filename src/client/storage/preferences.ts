import type { Connection } from '../connection.js'
import { badArgument, kindOf, requireString, run } from '../failure.js'

/** Chromium's preferences in one context, by the names that Chromium gives them, as `webkit.webprefs.default_font_size`. */
export class Preferences {
  readonly #connection: Connection
  readonly #contextId: () => Promise<number>

  /** @internal */
  constructor(connection: Connection, contextId: () => Promise<number>) {
    this.#connection = connection
    this.#contextId = contextId
  }

  /** @throws PREFERENCE_UNKNOWN, naming the nearest one; CONTEXT_CLOSED */
  get(name: string): Promise<unknown> {
    return run('preferences.get', async () => {
      requireString('the name', name)
      return this.#connection.call('context.preference', await this.#contextId(), name)
    })
  }

  /**
   * Changes one for all pages of the context; `null` brings back the default. Pages see it at once, or when they are loaded again.
   * @throws PREFERENCE_UNKNOWN; PREFERENCE_READ_ONLY; BAD_ARGUMENT when the value is of another type; CONTEXT_CLOSED
   */
  set(name: string, value: unknown): Promise<void> {
    return run('preferences.set', async () => {
      requireString('the name', name)
      if (!isJson(value)) throw badArgument(`the value is ${kindOf(value)}`, 'Give what JSON can hold')
      await this.#connection.call('context.setPreference', await this.#contextId(), name, value)
    })
  }

  /** All of them with their values, as objects in objects by the parts of their names. */
  all(): Promise<Record<string, unknown>> {
    return run('preferences.all', async () =>
      this.#connection.call('context.preferences', await this.#contextId()),
    )
  }
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}
