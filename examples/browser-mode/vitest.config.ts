import { cefBrowser } from 'cefrig/vitest/browser'
import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Keeps the record of each run, for reports.
  plugins: [cefrig()],
  test: {
    include: ['tests/*.test.tsx'],
    browser: { enabled: true, provider: cefBrowser(), instances: [{ browser: 'chrome' }] },
  },
})
