import type { PageId } from './page.js'

/** What a window would show of a page besides its pixels. */
export interface Facts {
  /** Shape of the pointer, as CSS names it; `custom` for a picture. */
  cursor: string
  /** Addresses of the icons that the document names, or might have. */
  favicons: readonly string[]
  /** Text of the bubble over what the pointer is on; empty: none. */
  tooltip: string
  /** What the status line says, as the address of the link under the pointer. */
  status: string
  /** How far the main frame is scrolled, in CSS pixels. */
  scrolloffset: { x: number; y: number }
  /** Text that is selected, by mouse or keyboard. */
  selection: string
  /** How much of the document is loaded, 0 to 1. */
  progress: number
}

/** One fact, each time that CEF tells it. */
export type FactEvent = {
  [Name in keyof Facts]: { type: 'fact'; name: Name; value: Facts[Name] }
}[keyof Facts]

/** Where a page has been, and where in that it is. */
export interface PageHistory {
  /** Of the present entry. */
  index: number
  entries: { url: string; title: string }[]
}

export interface FactTopic {
  'page.entries'(pageId: PageId): PageHistory
}

/** What a page plays. */
export type AudioEvent =
  | { type: 'audiostarted'; channels: number; sampleRate: number }
  | { type: 'audio'; channels: Float32Array[]; pts: number }
  | { type: 'audiostopped' }

export interface AudioTopic {
  /** From now on the page's events hold what it plays. */
  'audio.report'(pageId: PageId): void
  'audio.mute'(pageId: PageId, muted: boolean): void
}
