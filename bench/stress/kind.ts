import type { Expectation } from './expectation.ts'
import type { StressPage } from './page.ts'
import type { Size } from './picture.ts'
import type { Random } from './random.ts'
import type { Site } from './site.ts'

/** What a kind works with. */
export interface Stage {
  page: StressPage
  size: Size
  random: Random
  site: Site
  /** Notes a step, for the story of a wrong capture. */
  note(step: string): void
}

/** Changes the page and says what must be seen now. */
export type Change = () => Promise<Expectation>

/** One way in which pages change. */
export interface Kind {
  name: string
  /** Captures of one page before it is closed and another opened. */
  lifetime: number
  /** Whether the browser's other path of rendering sees the same; native popups are not on it. Default true. */
  hasOracle?: boolean
  /** Prepares a new page, which is still about:blank. */
  open(stage: Stage): Promise<Change>
}
