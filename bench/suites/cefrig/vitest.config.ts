import { cefrig } from 'cefrig/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    cefrig({
      viewport: { width: 1280, height: 800 },
      root: '../../pages',
      isolation: process.env.BENCH_ISOLATION === 'file' ? 'file' : 'test',
    }),
  ],
  test: { include: ['*.test.ts'], maxWorkers: 1, testTimeout: 30_000 },
})
