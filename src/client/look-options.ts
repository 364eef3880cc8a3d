import { type Popups, popupReads } from '../protocol/look.js'
import type { Pending, Readiness } from '../protocol/ready.js'
import type { Locator } from './locator.js'
import {
  flag,
  isObject,
  milliseconds,
  type OptionRule,
  type OptionSchema,
  objectOf,
  oneOf,
  text,
} from './option-rules.js'

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
   * before their start and go on afterwards. `allow`: they are caught where they are. `{ at }`: all stand at this time, in milliseconds
   * from the start of each, delay included, and go on afterwards from where they were. Default `allow`; of goldens `disabled`.
   */
  animations?: 'disabled' | 'allow' | { at: number }
  /** `hide` (default): the text cursor is not painted. `initial`: it is, at one moment and not at another. */
  caret?: 'hide' | 'initial'
  /** What the page must be before. Default: loaded, with all that it has asked for. */
  ready?: Readiness
  /**
   * Lists of `<select>` and pickers of dates and colours, which the browser shows above the page. `composited` (default): in the
   * picture, as a user sees them. `hidden`: left out. `apart`: the picture is of the open one alone.
   */
  popups?: Popups
}

const locators: OptionRule = {
  give: 'an array of locators',
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item?.maskedIn === 'function'),
}

/** A time in milliseconds from a start. */
export const instant: OptionRule = {
  give: 'milliseconds from 0 up',
  accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
}

export const maskColorRule: OptionRule = {
  give: '"#rrggbb"',
  accepts: (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
}

const animations: OptionRule = {
  give: '"disabled", "allow" or { at: milliseconds }',
  accepts: (value) =>
    value === 'disabled' ||
    value === 'allow' ||
    (isObject(value) && Object.keys(value).join() === 'at' && instant.accepts((value as { at: unknown }).at)),
}

const readinessSchema: OptionSchema<Omit<Readiness, 'deadlines'>> = {
  load: flag,
  fonts: flag,
  stylesheets: flag,
  images: { give: 'true, false or "all"', accepts: (value) => flag.accepts(value) || value === 'all' },
  frames: flag,
  page: flag,
  network: {
    give: 'true, false or milliseconds',
    accepts: (value) => flag.accepts(value) || instant.accepts(value),
  },
  busy: flag,
  animations: flag,
  video: instant,
}

/** Not waited for unless they are asked for. */
const offByDefault: readonly string[] = ['network', 'busy', 'animations', 'video'] satisfies Pending[]
const names = Object.keys(readinessSchema)
const readinessRule: OptionRule = {
  give: `an object of ${names.join(', ')}, and deadlines: milliseconds, above 0, of names that are waited for`,
  accepts: (value) => {
    if (!isObject(value)) return false
    const { deadlines, ...ready } = value as Record<string, unknown>
    if (!objectOf(readinessSchema, '').accepts(ready)) return false
    if (deadlines === undefined) return true
    const isAwaited = (name: string) =>
      names.includes(name) && (ready[name] ?? !offByDefault.includes(name)) !== false
    return (
      isObject(deadlines) &&
      Object.entries(deadlines).every(
        ([name, time]) => time === undefined || (isAwaited(name) && time !== 0 && milliseconds.accepts(time)),
      )
    )
  },
}

export const lookSchema: OptionSchema<LookOptions> = {
  mask: locators,
  maskColor: maskColorRule,
  style: text,
  animations,
  caret: oneOf('hide', 'initial'),
  ready: readinessRule,
  popups: oneOf(...popupReads),
}
