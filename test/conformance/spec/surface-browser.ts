// The surface in Browser Mode of Vitest: the page is the one that the test runs in.
import { vi, expect as vitestExpect, test as vitestTest } from 'vitest'
import { type Locator, page } from 'vitest/browser'
import type * as surface from './surface.js'

export const expect = vitestExpect as unknown as typeof surface.expect

const element = (locator: unknown, options?: { timeout?: number }) =>
  vitestExpect.element(locator as Locator, options)

/** Names of a page in Node that a page of Browser Mode has not, or has others for. */
page.extend({
  async setContent(html: string) {
    const { body } = new DOMParser().parseFromString(html, 'text/html')
    document.body.style.cssText = body.style.cssText
    document.body.innerHTML = body.innerHTML
  },
  locator: (selector: string) => page.elementLocator(document.querySelector(selector)!),
  getByLabel: (text: string) => page.getByLabelText(text),
} as object)

const given = { page } as unknown as surface.Given

export const test: typeof surface.test = (title, body, { retry = 0 } = {}) => {
  vitestTest(title, { retry }, () => body(given))
}

export const mock: typeof surface.mock = vi.fn

export const withFakeTimers: typeof surface.withFakeTimers = async (body) => {
  vi.useFakeTimers()
  await body().finally(() => vi.useRealTimers())
}

export const shows: typeof surface.shows = (locator, text, options) =>
  element(locator, options).toHaveTextContent(text)

export const holds: typeof surface.holds = (locator, value) => element(locator).toHaveValue(value)
