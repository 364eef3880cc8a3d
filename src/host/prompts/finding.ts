import { CefrigError } from '../../errors.js'
import type { Found } from '../../protocol/prompts.js'
import type { Addon } from '../addon.js'
import { before } from '../deadline.js'
import type { HostPage } from '../page.js'

/** What was found so far. */
export interface NativeFound {
  type: 'found'
  count: number
  active: number
  x: number
  y: number
  width: number
  height: number
  final: boolean
}

const defaultDeadline = 10_000

const nothing: Found = { count: 0, active: 0, rect: { x: 0, y: 0, width: 0, height: 0 } }

/** Looks for text in one page, once at a time. */
export class Finding {
  readonly #page: HostPage
  readonly #addon: Addon
  #found: ((found: NativeFound) => void) | undefined
  /** What was looked for last. */
  #last = ''
  #turn: Promise<unknown> = Promise.resolve()

  constructor(page: HostPage, addon: Addon) {
    this.#page = page
    this.#addon = addon
  }

  find(text: string, options: { forward: boolean; matchCase: boolean }): Promise<Found> {
    const finding = this.#turn.then(() => this.#find(text, options))
    this.#turn = finding.catch(() => {})
    return finding
  }

  stop(): void {
    this.#last = ''
    this.#addon.stopFinding(this.#page.id)
  }

  receive(found: NativeFound): void {
    if (found.final) this.#found?.(found)
  }

  async #find(text: string, options: { forward: boolean; matchCase: boolean }): Promise<Found> {
    const key = `${options.matchCase} ${text}`
    const isNew = this.#last !== key
    this.#last = key
    if (isNew && (await this.#ask(text, options, false)).count === 0) return nothing
    return this.#ask(text, options, true)
  }

  /** The first time CEF counts the places, from then on it goes to the next one. Begin frames go on meanwhile: the renderer needs them. */
  #ask(
    text: string,
    { forward, matchCase }: { forward: boolean; matchCase: boolean },
    isNext: boolean,
  ): Promise<Found> {
    const page = this.#page
    return page.pumped(() => {
      const found = new Promise<Found>((resolve) => {
        this.#found = ({ count, active, x, y, width, height }) => {
          // What is told late of the count is no answer about the next place.
          if (active > 0 || count === 0 || !isNext) resolve({ count, active, rect: { x, y, width, height } })
        }
      })
      this.#addon.find(page.id, text, forward, matchCase, isNext)
      const deadline = page.options.timeout ?? defaultDeadline
      return before(found, deadline || 2 ** 31 - 1, () => {
        const message = `page.findText() failed: the page did not answer within ${deadline} ms. Its script may be in an endless loop.`
        return new CefrigError('TIMEOUT', message, { facts: { timeout: deadline } })
      })
    })
  }
}
