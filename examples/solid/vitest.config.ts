import { cefrig } from 'cefrig/vitest/plugin'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Replacing modules while they run is nothing that tests need.
  plugins: [solid({ hot: false }), cefrig({ viewport: { width: 480, height: 320 } })],
  // The plugin asks for jsdom where nothing else is said.
  test: { environment: 'node', include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
