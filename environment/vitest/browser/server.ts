import { defineBrowserProvider } from '@vitest/browser'
import type { BrowserServerFactory } from 'vitest/node'

/** What holds for every project of this provider: there is no window, and so no interface of Vitest's inside of it. */
export const windowless = { headless: true, ui: false } as const

const { serverFactory: make } = defineBrowserProvider({
  name: 'cefrig',
  options: {},
  providerFactory: () => {
    throw new Error('never called')
  },
})

/** Of Vitest 4.1, which hands over the project when its configuration is complete. */
interface Given {
  project: { config: { browser: object } }
}

/**
 * Vitest's own server of Browser Mode, with `headless` switched on and `browser.ui` off, before anything is derived from them.
 * `vitest --ui` shows its interface in a browser of one's own all the same. One for all providers: Vitest refuses a project with two.
 */
export const serverFactory: BrowserServerFactory = async (...args: unknown[]) => {
  const [given] = args as [Given?]
  if (given) {
    Object.assign(given.project.config.browser, windowless)
    return (make as unknown as (given: Given) => ReturnType<typeof make>)(given)
  }
  const contribution = await make()
  const { config } = contribution
  contribution.config = async (...configured) => {
    const own = await config.call(contribution, ...configured)
    const { browser } = (configured[0] as { test?: { browser?: { instances?: object[] } } }).test ?? {}
    for (const instance of browser?.instances ?? []) Object.assign(instance, windowless)
    return { ...own, test: { browser: windowless } } as typeof own
  }
  return contribution
}
