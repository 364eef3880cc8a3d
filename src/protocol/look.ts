import type { FrameId } from './page.js'

/** How documents are made up while their picture is taken. What is absent stays as it is. */
export interface Look {
  /** CSS for every document and open shadow root. */
  style?: string
  /** `disabled`: those that end are at their end, others as before their start. `at`: all stand at this time, in milliseconds. */
  animations?: 'disabled' | { at: number }
  /** The text cursor is not painted. */
  caret?: 'hide'
  /** Images and iframes with `loading="lazy"` load. */
  eager?: true
  /** Videos stand at this time, in milliseconds. */
  video?: number
}

/** How a picture shows the browser's own widgets above a page, in the order of the native side's numbers. */
export const popupReads = ['composited', 'hidden', 'apart'] as const
export type Popups = (typeof popupReads)[number]

/** Elements that a picture does not show. */
export interface Mask {
  frameId: FrameId
  selector: string
}
