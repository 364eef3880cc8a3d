import type { Locator } from './locator.js'
import { type OptionRule, type OptionSchema, oneOf, text } from './option-rules.js'

/** How the page is made up while a picture of it is taken. */
export interface LookOptions {
  /** Elements whose boxes are filled: every element of each locator, rounded outwards to whole device pixels. Default none. */
  mask?: Locator[]
  /** Colour of the masks, `#rrggbb`. Default `#ff00ff`. */
  maskColor?: string
  /** CSS for every document, frame and open shadow root meanwhile. Default none. */
  style?: string
  /**
   * `disabled`: CSS animations, transitions and Web Animations that end are finished, and tell the page so; others are shown as
   * before their start and go on afterwards. `allow`: they are caught where they are. Default `allow`; of goldens `disabled`.
   */
  animations?: 'disabled' | 'allow'
  /** `hide` (default): the text cursor is not painted. `initial`: it is, at one moment and not at another. */
  caret?: 'hide' | 'initial'
}

const locators: OptionRule = {
  give: 'an array of locators',
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item?.maskedIn === 'function'),
}

export const maskColorRule: OptionRule = {
  give: '"#rrggbb"',
  accepts: (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
}

export const lookSchema: OptionSchema<LookOptions> = {
  mask: locators,
  maskColor: maskColorRule,
  style: text,
  animations: oneOf('disabled', 'allow'),
  caret: oneOf('hide', 'initial'),
}
