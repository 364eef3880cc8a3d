// What the specification uses of its runner, as Vitest has it. `surface-jest.ts` is the same for Jest, `surface-browser.ts` what of it Browser Mode has.
import type { Locator } from 'cefrig'
import { afterEach, beforeEach, type CefrigFixtures, expect, vi, test as vitestTest } from 'cefrig/vitest'

export { describe, expect } from 'cefrig/vitest'

/** What a test or hook is given. */
export type Given = CefrigFixtures
export type Body = (given: Given) => Promise<void> | void

/** `retry`: how often it may be tried again. */
export function test(title: string, body: Body, { retry = 0 }: { retry?: number } = {}): void {
  vitestTest(title, { retry }, ({ page, cef, mount }) => body({ page, cef, mount }))
}

/** A test that fails, as it is to. */
export function failing(title: string, body: Body): void {
  vitestTest.fails(title, ({ page, cef, mount }) => body({ page, cef, mount }))
}

export function before(body: Body): void {
  beforeEach(({ page, cef, mount }) => body({ page, cef, mount }))
}

export function after(body: Body): void {
  afterEach(({ page, cef, mount }) => body({ page, cef, mount }))
}

/** A mock of the runner. */
export const mock: <Parameters extends unknown[], Result>(
  body: (...args: Parameters) => Result,
) => (...args: Parameters) => Result = vi.fn

/** What `Date` and timers of the test are meanwhile is up to the runner. */
export async function withFakeTimers(body: () => Promise<void>): Promise<void> {
  vi.useFakeTimers()
  await body().finally(() => vi.useRealTimers())
}

/** Waits until the element has the text. */
export const shows = (locator: Locator, text: string, options?: { timeout?: number }): Promise<void> =>
  expect(locator).toHaveText(text, options)

/** Waits until the field has the value. */
export const holds = (locator: Locator, value: string): Promise<void> => expect(locator).toHaveValue(value)
