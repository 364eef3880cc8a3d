import { CefrigError } from '../../errors.js'
import type { ClockState } from '../../protocol/clock-state.js'
import { clockSource } from '../../protocol/evaluation.js'
import type { Session } from '../devtools.js'
import type { Frame } from '../frame.js'
import type { Frames } from '../frames.js'
import type { PagePart } from '../page-parts.js'
import type { TargetOrigin } from '../targets.js'

/** Where a document keeps its clock. */
const key = `Symbol.for('cefrig.clock')`

/** What the clock needs of its page. */
export interface Clocked {
  readonly session: Session
  readonly frames: Frames
}

/** The time of a page's own scripts, in all of its documents, those that appear later too. cefrig's own world keeps the real one. */
export class Clock implements PagePart {
  readonly #page: Clocked
  /** With the number of the script that gives a new document its clock. */
  readonly #sessions = new Map<Session, string | undefined>()
  #state: ClockState | undefined

  constructor(page: Clocked) {
    this.#page = page
  }

  async follow(session: Session, origin: TargetOrigin): Promise<void> {
    if (origin === 'worker') return
    this.#sessions.set(session, undefined)
    if (this.#state) await this.#arm(session).catch(() => {})
  }

  async install(time: number | null): Promise<void> {
    const isNew = this.#state === undefined
    await this.#become({ time: time ?? (isNew ? Date.now() : this.#now()), since: null }, isNew)
    if (!isNew) await this.#tell(`stop(${this.#now()})`)
  }

  /** `run`: each timer at its time. `skip`: those that are due once, at the end. */
  async move(how: 'run' | 'skip', milliseconds: number): Promise<void> {
    const goesOn = this.#required().since !== null
    const from = this.#now()
    if (goesOn) await this.#stop(from)
    await this.#become({ time: from + milliseconds, since: null })
    await this.#tell(`${how}(${from + milliseconds})`)
    if (goesOn) await this.resume()
  }

  async pauseAt(time: number): Promise<void> {
    this.#required()
    const from = this.#now()
    if (time < from) {
      const message = `clock.pauseAt() failed: ${new Date(time).toISOString()} is before the clock's ${new Date(from).toISOString()}. Give a later time, or install the clock anew.`
      throw new CefrigError('BAD_ARGUMENT', message, { facts: { time, now: from } })
    }
    await this.#stop(from)
    await this.move('skip', time - from)
  }

  async resume(): Promise<void> {
    const { time, since } = this.#required()
    if (since !== null) return
    const state = { time, since: Date.now() }
    await this.#become(state)
    await this.#tell(`start(${JSON.stringify(state)})`)
  }

  async #stop(time: number): Promise<void> {
    await this.#become({ time, since: null })
    await this.#tell(`stop(${time})`)
  }

  #now(): number {
    const { time, since } = this.#required()
    return since === null ? time : time + Date.now() - since
  }

  #required(): ClockState {
    if (this.#state) return this.#state
    throw new CefrigError('BAD_ARGUMENT', 'The page has its real clock. Call page.clock.install() first.')
  }

  /** New documents begin here. */
  async #become(state: ClockState, runImmediately = false): Promise<void> {
    this.#state = state
    const arming = [...this.#sessions.keys()].map(async (session) => {
      await this.#arm(session, runImmediately).catch((error) => {
        if (session === this.#page.session) throw error
        this.#sessions.delete(session)
      })
    })
    await Promise.all(arming)
  }

  async #arm(session: Session, runImmediately = false): Promise<void> {
    const before = this.#sessions.get(session)
    const source = `globalThis[${key}] ?? Object.defineProperty(globalThis, ${key}, { value: ${clockSource()}(${JSON.stringify(this.#state)}) })`
    const [{ identifier }] = await Promise.all([
      session.send('Page.addScriptToEvaluateOnNewDocument', { source, runImmediately }),
      session.send('Animation.enable'),
      session.send('Animation.setPlaybackRate', { playbackRate: this.#state?.since === null ? 0 : 1 }),
    ])
    this.#sessions.set(session, identifier)
    if (before !== undefined)
      await session.send('Page.removeScriptToEvaluateOnNewDocument', { identifier: before })
  }

  /** To every document. One that is left meanwhile is not waited for: the next begins at the end. */
  async #tell(call: string): Promise<void> {
    await Promise.all(this.#page.frames.all.map((frame) => tell(frame, `globalThis[${key}]?.${call}`)))
  }
}

async function tell(frame: Frame, expression: string): Promise<void> {
  // Without JavaScript there is none.
  const contextId = frame.contextNow('main')
  if (contextId === undefined) return
  await frame.session.send('Runtime.evaluate', { expression, contextId, awaitPromise: true }).catch(() => {})
}
