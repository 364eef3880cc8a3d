import { defineConfig } from '@playwright/experimental-ct-react'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.tsx',
  workers: 1,
  reporter: 'line',
  use: {
    // The component lies outside, where there is another React.
    ctViteConfig: { resolve: { dedupe: ['react', 'react-dom'] } },
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: process.env.BENCH_BROWSER ?? '', args: ['--no-sandbox'] },
  },
})
