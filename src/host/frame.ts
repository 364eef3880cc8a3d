import { CefrigError } from '../errors.js'
import type { Session } from './devtools.js'

export type World = 'main' | 'isolated'

/** Name of cefrig's own world in every frame. */
export const isolatedWorldName = 'cefrig'

interface Waiter {
  resolve: (contextId: number) => void
  reject: (error: CefrigError) => void
}

/** A frame of a page: the document in it and the worlds in which scripts can be evaluated. */
export class Frame {
  readonly id: string
  parentId: string | null
  /** Moves to another session when the frame goes to another process. */
  session: Session
  url = 'about:blank'
  name = ''
  loaderId = ''
  /** Lifecycle events of the present document, as CDP names them. */
  readonly lifecycle = new Set<string>()
  #contexts: Partial<Record<World, number>> = {}
  #waiters: Record<World, Waiter[]> = { main: [], isolated: [] }
  /** Contexts of the isolated world that hold the injected script already. */
  readonly injected = new Set<number>()

  constructor(id: string, parentId: string | null, session: Session) {
    this.id = id
    this.parentId = parentId
    this.session = session
  }

  /** The execution context of a world of the present document, as soon as there is one. */
  context(world: World): Promise<number> {
    const known = this.#contexts[world]
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((resolve, reject) => this.#waiters[world].push({ resolve, reject }))
  }

  contextNow(world: World): number | undefined {
    return this.#contexts[world]
  }

  contextCreated(world: World, contextId: number): void {
    this.#contexts[world] = contextId
    // Another process counts from the same number.
    this.injected.delete(contextId)
    for (const waiter of this.#waiters[world].splice(0)) waiter.resolve(contextId)
  }

  contextDestroyed(contextId: number): void {
    for (const world of ['main', 'isolated'] as const) {
      if (this.#contexts[world] === contextId) delete this.#contexts[world]
    }
  }

  contextsCleared(): void {
    this.#contexts = {}
  }

  detached(): void {
    const error = new CefrigError('FRAME_DETACHED', `The frame ${this.url} was removed from the page.`, {
      facts: { frameId: this.id, url: this.url },
    })
    for (const world of ['main', 'isolated'] as const) {
      for (const waiter of this.#waiters[world].splice(0)) waiter.reject(error)
    }
  }
}
