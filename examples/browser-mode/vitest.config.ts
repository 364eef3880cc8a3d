import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { cefBrowser } from 'cefrig/vitest/browser'
import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

const inCef = () => ({ enabled: true, provider: cefBrowser(), instances: [{ browser: 'chrome' as const }] })

export default defineConfig({
  // Keeps the record of each run, for reports.
  plugins: [cefrig()],
  test: {
    projects: [
      { extends: true, test: { name: 'react', include: ['tests/*.test.tsx'], browser: inCef() } },
      {
        extends: true,
        plugins: [vue()],
        optimizeDeps: { include: ['vitest-browser-vue'] },
        test: { name: 'vue', include: ['tests/vue.test.ts'], browser: inCef() },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        optimizeDeps: { include: ['@testing-library/svelte-core'] },
        test: { name: 'svelte', include: ['tests/svelte.test.ts'], browser: inCef() },
      },
    ],
  },
})
