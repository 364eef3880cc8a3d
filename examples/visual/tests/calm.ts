import type { Page } from 'cefrig'
import { test as base } from 'cefrig/vitest'

/**
 * A page for people who ask for less motion: Bootstrap and Pico then leave their transitions out, and a picture taken right
 * after a click shows the end of what the click began.
 */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    await page.cdp.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-reduced-motion', value: 'reduce' }],
    })
    await use(page)
  },
})
