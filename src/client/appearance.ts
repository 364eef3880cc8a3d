import type { EmulatedPage } from '../protocol/emulation.js'
import type { Viewport } from '../protocol/options.js'

/** What a golden may be asked for in several kinds of. */
export interface Appearance {
  colorScheme?: NonNullable<EmulatedPage['colorScheme']> | null
  viewport?: Viewport
}

/** The method of pages that changes what is given, and answers with what that was before. */
export const appearanceKey = Symbol.for('cefrig.appearance')

/** A page that can appear in other ways. */
export interface Appearing {
  [appearanceKey](change: Appearance): Promise<Appearance>
}
