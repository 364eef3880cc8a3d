import '../../../src/supported-node.js'

import type { BrowserProviderOption } from 'vitest/node'
import type { GoldenMatchers } from '../../../matchers/golden.js'
import { launchSchema } from '../../../src/client/launch.js'
import { checkOptions, type OptionSchema } from '../../../src/client/options.js'
import { checkGoldenDefaults } from '../../../src/golden/option-rules.js'
import { noViewports } from './golden.js'
import { type CefBrowserOptions, CefBrowserProvider } from './provider.js'
import { serverFactory } from './server.js'
import type { CefCommandContext } from './session.js'

export { type CefBrowserOptions, CefBrowserProvider } from './provider.js'
export type { CefCommandContext } from './session.js'

const schema: OptionSchema<CefBrowserOptions> = {
  ...launchSchema,
  golden: {
    give: 'an object with the options of toMatchGolden()',
    accepts: (value) => typeof value === 'object' && value !== null,
  },
}

/**
 * Provider for Vitest's Browser Mode: tests run inside CEF, off-screen, whatever `headless` says. It needs the package
 * `@vitest/browser` of the same version as `vitest`.
 * @example
 * export default defineConfig({
 *   test: { browser: { enabled: true, provider: cefBrowser(), instances: [{ browser: 'chrome' }] } },
 * })
 * @throws UNKNOWN_OPTION, BAD_ARGUMENT
 */
export function cefBrowser(options: CefBrowserOptions = {}): BrowserProviderOption<CefBrowserOptions> {
  checkOptions<CefBrowserOptions>('cefBrowser()', schema, options)
  checkGoldenDefaults('cefBrowser()', options.golden)
  if (options.golden?.viewports) throw noViewports('cefBrowser()')
  return {
    name: 'cefrig',
    // `chrome`: by this name Vitest knows that coverage by V8 and `--inspect` work.
    supportedBrowser: ['chrome', 'chromium'],
    options,
    serverFactory,
    providerFactory: (project) => new CefBrowserProvider(project, options),
  }
}

declare module 'vitest/node' {
  interface _BrowserNames {
    cefrig: 'chrome' | 'chromium'
  }
  interface BrowserCommandContext extends CefCommandContext {}
}

// As declared for tests in Node; a project may have both.
declare global {
  namespace Chai {
    interface Assertion extends GoldenMatchers {}
  }
}
