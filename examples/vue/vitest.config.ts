import vue from '@vitejs/plugin-vue'
import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue(), cefrig({ viewport: { width: 480, height: 320 } })],
  test: { include: ['tests/*.test.ts'], reporters: ['default', 'html'] },
})
