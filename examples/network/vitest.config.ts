import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [cefrig({ viewport: { width: 800, height: 600 }, root: 'pages' })],
  test: { include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
