import { fileURLToPath } from 'node:url'
import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))

export default defineConfig({
  plugins: [
    cefrig({
      viewport: { width: 800, height: 600 },
      root: 'pages',
      serve: { 'https://cefrig.test/node_modules/': modules },
    }),
  ],
  test: {
    include: ['tests/*.test.ts'],
    globalSetup: ['build.ts'],
    reporters: ['default', 'html'],
  },
})
