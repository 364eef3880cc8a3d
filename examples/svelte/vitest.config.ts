import { svelte } from '@sveltejs/vite-plugin-svelte'
import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte({ configFile: false }), cefrig({ viewport: { width: 480, height: 320 } })],
  test: { include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
