import type { StateEntry, StateValue } from '../../injected/shapes/values.js'
import { badArgument, kindOf, requireString, run, runNow } from '../failure.js'
import { checkOptions, type OptionSchema } from '../options.js'
import { copyOf } from './codec.js'

/** A value of `page.state` that was set or deleted. */
export interface StateChange {
  namespace: string
  key: string
  /** Undefined when it was deleted. */
  value: unknown
  /** Who has changed it. */
  source: 'page' | 'test'
  deleted: boolean
}

/** Which changes a listener of `page.state` wants. */
export interface StateListenOptions {
  /** Default: all. */
  namespaces?: readonly string[]
}

/** What the state needs of its page. */
export interface StatePage {
  /** Puts the state into the page's documents, or a newer one. Resolves when all have it. */
  share(what: StateValue, first: boolean): Promise<void>
  failed(error: unknown, name: string): void
}

const listenSchema: OptionSchema<StateListenOptions> = {
  namespaces: {
    give: 'an array of strings',
    accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  },
}

/**
 * Values that the test and the documents of one page share, by namespace and key. Each side sets, reads and hears of changes; of two
 * changes the one that reached the test last holds. Documents have it as `cefrig.state`, from the first call of `set`, `delete` or `on` on.
 */
export class PageState {
  readonly #page: StatePage
  readonly #entries = new Map<string, StateEntry>()
  readonly #listeners = new Map<(change: StateChange) => unknown, readonly string[] | undefined>()
  #lastNumber = 0
  #ready: Promise<void> | undefined
  #lastPush: Promise<void> = Promise.resolve()

  /** @internal */
  constructor(page: StatePage) {
    this.#page = page
  }

  /**
   * Sets a value, which can be whatever `page.evaluate()` can copy. Resolves when every document of the page has it.
   * @throws NOT_SERIALIZABLE, BAD_ARGUMENT, PAGE_CLOSED
   */
  set(namespace: string, key: string, value: unknown): Promise<void> {
    return run('page.state.set', async () => {
      requireString('the namespace', namespace)
      requireString('the key', key)
      await this.#change(namespace, key, copyOf('page.state.set()', value), 'test', false)
    })
  }

  /** A value, or undefined; without a key all values of the namespace by key. */
  get(namespace: string, key?: string): unknown {
    return runNow('page.state.get', () => {
      requireString('the namespace', namespace)
      if (key !== undefined) {
        requireString('the key', key)
        const entry = this.#entries.get(placeOf(namespace, key))
        return entry?.gone ? undefined : entry?.value
      }
      return Object.fromEntries(this.#of(namespace).map((entry) => [entry.key, entry.value]))
    })
  }

  /** Deletes a value; without a key the whole namespace. Resolves when it is gone from every document. */
  delete(namespace: string, key?: string): Promise<void> {
    return run('page.state.delete', async () => {
      requireString('the namespace', namespace)
      if (key !== undefined) requireString('the key', key)
      const keys = key === undefined ? this.#of(namespace).map((entry) => entry.key) : [key]
      await Promise.all(keys.map((name) => this.#change(namespace, name, undefined, 'test', true)))
    })
  }

  /** Calls the listener for each change, whoever makes it. Resolves when the documents of the page have the state. */
  on(listener: (change: StateChange) => unknown, options?: StateListenOptions): Promise<void> {
    return run('page.state.on', () => {
      if (typeof listener !== 'function')
        throw badArgument(`the listener is ${kindOf(listener)}`, 'Give a function')
      checkOptions('page.state.on()', listenSchema, options)
      this.#listeners.set(listener, options?.namespaces)
      return this.ready()
    })
  }

  /** Calls the listener no more. */
  off(listener: (change: StateChange) => unknown): void {
    this.#listeners.delete(listener)
  }

  /** @internal Resolves when the documents have the state. */
  ready(): Promise<void> {
    this.#ready ??= this.#page.share(this.#value(), true).catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  #of(namespace: string): StateEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.namespace === namespace && !entry.gone)
  }

  async #change(
    namespace: string,
    key: string,
    value: unknown,
    source: 'page' | 'test',
    gone: boolean,
  ): Promise<number> {
    // Before the change: the first documents must not take it for an old one.
    const ready = this.ready()
    const number = ++this.#lastNumber
    this.#entries.set(placeOf(namespace, key), { namespace, key, value, number, source, gone })
    const next = this.#value()
    // One after the other: documents then hear of every change.
    const push = this.#lastPush
      .catch(() => {})
      .then(() => ready)
      .then(() => this.#page.share(next, false))
    this.#lastPush = push
    this.#tell({ namespace, key, value, source, deleted: gone })
    await push
    const place = placeOf(namespace, key)
    if (gone && this.#entries.get(place)?.number === number) this.#entries.delete(place)
    return number
  }

  #value(): StateValue {
    return {
      entries: [...this.#entries.values()],
      write: (namespace, key, value, gone) => this.#change(namespace, key, value, 'page', gone),
    }
  }

  #tell(change: StateChange): void {
    for (const [listener, namespaces] of [...this.#listeners]) {
      if (namespaces && !namespaces.includes(change.namespace)) continue
      try {
        listener(change)
      } catch (error) {
        this.#page.failed(error, 'page.state')
      }
    }
  }
}

function placeOf(namespace: string, key: string): string {
  return JSON.stringify([namespace, key])
}
