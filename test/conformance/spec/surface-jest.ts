import { afterEach, beforeEach, jest, test as jestTest } from '@jest/globals'
import type { Cef, Page } from 'cefrig'
import type * as surface from './surface.js'

export { describe, expect } from '@jest/globals'

declare const page: Page
declare const cef: Cef

export const test: typeof surface.test = (title, body, { retry = 0 } = {}) => {
  // For the whole file.
  if (retry > 0) jest.retryTimes(retry)
  jestTest(title, () => body({ page, cef }))
}

export const failing: typeof surface.failing = (title, body) => {
  jestTest.failing(title, () => body({ page, cef }))
}

export const before: typeof surface.before = (body) => beforeEach(() => body({ page, cef }))
export const after: typeof surface.after = (body) => afterEach(() => body({ page, cef }))
export const mock: typeof surface.mock = (body) => jest.fn(body)

export const withFakeTimers: typeof surface.withFakeTimers = async (body) => {
  jest.useFakeTimers()
  await body().finally(() => jest.useRealTimers())
}
