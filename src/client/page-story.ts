import type { PageEvent } from '../protocol/events.js'
import type { FrameId } from '../protocol/page.js'
import { ConsoleMessage } from './console-message.js'
import { Events } from './events.js'
import { Frame } from './frame.js'
import type { TrafficEvents } from './network/traffic.js'
import type { AudioEvents } from './page/audio.js'
import type { BindingEvents } from './page/bindings.js'
import type { CommandEvents } from './page/commands.js'
import type { FactEvents } from './page/facts.js'
import type { PaintEvents } from './page/pictures.js'
import type { PromptEvents } from './page/prompts.js'
import type { Page } from './page.js'
import { PageError } from './page-error.js'
import { Failures } from './page-failures.js'
import { SourceMaps } from './stack.js'

/** What a page tells, by name. */
export interface PageEvents
  extends PaintEvents,
    TrafficEvents,
    FactEvents,
    AudioEvents,
    BindingEvents,
    PromptEvents,
    CommandEvents {
  console: [message: ConsoleMessage]
  pageerror: [error: PageError]
  crashed: [crash: { status: string; exitCode: number }]
  closed: []
  frameattached: [frame: Frame]
  framenavigated: [frame: Frame]
  framedetached: [frame: Frame]
  domcontentloaded: []
  load: []
  title: [title: string]
}

/** What has happened to a page so far, as the Host tells it, and whoever listens. */
export class PageStory {
  readonly events = new Events<PageEvents>()
  readonly console: ConsoleMessage[] = []
  readonly errors: PageError[] = []
  readonly failures = new Failures()
  readonly mainFrame: Frame
  readonly #page: Page
  readonly #frames = new Map<FrameId, Frame>()
  readonly #maps: SourceMaps

  constructor(page: Page, mainFrameId: FrameId) {
    this.#page = page
    this.mainFrame = this.#ensureFrame(mainFrameId, null)
    this.mainFrame.navigated('about:blank', '')
    this.#maps = new SourceMaps(async (url) => (page.closed ? null : page.call('page.resource', url)))
  }

  /** Source maps of the page's scripts. */
  get maps(): SourceMaps {
    return this.#maps
  }

  /** The main frame comes first. */
  get frames(): Frame[] {
    return [...this.#frames.values()]
  }

  frameOf(id: FrameId | null): Frame | null {
    return id === null ? null : (this.#frames.get(id) ?? null)
  }

  tell(event: PageEvent): void {
    const { events } = this
    switch (event.type) {
      case 'console':
        this.#tellConsole(new ConsoleMessage(event, this.frameOf(event.frameId)))
        break
      case 'pageerror': {
        const error = new PageError(event, this.frameOf(event.frameId), this.#maps)
        this.errors.push(error)
        this.failures.record({ kind: 'pageError', error, url: this.mainFrame.url() })
        events.emit('pageerror', error)
        break
      }
      case 'crashed': {
        const { status, exitCode } = event
        this.failures.record({ kind: 'crash', status, exitCode, url: this.mainFrame.url() })
        events.emit('crashed', { status, exitCode })
        this.#page.context.crashed(this.#page)
        break
      }
      case 'frameattached':
        events.emit('frameattached', this.#ensureFrame(event.frameId, event.parentId))
        break
      case 'framenavigated': {
        const frame = this.#ensureFrame(event.frameId, event.parentId)
        frame.navigated(event.url, event.name)
        events.emit('framenavigated', frame)
        break
      }
      case 'framedetached':
        this.#tellDetached(event.frameId)
        break
      case 'domcontentloaded':
      case 'load':
        events.emit(event.type)
        break
      case 'title':
        events.emit('title', event.title)
        break
    }
  }

  /** The page is closed. */
  end(): void {
    this.events.emit('closed')
  }

  #tellConsole(message: ConsoleMessage): void {
    this.console.push(message)
    const isError = message.level === 'error' || message.level === 'assert'
    // What the browser itself says (a resource that is missing) is no error of the page's script.
    if (isError && message.origin !== 'browser') {
      this.failures.record({ kind: 'consoleError', message, url: this.mainFrame.url(), maps: this.#maps })
    }
    this.events.emit('console', message)
  }

  #tellDetached(id: FrameId): void {
    const frame = this.#frames.get(id)
    if (!frame) return
    this.#frames.delete(id)
    frame.detached()
    this.events.emit('framedetached', frame)
  }

  #ensureFrame(id: FrameId, parentId: FrameId | null): Frame {
    const known = this.#frames.get(id)
    if (known) return known
    const frame = new Frame(this.#page, id, parentId)
    this.#frames.set(id, frame)
    return frame
  }
}
