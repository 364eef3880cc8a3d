import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [cefrig({ viewport: { width: 480, height: 320 } })],
  resolve: { alias: { '@source': new URL('./source', import.meta.url).pathname } },
  test: { include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
