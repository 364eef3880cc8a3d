import { defineConfig } from 'vitest/config'

// The specification of cefrig and its unit tests. The examples have configs of their own.
export default defineConfig({
  test: {
    name: 'test',
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // On a busy machine a second is soon over.
    expect: { poll: { timeout: 10_000 } },
  },
})
