/** What CEF tells of a drag. */
export type InputNativeEvent =
  /** The page began to drag something; `operations` are those of {@link MoveDrag}. */
  | { type: 'dragstarted'; operations: number }
  /** What would happen on a drop here: the answer to each step into or over the page. */
  | { type: 'dragoperation'; operation: number }

export interface MouseInput {
  kind: 0 | 1 | 2 | 3 | 4
  x: number
  y: number
  modifiers: number
  button?: number
  clicks?: number
  deltaX?: number
  deltaY?: number
}

export interface KeyInput {
  /** cef_key_event_type_t: 0 raw key down, 2 key up, 3 char. */
  kind: 0 | 2 | 3
  modifiers: number
  windowsKeyCode: number
  nativeKeyCode: number
  character: number
  unmodifiedCharacter: number
}

export interface TouchInput {
  /** cef_touch_event_type_t: 0 released, 1 pressed, 2 moved, 3 cancelled. */
  kind: 0 | 1 | 2 | 3
  id: number
  x: number
  y: number
  radiusX: number
  radiusY: number
  /** Radians. */
  rotation: number
  force: number
  modifiers: number
}

export interface MoveDrag {
  /** Enter, over, leave, drop. */
  step: 0 | 1 | 2 | 3
  /** Whole CSS pixels, in the viewport. */
  x: number
  y: number
  modifiers: number
  /** cef_drag_operations_mask_t: what the source allows. */
  operations: number
}

/** What the addon has for input. */
export interface InputAddon {
  mouse(page: number, input: MouseInput): void
  key(page: number, input: KeyInput): void
  touch(page: number, input: TouchInput): void
  moveDrag(page: number, move: MoveDrag): void
  /** Tells the document that began the drag, with what was done at the end. */
  endDrag(page: number, x: number, y: number, operation: number): void
  /** Whether the page has the focus, as the active window has it. */
  setFocused(page: number, focused: boolean): void
  /** Whatever has captured the mouse loses it. */
  captureLost(page: number): void
  /** Lets the documents of an origin read and write the clipboard unasked. */
  allowClipboard(context: number, origin: string): void
}
