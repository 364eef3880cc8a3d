import { afterEach, beforeEach, expect, jest, test as jestTest } from '@jest/globals'
import type * as surface from './surface.js'

export { describe, expect } from '@jest/globals'

declare const page: surface.Given['page']
declare const cef: surface.Given['cef']
declare const mount: surface.Given['mount']

/** Globals belong to the test that asks for them. */
const given: surface.Given = {
  get page() {
    return page
  },
  get cef() {
    return cef
  },
  get mount() {
    return mount
  },
}

export const test: typeof surface.test = (title, body, { retry = 0 } = {}) => {
  // For the whole file.
  if (retry > 0) jest.retryTimes(retry)
  jestTest(title, () => body(given))
}

export const failing: typeof surface.failing = (title, body) => {
  jestTest.failing(title, () => body(given))
}

export const before: typeof surface.before = (body) => beforeEach(() => body(given))
export const after: typeof surface.after = (body) => afterEach(() => body(given))
export const mock: typeof surface.mock = (body) => jest.fn(body)

export const withFakeTimers: typeof surface.withFakeTimers = async (body) => {
  jest.useFakeTimers()
  await body().finally(() => jest.useRealTimers())
}

/** cefrig's matchers as the specification knows them. */
const matched = expect as unknown as typeof surface.expect

export const shows: typeof surface.shows = (locator, text, options) =>
  matched(locator).toHaveText(text, options)
export const holds: typeof surface.holds = (locator, value) => matched(locator).toHaveValue(value)
