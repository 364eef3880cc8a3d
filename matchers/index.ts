import type { GoldenMatchers } from './golden.js'

export { toMatchGolden } from './golden.js'

/** What `expect()` of a page or a locator gains, in any runner. */
export interface CefrigMatchers extends GoldenMatchers {}
