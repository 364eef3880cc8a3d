import type { Contract, ContractEvents, ContractMethods, Implementation } from '../../contract/types.js'
import {
  type BindContractOptions,
  type BoundContract,
  bindContract,
  isContract,
} from '../bindings/bind-contract.js'
import { type BindingCall, Bindings, type BindOptions } from '../bindings/bindings.js'
import { brokenParts } from '../bindings/honor.js'
import { PageState } from '../bindings/state.js'
import { type BindingStats, type BindingStatsOptions, statsOf, statsSchema } from '../bindings/stats.js'
import { Uses } from '../bindings/uses.js'
import type { PageAnswers } from '../connection.js'
import { callerFrames, run } from '../failure.js'
import { checkOptions, flag, type OptionSchema } from '../options.js'
import { isPreset, type Preset, presetKey } from '../presets/preset.js'
import { sleep } from '../timers.js'
import { PageTools } from './tools.js'

const schema: OptionSchema<BindOptions> = {
  frames: flag,
  popups: flag,
  // One that timers cannot count is none.
  timeout: {
    give: 'a number of milliseconds, 0 for no limit',
    accepts: (value) => typeof value === 'number' && value >= 0,
  },
  sync: flag,
}

const { sync: _, ...contractSchema } = schema

export interface BindingEvents {
  bindingcall: [call: BindingCall]
}

/** What the test puts into the page's documents. */
export abstract class PageBindings extends PageTools {
  readonly #uses = new Uses()
  readonly #bindings: Bindings = new Bindings({
    uses: this.#uses,
    timeout: this.timeout,
    set: (entry) => this.call('binding.set', entry),
    remove: (id) => this.call('binding.remove', id),
    send: (message) =>
      this.connection.send('binding.send', this.id, {
        renderer: 0,
        context: 0,
        call: 0,
        text: new Uint8Array(),
        buffers: [],
        ...message,
      }),
    closedReason: () => this.closedReason(),
    failed: (error, name) => this.#failed(error, name),
    called: (call) => this.story.events.emit('bindingcall', call),
  })

  /** Values that the test and this page's documents share. */
  readonly state: PageState = new PageState({
    share: async (what, first) => {
      if (first) await this.#bindings.bind('cefrig.state', what, {}, { shape: 'state' })
      else await this.#bindings.update('cefrig.state', what)
    },
    failed: (error, name) => this.#failed(error, name),
  })

  /**
   * Puts a function, an object with methods, or a value into every document of this page, before its first script: `path` is
   * where its scripts find it, as `host.notes`. Functions run in the test and become functions that give a promise. Documents that
   * are there already get it too, and an event `cefrig:bind` on their window.
   *
   *     await page.bind('host.save', async (text) => { saved.push(text) })
   *
   * @throws BINDING_EXISTS, BAD_ARGUMENT for a path that is none, NOT_SERIALIZABLE, TIMEOUT when a document does not take it up
   */
  bind(path: string, what: unknown, options?: BindOptions): Promise<void>
  /**
   * Gives this page what a framework's host offers, made by a function of `cefrig/presets`.
   *
   *     await page.bind(messageRouter({ onQuery: (query) => void query.success('hello') }))
   */
  bind(preset: Preset): Promise<void>
  /**
   * Binds what implements a contract, at the contract's name. Every call, result, error and event is checked; what breaks the contract
   * rejects the page's call and fails the test.
   *
   *     const host = await page.bind(notes, { save: async ({ text }) => ({ id: 1 }) })
   *     await host.emit('changed', { id: 1 })
   */
  bind<Methods extends ContractMethods, Events extends ContractEvents>(
    contract: Contract<Methods, Events>,
    implementation: Implementation<Methods>,
    options?: BindContractOptions,
  ): Promise<BoundContract<Events>>
  bind(first: string | Preset | Contract, what?: unknown, options?: BindOptions): Promise<unknown> {
    const caller: { stack?: string } = {}
    Error.captureStackTrace(caller, this.bind)
    return run('page.bind', async () => {
      if (isPreset(first)) return this.#bindPreset(first)
      if (isContract(first)) {
        checkOptions<BindContractOptions>('page.bind()', contractSchema, options)
        const testStack = callerFrames(caller.stack).join('\n')
        const { failures, maps } = this.story
        return bindContract(this.#bindings, first, what as never, {
          options: options ?? {},
          uses: this.#uses,
          onBroken: (error, pageStack) => {
            // Its own stack would show how cefrig checks.
            const stack = `${error.name}: ${error.message}\n${testStack}`
            Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true })
            failures.record({ kind: 'contract', error, pageStack, testStack, url: this.url(), maps })
          },
        })
      }
      checkOptions('page.bind()', schema, options)
      return this.#bindings.bind(first, what, options)
    })
  }

  async #bindPreset(preset: Preset): Promise<void> {
    const { path, what, usesState, ...shaping } = preset[presetKey]
    if (usesState) await this.state.ready()
    await this.#bindings.bind(path, what, {}, shaping)
  }

  #failed(error: unknown, request: string): void {
    this.story.failures.record({ kind: 'handler', error, request, url: this.url() })
  }

  /**
   * Puts something else where {@link bind} has put something. Functions that the page holds call the new ones from now on; values
   * are replaced. @throws BAD_ARGUMENT when nothing is bound there
   */
  rebind(path: string, what: unknown): Promise<void> {
    return run('page.rebind', () => this.#bindings.rebind(path, what))
  }

  /**
   * Takes away what {@link bind} has put there. Functions that the page holds reject with BINDING_GONE.
   * @throws BAD_ARGUMENT when nothing is bound there
   */
  unbind(path: string): Promise<void> {
    return run('page.unbind', () => this.#bindings.unbind(path))
  }

  /**
   * How much the page and the test hold of each other for calls and callbacks, for whoever looks for leaks. Functions are let go of
   * some moments after they were collected: poll. @throws TIMEOUT when a document does not answer, RENDERER_CRASHED
   */
  bindingStats(options?: BindingStatsOptions): Promise<BindingStats> {
    return run('page.bindingStats', () => {
      checkOptions('page.bindingStats()', statsSchema, options)
      const sources = {
        host: (collect: boolean) => this.call('binding.stats', collect),
        collectInPage: () => this.cdp.send('HeapProfiler.collectGarbage'),
        heapOfPage: () => this.cdp.send('Runtime.getHeapUsage'),
      }
      return statsOf(this.#bindings, sources, options)
    })
  }

  /** @internal In which parts this page has not kept to the contract, in words. */
  async brokenParts(contract: Contract): Promise<string[]> {
    await this.evaluate('0').catch(() => {})
    await this.caughtUp()
    return brokenParts(contract, this.#uses, this.failures({}))
  }

  /** @internal Resolves when what documents had said to the test's bindings before their last answer has been heard. */
  async caughtUp(): Promise<void> {
    if (!this.asked.has('binding.set')) return
    // It came to the Host by another way than answers do, and has overtaken or met the last one there.
    await this.evaluate('0').catch(() => {})
    await sleep(0)
  }

  /** @internal */
  protected inheritBindings(opener: PageBindings, ids: readonly number[]): void {
    this.#bindings.inherit(opener.#bindings, ids)
  }

  /** @internal */
  protected override answers(): Partial<PageAnswers> {
    return { ...super.answers(), 'binding.message': (message) => this.#bindings.receive(message) }
  }

  /** @internal */
  override hush(): void {
    super.hush()
    this.#bindings.hush()
  }

  /** @internal */
  protected override ended(): void {
    super.ended()
    void this.#bindings.end()
  }
}
