import { isDeepStrictEqual } from 'node:util'
import type { PageEvent } from '../../protocol/events.js'
import type { Facts, PageHistory } from '../../protocol/facts.js'
import { run } from '../failure.js'
import { PageEmulationLayer } from './emulation.js'

/** What a page tells of its surroundings: each when it has changed. */
export interface FactEvents {
  cursor: [cursor: string]
  url: [url: string]
  favicons: [urls: readonly string[]]
  tooltip: [text: string]
  status: [text: string]
  scrolloffset: [offset: { x: number; y: number }]
  selection: [text: string]
  progress: [share: number]
}

/** What a window would show of a page besides its pixels. A little later than the page: wait for what you expect. */
export abstract class PageFacts extends PageEmulationLayer {
  readonly #facts: Facts = {
    cursor: 'default',
    favicons: [],
    tooltip: '',
    status: '',
    scrolloffset: { x: 0, y: 0 },
    selection: '',
    progress: 1,
  }

  /** Shape of the pointer, as CSS names it: `pointer` over a link, `text` over text; `custom` for a picture of the page's own. */
  get cursor(): string {
    return this.#facts.cursor
  }

  /** Addresses of the icons that the document names; `/favicon.ico` where it names none. */
  get favicons(): readonly string[] {
    return this.#facts.favicons
  }

  /** Text of the bubble for what the pointer is on, as its `title`; empty when there is none. */
  get tooltip(): string {
    return this.#facts.tooltip
  }

  /** What a browser's status line would say: the address of the link that the pointer is on, or that has the focus. */
  get status(): string {
    return this.#facts.status
  }

  /** How far the main frame is scrolled, in CSS pixels. */
  get scrollOffset(): { x: number; y: number } {
    return { ...this.#facts.scrolloffset }
  }

  /** The text that was selected last by mouse or keyboard. What scripts select, Chromium tells nobody. */
  get selection(): string {
    return this.#facts.selection
  }

  /** How much of the document is loaded, from 0 to 1. */
  get progress(): number {
    return this.#facts.progress
  }

  /** Where the page has been, for `goBack()` and `goForward()`. */
  history(): Promise<PageHistory> {
    return run('page.history', () => this.call('page.entries'))
  }

  /** @internal */
  protected override heard(event: PageEvent): void {
    const url = this.url()
    if (event.type === 'fact') this.#become(event.name, event.value)
    else super.heard(event)
    if (event.type !== 'framenavigated' || event.parentId !== null) return
    if (!event.sameDocument) this.#become('favicons', [])
    if (this.url() !== url) this.story.events.emit('url', this.url())
  }

  #become<Name extends keyof Facts>(name: Name, value: Facts[Name]): void {
    if (isDeepStrictEqual(this.#facts[name], value)) return
    this.#facts[name] = value
    this.story.events.emit(name, ...([value] as never))
  }
}
