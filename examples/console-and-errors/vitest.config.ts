import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

const common = { root: 'pages', serve: { 'https://partner.test/': 'pages/partner' } }

export default defineConfig({
  test: {
    reporters: ['default', 'html'],
    globalSetup: ['build.ts'],
    projects: [
      // Any trouble of a page fails its test.
      { plugins: [cefrig(common)], test: { name: 'strict', include: ['tests/*.test.ts'] } },
      // A project may be lenient, as long as an old application still complains on its console.
      {
        plugins: [cefrig({ ...common, failOn: { consoleError: false } })],
        test: { name: 'lenient', include: ['tests/lenient/*.test.ts'] },
      },
    ],
  },
})
