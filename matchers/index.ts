import type { AriaMatchers } from './aria.js'
import type { AudioMatchers } from './audio.js'
import type { ConsoleMatchers } from './console.js'
import type { ContractMatchers } from './contract.js'
import type { GoldenMatchers } from './golden.js'
import type { LocatorMatchers } from './locator.js'

export type { Comparator, ComparatorOptions, ComparatorResult } from '../src/golden/comparators.js'
export type { Filmstrip } from '../src/golden/filmstrip.js'
// Whole, so that a project's declaration for this module reaches it.
export type * from '../src/golden/named-comparators.js'
export type { GoldenDefaults, GoldenOptions, StrictLook } from '../src/golden/options.js'
export { type AriaMatchers, toMatchAria } from './aria.js'
export { type AudioMatchers, type Sound, toHavePlayed } from './audio.js'
export { type ConsoleMatchers, toHaveConsole, toHaveNoErrors } from './console.js'
export { type ContractMatchers, toHonor } from './contract.js'
export { type GoldenMatchers, toMatchGolden } from './golden.js'
export {
  type LocatorMatchers,
  toBeChecked,
  toBeDisabled,
  toBeEditable,
  toBeEnabled,
  toBeFocused,
  toBeHidden,
  toBeVisible,
  toContainText,
  toHaveAttribute,
  toHaveCount,
  toHaveText,
  toHaveValue,
} from './locator.js'

/** What `expect()` of a page or a locator gains, in any runner. */
export interface CefrigMatchers
  extends AriaMatchers,
    AudioMatchers,
    ConsoleMatchers,
    ContractMatchers,
    GoldenMatchers,
    LocatorMatchers {}
