// Runs in the tests' document. The elements that a test means travel to the provider as selectors.
import {
  getByAltTextSelector,
  getByLabelSelector,
  getByPlaceholderSelector,
  getByRoleSelector,
  getByTestIdSelector,
  getByTextSelector,
  getByTitleSelector,
  Locator,
  selectorEngine,
} from '@vitest/browser/locators'
import { page, server } from 'vitest/browser'
import * as internal from 'vitest/internal/browser'

type Element = Parameters<Locator['elementLocator']>[0]

/** A locator whose commands run in the frame of the tests. */
class CefLocator extends Locator {
  constructor(
    override readonly selector: string,
    protected override readonly _container?: Element,
  ) {
    super()
  }

  protected override locator(selector: string): Locator {
    return new CefLocator(`${this.selector} >> ${selector}`, this._container)
  }

  protected override elementLocator(element: Element): Locator {
    return locatorOf(element)
  }
}

function locatorOf(element: Element): CefLocator {
  return new CefLocator(selectorEngine.generateSelectorSimple(element), element)
}

page.extend({
  getByLabelText: (text, options) => new CefLocator(getByLabelSelector(text, options)),
  getByRole: (role, options) => new CefLocator(getByRoleSelector(role, options)),
  getByTestId: (id) =>
    new CefLocator(getByTestIdSelector(server.config.browser.locators.testIdAttribute, id)),
  getByAltText: (text, options) => new CefLocator(getByAltTextSelector(text, options)),
  getByPlaceholder: (text, options) => new CefLocator(getByPlaceholderSelector(text, options)),
  getByText: (text, options) => new CefLocator(getByTextSelector(text, options)),
  getByTitle: (text, options) => new CefLocator(getByTitleSelector(text, options)),
  elementLocator: (element) => locatorOf(element),
  frameLocator: (frame) =>
    new CefLocator(`${(frame as CefLocator).selector} >> internal:control=enter-frame`),
} as Parameters<typeof page.extend>[0])

// Not in the types of Vitest: how it makes a locator of a selector that came from elsewhere.
const { __INTERNAL } = internal as unknown as {
  __INTERNAL: { _createLocator(selector: string): Locator }
}
__INTERNAL._createLocator = (selector) => new CefLocator(selector)
