import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [cefrig({ viewport: { width: 800, height: 600 }, root: '../../pages', isolation: 'file' })],
  test: { include: ['made/*.test.ts'], maxWorkers: 2, testTimeout: 30_000 },
})
