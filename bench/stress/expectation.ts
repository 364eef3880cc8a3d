import type { Picture } from './picture.ts'

/** What a capture must be. */
export type Expectation =
  /** Exactly this picture. */
  | { exactly: Picture }
  /**
   * The same as at every other time that the page was in the state of this name, unlike all other states; and the blocks of
   * `picture` that `points` name must be there. For what cannot be drawn without a browser: glyphs, the browser's own widgets.
   */
  | { state: string; picture: Picture; points: readonly { x: number; y: number }[] }
