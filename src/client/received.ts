import { inspect } from 'node:util'

/** What `expect()` was given, in words, for messages. */
export function showReceived(received: unknown): string {
  if (typeof received === 'object' && received !== null) {
    if ('expectError' in received) return 'a page'
    if ('expectation' in received) return `the locator ${received}`
    if ('then' in received) return 'a promise, which was not awaited'
  }
  return inspect(received, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 100 })
}
