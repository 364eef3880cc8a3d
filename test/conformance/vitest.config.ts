import { defineConfig } from 'vitest/config'

// Tests of the packed tarball: what is in it, and what the runners make of it in projects of its users.
export default defineConfig({
  test: {
    name: 'conformance',
    include: ['*.test.ts'],
    globalSetup: './pack.ts',
    pool: 'forks',
    maxWorkers: Number(process.env.CEFRIG_TEST_WORKERS) || 2,
    testTimeout: 240_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
})
