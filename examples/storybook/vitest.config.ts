import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [cefrig({ viewport: { width: 480, height: 320 } })],
  test: { include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
