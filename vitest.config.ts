import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

// The specification of cefrig and its unit tests. The examples, and test/conformance, have configs of their own.
export default defineConfig({
  test: {
    name: 'test',
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/conformance/**'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Many tests wait for processes more than they compute.
    maxWorkers:
      Number(process.env.CEFRIG_TEST_WORKERS) || Math.max(2, Math.floor(availableParallelism() / 2)),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // On a busy machine a second is soon over.
    expect: { poll: { timeout: 10_000 } },
  },
})
