import type { FrameId } from './page.js'

/** How documents are made up while their picture is taken. What is absent stays as it is. */
export interface Look {
  /** CSS for every document and open shadow root. */
  style?: string
  /** Animations that end are at their end, others as before their start. */
  animations?: 'disabled'
  /** The text cursor is not painted. */
  caret?: 'hide'
}

/** Elements that a picture does not show. */
export interface Mask {
  frameId: FrameId
  selector: string
}
