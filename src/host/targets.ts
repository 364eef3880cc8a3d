import type { Protocol } from 'devtools-protocol'
import type { DevTools, Session } from './devtools.js'
import type { Frames } from './frames.js'

/** What a session's scripts belong to. */
export type TargetOrigin = 'page' | 'iframe' | 'worker'

/** Iframes of other processes and workers: each gets a session of its own, set up before its first script runs. */
export class Targets {
  readonly #devtools: DevTools
  readonly #frames: Frames
  readonly #attached: (session: Session, origin: TargetOrigin) => Promise<unknown>
  /** Set-ups under way; a navigation is not over before them. */
  readonly #starting = new Set<Promise<unknown>>()

  constructor(
    devtools: DevTools,
    frames: Frames,
    attached: (session: Session, origin: TargetOrigin) => Promise<unknown>,
  ) {
    this.#devtools = devtools
    this.#frames = frames
    this.#attached = attached
  }

  /** Follows a session's child targets; each waits for its set-up before it runs. */
  async follow(session: Session): Promise<void> {
    session.on('Target.attachedToTarget', (event) => {
      const starting = this.#start(event).finally(() => this.#starting.delete(starting))
      this.#starting.add(starting)
    })
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.#devtools.drop(sessionId))
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    })
  }

  async #start({ sessionId, targetInfo }: Protocol.Target.AttachedToTargetEvent): Promise<void> {
    const session = this.#devtools.session(sessionId)
    try {
      const setUp =
        targetInfo.type === 'iframe'
          ? [this.#frames.follow(session), this.#attached(session, 'iframe'), this.follow(session)]
          : [
              session.send('Runtime.enable'),
              this.#attached(session, 'worker'),
              // A worklet has no targets of its own.
              this.follow(session).catch(() => {}),
            ]
      // In the order sent, and without waiting: some answers of a service worker come only when it runs.
      await Promise.all([...setUp, session.send('Runtime.runIfWaitingForDebugger')])
    } catch {
      // The target went away while it was set up; its end is told by detachedFromTarget.
    }
  }

  async settled(): Promise<void> {
    while (this.#starting.size > 0) await Promise.all(this.#starting)
  }
}
