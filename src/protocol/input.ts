import type { PageId } from './page.js'

/** A button of the mouse. */
export type MouseButton = 'left' | 'middle' | 'right'

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
  'keyboard.insertText'(pageId: PageId, text: string): void
}
