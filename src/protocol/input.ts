import type { PageId } from './page.js'

/** A button of the mouse; the last two are those that browsers go back and forward with. */
export type MouseButton = 'left' | 'middle' | 'right' | 'back' | 'forward'

/** A finger on the page. Coordinates in CSS pixels of the viewport. */
export interface TouchPoint {
  x: number
  y: number
  /** Which finger. Default: the only one that is down, or for a new one the lowest free number. */
  id?: number
  /** CSS pixels. Default 1. */
  radiusX?: number
  /** CSS pixels. Default: as `radiusX`. */
  radiusY?: number
  /** Degrees from 0 to 90. Default 0. */
  rotation?: number
  /** From 0 to 1. Default 1. */
  force?: number
}

/** Where a pen is, and how it is held. What is not given stays as it was. */
export interface PenPoint {
  x: number
  y: number
  /** `PointerEvent.pressure`, from 0 to 1. Default 0.5; 0 while the pen is in the air. */
  force?: number
  /** Degrees from -90 to 90. Default 0. */
  tiltX?: number
  /** Degrees from -90 to 90. Default 0. */
  tiltY?: number
  /** Degrees from 0 to 359. Default 0. */
  twist?: number
  /** From -1 to 1. Default 0. */
  tangentialPressure?: number
}

/** What is dragged in from outside. */
export interface DropData {
  text?: string
  html?: string
  url?: string
  /** Absolute paths. */
  files?: string[]
}

/** What the clipboard holds; an empty string: nothing of that kind. */
export interface ClipboardContent {
  text: string
  html: string
}

/** An event as CEF's own functions take it; `modifiers` are cef_event_flags_t. */
export type RawEvent =
  | { type: 'mouseMove'; x: number; y: number; modifiers?: number; leave?: boolean }
  | {
      type: 'mouseClick'
      x: number
      y: number
      modifiers?: number
      button?: 'left' | 'middle' | 'right'
      up?: boolean
      clickCount?: number
    }
  | { type: 'mouseWheel'; x: number; y: number; modifiers?: number; deltaX?: number; deltaY?: number }
  | {
      type: 'key'
      kind: 'rawKeyDown' | 'keyUp' | 'char'
      windowsKeyCode?: number
      nativeKeyCode?: number
      character?: number
      unmodifiedCharacter?: number
      modifiers?: number
    }
  | {
      type: 'touch'
      kind: 'released' | 'pressed' | 'moved' | 'cancelled'
      x: number
      y: number
      id?: number
      radiusX?: number
      radiusY?: number
      rotation?: number
      force?: number
      modifiers?: number
    }
  | { type: 'focus'; focused: boolean }
  | { type: 'captureLost' }

export interface InputTopic {
  /** Resolves when the page has handled the event. Coordinates in CSS pixels of the viewport. */
  'mouse.move'(pageId: PageId, x: number, y: number, steps: number): void
  'mouse.down'(pageId: PageId, button: MouseButton, clickCount: number): void
  'mouse.up'(pageId: PageId, button: MouseButton, clickCount: number): void
  /** Moves, then presses and releases `clicks` times; resolves when the page has handled the last release. */
  'mouse.click'(pageId: PageId, x: number, y: number, button: MouseButton, clicks: number): void
  'mouse.wheel'(pageId: PageId, deltaX: number, deltaY: number): void
  /** `key` as in Playwright: a character, or a name of `KeyboardEvent.key` / `.code`. */
  'keyboard.down'(pageId: PageId, key: string): void
  'keyboard.up'(pageId: PageId, key: string): void
  /** Presses the keys of the layout that type a character, or inserts it. */
  'keyboard.character'(pageId: PageId, text: string): void
  'keyboard.insertText'(pageId: PageId, text: string): void
  'keyboard.setLayout'(pageId: PageId, name: string): void
  'ime.compose'(pageId: PageId, text: string, selectionStart: number, selectionEnd: number): void
  /** Without a text: what was composed last. */
  'ime.commit'(pageId: PageId, text?: string): void
  'ime.cancel'(pageId: PageId): void
  /** Resolves with the click that the tap becomes, if it does. */
  'touch.tap'(pageId: PageId, x: number, y: number): void
  'touch.start'(pageId: PageId, points: TouchPoint[]): void
  'touch.move'(pageId: PageId, points: TouchPoint[]): void
  /** Without ids: all fingers. */
  'touch.end'(pageId: PageId, ids?: number[]): void
  'touch.cancel'(pageId: PageId, ids?: number[]): void
  'pen.move'(pageId: PageId, point: PenPoint): void
  'pen.down'(pageId: PageId, point: PenPoint): void
  'pen.up'(pageId: PageId): void
  /** Answers whether the page took it. */
  'page.drop'(pageId: PageId, data: DropData, x: number, y: number): boolean
  /** Resolves when the page has noticed. */
  'page.setFocused'(pageId: PageId, focused: boolean): void
  /** Resolves when CEF has the event. */
  'input.raw'(pageId: PageId, event: RawEvent): void
  'clipboard.read'(pageId: PageId): ClipboardContent
  'clipboard.readText'(pageId: PageId): string
  'clipboard.write'(pageId: PageId, content: Partial<ClipboardContent>): void
  /** Resolves when it is the page's turn, which lasts until as many releases. */
  'clipboard.hold'(pageId: PageId): void
  'clipboard.release'(pageId: PageId): void
}
