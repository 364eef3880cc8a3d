import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    cefrig({
      viewport: { width: 800, height: 600 },
      root: 'pages',
      serve: { 'https://cefrig.test/node_modules/': '../../node_modules' },
    }),
  ],
  test: {
    include: ['tests/*.test.ts'],
    globalSetup: ['build.ts'],
    reporters: ['default', 'html'],
  },
})
