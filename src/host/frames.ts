import type { Protocol } from 'devtools-protocol'
import { CefrigError } from '../errors.js'
import type { PageEvent } from '../protocol/events.js'
import type { DevTools, Session } from './devtools.js'
import { Frame, isolatedWorldName } from './frame.js'

/** The tree of a page's frames over all the processes that they live in, kept by the events of their sessions. */
export class Frames {
  main!: Frame
  readonly #devtools: DevTools
  readonly #emit: (event: PageEvent) => void
  readonly #frames = new Map<string, Frame>()
  readonly #listeners = new Set<(frame: Frame, what: 'lifecycle' | 'navigated' | 'detached') => void>()
  /** Set up for each session that appears: the page's own, then iframes of other processes. */
  readonly #initScripts: string[] = []

  constructor(devtools: DevTools, emit: (event: PageEvent) => void) {
    this.#devtools = devtools
    this.#emit = emit
  }

  get all(): Frame[] {
    return [...this.#frames.values()]
  }

  /** Those that have a document: of an iframe that is under way it may not have come. */
  get documents(): Frame[] {
    return this.all.filter((frame) => frame.contextNow('isolated') !== undefined)
  }

  find(frameId: string): Frame | undefined {
    return this.#frames.get(frameId)
  }

  /** Fails with FRAME_DETACHED. */
  get(frameId: string): Frame {
    const frame = this.#frames.get(frameId)
    if (frame) return frame
    throw new CefrigError('FRAME_DETACHED', 'The frame is no longer part of the page.', {
      facts: { frameId },
    })
  }

  /** Tells of the frames that were there before anybody was told. */
  announce(): void {
    for (const frame of this.all) {
      const { id: frameId, parentId } = frame
      if (parentId !== null) this.#emit({ type: 'frameattached', frameId, parentId })
      this.#emitNavigated(frame, false)
    }
  }

  /** Called for every change of a frame's document. Returns how to stop. */
  watch(listener: (frame: Frame, what: 'lifecycle' | 'navigated' | 'detached') => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async addInitScript(source: string): Promise<void> {
    this.#initScripts.push(source)
    const sessions = new Set(this.all.map((frame) => frame.session))
    await Promise.all(
      [...sessions].map((session) => session.send('Page.addScriptToEvaluateOnNewDocument', { source })),
    )
  }

  /** Follows the frames of one session from now on. Resolves when the frames that it has are known with their worlds. */
  async follow(session: Session): Promise<void> {
    this.#listen(session)
    await Promise.all([
      session.send('Page.enable'),
      // Taken at once: what is told afterwards is newer, and since the command before nothing goes untold.
      session.send('Page.getFrameTree').then(({ frameTree }) => this.#adopt(frameTree, session)),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Runtime.enable'),
      // Makes the isolated world of every document, the present one too; its script comes when first needed.
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: '',
        worldName: isolatedWorldName,
        runImmediately: true,
      }),
      ...this.#initScripts.map((source) => session.send('Page.addScriptToEvaluateOnNewDocument', { source })),
    ])
  }

  #adopt({ frame, childFrames = [] }: Protocol.Page.FrameTree, session: Session): void {
    const parentId = frame.parentId ?? this.#frames.get(frame.id)?.parentId ?? null
    const known = this.#ensure(frame.id, parentId, session)
    // A window that shows nothing yet has an address that is none.
    known.url = frame.url === ':' ? 'about:blank' : frame.url + (frame.urlFragment ?? '')
    known.loaderId = frame.loaderId
    if (parentId === null) this.main = known
    for (const child of childFrames) this.#adopt(child, session)
  }

  #ensure(id: string, parentId: string | null, session: Session): Frame {
    let frame = this.#frames.get(id)
    if (!frame) {
      frame = new Frame(id, parentId, session)
      this.#frames.set(id, frame)
    } else if (frame.session !== session) {
      frame.session = session
      frame.contextsCleared()
    }
    return frame
  }

  #notify(frame: Frame, what: 'lifecycle' | 'navigated' | 'detached'): void {
    for (const listener of [...this.#listeners]) listener(frame, what)
  }

  #listen(session: Session): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      if (this.#frames.has(frameId)) return
      this.#ensure(frameId, parentFrameId, session)
      this.#emit({ type: 'frameattached', frameId, parentId: parentFrameId })
    })
    session.on('Page.frameNavigated', ({ frame }) => this.#navigated(frame, session))
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId)
      if (!frame) return
      frame.url = url
      this.#emitNavigated(frame, true)
      this.#notify(frame, 'navigated')
    })
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason !== 'swap') this.#remove(frameId)
    })
    session.on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      const frame = this.#frames.get(frameId)
      if (!frame || frame.session !== session) return
      if (name === 'init') frame.lifecycle.clear()
      if (loaderId === frame.loaderId || frame.loaderId === '') frame.lifecycle.add(name)
      this.#notify(frame, 'lifecycle')
      if (frame !== this.main) return
      if (name === 'load') this.#emit({ type: 'load' })
      if (name === 'DOMContentLoaded') this.#emit({ type: 'domcontentloaded' })
    })
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const aux = context.auxData as { frameId?: string; isDefault?: boolean } | undefined
      const frame = aux?.frameId === undefined ? undefined : this.#ensure(aux.frameId, null, session)
      if (aux?.isDefault) frame?.contextCreated('main', context.id)
      else if (context.name === isolatedWorldName) frame?.contextCreated('isolated', context.id)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      for (const frame of this.all) if (frame.session === session) frame.contextDestroyed(executionContextId)
    })
    session.on('Runtime.executionContextsCleared', () => {
      for (const frame of this.all) if (frame.session === session) frame.contextsCleared()
    })
  }

  #navigated(described: Protocol.Page.Frame, session: Session): void {
    const known = this.#frames.get(described.id)
    const frame = this.#ensure(described.id, described.parentId ?? known?.parentId ?? null, session)
    frame.url = described.url + (described.urlFragment ?? '')
    frame.name = described.name ?? ''
    // Events of the new document (`init`, and more for about:blank) may have come before this one.
    if (frame.loaderId !== described.loaderId) frame.lifecycle.clear()
    frame.loaderId = described.loaderId
    for (const child of this.all) if (child.parentId === frame.id) this.#remove(child.id)
    this.#emitNavigated(frame, false)
    this.#notify(frame, 'navigated')
  }

  #emitNavigated(frame: Frame, sameDocument: boolean): void {
    const { id: frameId, parentId, url, name } = frame
    this.#emit({ type: 'framenavigated', frameId, parentId, url, name, sameDocument })
  }

  #remove(frameId: string): void {
    const frame = this.#frames.get(frameId)
    if (!frame || frame === this.main) return
    for (const child of this.all) if (child.parentId === frameId) this.#remove(child.id)
    this.#frames.delete(frameId)
    frame.detached()
    this.#emit({ type: 'framedetached', frameId })
    this.#notify(frame, 'detached')
  }

  /** An iframe's process is gone or the frame came back into its parent's. */
  sessionEnded(session: Session): void {
    this.#devtools.drop(session.id ?? '')
  }
}
