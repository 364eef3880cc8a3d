import { playwright } from '@vitest/browser-playwright'
import { cefBrowser } from 'cefrig/vitest/browser'
import { defineConfig } from 'vitest/config'

const executablePath = process.env.BENCH_BROWSER
const viewport = { width: 1280, height: 800 }

export default defineConfig({
  test: {
    include: ['*.test.tsx'],
    maxWorkers: 1,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      ...(executablePath
        ? {
            provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox'] } }),
            instances: [{ browser: 'chromium', viewport }],
          }
        : { provider: cefBrowser(), instances: [{ browser: 'chrome', viewport }] }),
    },
  },
})
