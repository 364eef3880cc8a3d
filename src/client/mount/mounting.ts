import { CefrigError, isCefrigError } from '../../errors.js'
import {
  type GivenComponent,
  type MissingExport,
  mountBinding,
  mountUrl,
  type Plan,
} from '../../protocol/mount.js'
import type { Page } from '../page.js'
import { SourceMaps } from '../stack.js'
import type { Deadline } from '../timers.js'
import { Component } from './component.js'
import { missingExport, notPlanned, thrown } from './failures.js'
import type { ModulesServer } from './modules-server.js'
import { slotsOf } from './nested.js'
import type { MountOptions, UpdateOptions } from './options.js'
import { pack, requireSendable } from './pack.js'

interface Mounted {
  plan: Plan
  /** As the test named them, in the plan's order. */
  modules: string[]
  given: GivenComponent
}

/** A component as the test names it. */
export interface Named {
  module: string
  name: string
  props: Record<string, unknown>
}

/** What is mounted in one page. */
export class Mounting {
  readonly #page: Page
  readonly #testFile: string
  readonly #server: ModulesServer
  readonly #mounted = new Map<number, Mounted>()
  readonly #plans: number[] = []
  readonly #maps: SourceMaps
  #document: Promise<void> | undefined
  #nextId = 1

  constructor(page: Page, testFile: string, server: ModulesServer) {
    this.#page = page
    this.#testFile = testFile
    this.#server = server
    this.#maps = new SourceMaps(async (url) => (page.closed ? null : page.call('page.resource', url)))
  }

  /** @throws MOUNT_FAILED, NOT_SERIALIZABLE, TIMEOUT, PAGE_CLOSED */
  async mount({ module, name, props }: Named, options: MountOptions): Promise<Component> {
    const modules = [module]
    const given: GivenComponent = {
      name,
      props: pack(props, modules),
      slots: pack(slotsOf(options), modules),
      strict: options.strict ?? this.#server.strict,
      setup: options.setup,
      play: options.play ?? true,
    }
    requireSendable(given)
    const plan = await this.#plan(modules, options.adapter)
    const id = this.#nextId++
    this.#mounted.set(id, { plan, modules, given })
    this.#document ??= this.#open()
    await this.#document
    // Where the test has gone elsewhere since.
    if (!this.#isThere) await this.#goto()
    const words = `mount(${JSON.stringify(module)}, ${JSON.stringify(name)})`
    try {
      const plays = await this.#do('mount', id, this.#page.deadline(options.timeout))
      if (plays) await this.#do('play', id, this.#page.deadline(options.timeout))
    } catch (error) {
      this.#mounted.delete(id)
      throw error
    }
    return new Component(this.#page.mainFrame(), this, id, words)
  }

  /** @throws as {@link mount} */
  async update(id: number, props: Record<string, unknown>, options: UpdateOptions): Promise<void> {
    const mounted = this.#required(id)
    const modules = [...mounted.modules]
    const { props: before, slots } = mounted.given
    const given = {
      ...mounted.given,
      props: { ...before, ...pack(props, modules) },
      slots: { ...slots, ...pack(slotsOf(options), modules) },
    }
    requireSendable(given)
    if (modules.length > mounted.modules.length) {
      mounted.plan = await this.#plan(modules, mounted.plan.adapter)
      mounted.modules = modules
    }
    mounted.given = given
    await this.#do('update', id, this.#page.deadline())
  }

  async unmount(id: number): Promise<void> {
    if (!this.#mounted.has(id)) return
    await this.#do('unmount', id, this.#page.deadline())
    this.#mounted.delete(id)
  }

  async #plan(modules: string[], adapter: string | undefined): Promise<Plan> {
    const request = { testFile: this.#testFile, modules }
    const answer = await this.#server.plan(adapter === undefined ? request : { ...request, adapter })
    if ('failure' in answer) throw notPlanned(answer.failure)
    this.#plans.push(answer.plan.id)
    return answer.plan
  }

  /**
   * Has the page's side do it. What the component throws is told with its place in the project's files.
   * @returns whether it has a play function that is to be called
   */
  async #do(what: 'mount' | 'play' | 'update' | 'unmount', id: number, deadline: Deadline): Promise<boolean> {
    const { plan, modules, given } = this.#required(id)
    if (what !== 'mount' && !this.#isThere) {
      if (what === 'unmount') return false
      throw this.#notMounted('The page has navigated away from it')
    }
    const source = `import(${JSON.stringify(plan.entry)}).then((entry) => entry.default.${what}(${id}))`
    const asked = this.#page.mainFrame().evaluateNow<MissingExport | 'gone' | 'plays' | null>(source, [])
    const name = `${given.name} of ${modules[0]}`
    const shown = what === 'play' ? `the play function of ${name}` : name
    const late = (): never => {
      const fact = what === 'play' ? 'has not ended' : 'was not rendered'
      const message = `${shown} ${fact} after ${deadline.timeout} ms. Look what it waits for, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { timeout: deadline.timeout } })
    }
    asked.catch(() => {})
    const answer = await deadline.guard(asked, late).catch(async (error) => {
      throw isCefrigError(error, 'EVALUATION_FAILED') ? await thrown(error, shown, this.#maps) : error
    })
    if (answer === 'gone') throw this.#notMounted('The page has navigated away from it')
    if (answer === 'plays') return true
    if (answer) throw missingExport(answer, plan)
    return false
  }

  /** Whether the page shows a document of the project's Vite. */
  get #isThere(): boolean {
    return this.#page.url().startsWith(mountUrl)
  }

  #required(id: number): Mounted {
    const mounted = this.#mounted.get(id)
    if (mounted) return mounted
    throw this.#notMounted('The component is not mounted any more')
  }

  /** The document in which components are mounted, served by the project's Vite. */
  async #open(): Promise<void> {
    // In this order: what is bound is for the document that comes, not for one that an earlier test has left.
    await Promise.all([
      this.#page.serveKept(
        mountUrl,
        (request) => this.#server.serve(request, this.#plans),
        this.#server.keepName(this.#plans[0]!),
      ),
      this.#goto(),
      this.#page.bind(mountBinding, (id: number) => this.#required(id).given, {
        frames: false,
        popups: false,
      }),
    ])
  }

  async #goto(): Promise<void> {
    await this.#page.goto(mountUrl, { waitUntil: 'domcontentloaded' })
  }

  #notMounted(fact: string): CefrigError {
    const message = `${fact}. Mount it again with mount().`
    return new CefrigError('MOUNT_FAILED', message, { facts: { reason: 'unmounted' } })
  }
}
