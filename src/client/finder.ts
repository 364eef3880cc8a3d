import type { Locator } from './locator.js'
import {
  byAltText,
  byCss,
  byLabel,
  byPlaceholder,
  byRole,
  byTestId,
  byText,
  byTitle,
  type Query,
  type RoleOptions,
  type TextOptions,
} from './selector.js'

/** What elements can be looked for in: a page, a frame, the elements of a locator. */
export abstract class Finder {
  /** @internal */
  protected abstract find(method: string, query: () => Query): Locator

  /** By CSS selector, `text=…` or XPath (`//…`). */
  locator(selector: string): Locator {
    return this.find('locator', () => byCss(selector))
  }

  /** By ARIA role, and by name and state. */
  getByRole(role: string, options?: RoleOptions): Locator {
    return this.find('getByRole', () => byRole(role, options))
  }

  /** By the text inside. */
  getByText(text: string | RegExp, options?: TextOptions): Locator {
    return this.find('getByText', () => byText(text, options))
  }

  /** Form fields by their label, also by `aria-label` and `aria-labelledby`. */
  getByLabel(text: string | RegExp, options?: TextOptions): Locator {
    return this.find('getByLabel', () => byLabel(text, options))
  }

  /** By the attribute `data-testid`. */
  getByTestId(id: string | RegExp): Locator {
    return this.find('getByTestId', () => byTestId(id))
  }

  /** Form fields by their placeholder. */
  getByPlaceholder(text: string | RegExp, options?: TextOptions): Locator {
    return this.find('getByPlaceholder', () => byPlaceholder(text, options))
  }

  /** Images by their alternative text. */
  getByAltText(text: string | RegExp, options?: TextOptions): Locator {
    return this.find('getByAltText', () => byAltText(text, options))
  }

  /** By the attribute `title`. */
  getByTitle(text: string | RegExp, options?: TextOptions): Locator {
    return this.find('getByTitle', () => byTitle(text, options))
  }
}
