import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    cefrig({
      viewport: { width: 1280, height: 800 },
      ...(process.env.BENCH_ISOLATION === 'file' ? { isolation: 'file' } : {}),
    }),
  ],
  test: { include: ['*.test.ts'], maxWorkers: 1 },
})
