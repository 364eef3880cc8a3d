import { stat } from 'node:fs/promises'
import type { MouseButton } from '../protocol/input.js'
import type { ElementState, Point } from '../protocol/operation.js'
import type { Clip, WaitUntil } from '../protocol/options.js'
import type { NavigationOptions } from '../protocol/page.js'
import { type LookOptions, lookSchema } from './look-options.js'
import {
  flag,
  milliseconds,
  type OptionRule,
  type OptionSchema,
  objectOf,
  oneOf,
  path,
  text,
  wholeNumber,
} from './options.js'

/** How long a method may wait. */
export interface TimeoutOptions {
  /** Milliseconds; 0: no limit. Default: the page's `timeout`. */
  timeout?: number
}

/** How a navigation is made, and when it counts as finished. */
export interface GotoOptions extends TimeoutOptions {
  waitUntil?: WaitUntil
  referer?: string
}

/** A key that is held while something else is pressed. */
export type Modifier = 'Alt' | 'Control' | 'Meta' | 'Shift'

/** Where and how a pointer acts on an element. */
export interface PointerOptions extends TimeoutOptions {
  /** From the top left corner of the element's padding box, in CSS pixels. Default: the middle of what can be seen of it. */
  position?: Point
  /** Act without waiting for the element to be ready. Default false. */
  force?: boolean
  /** Wait, but do not act. Default false. */
  trial?: boolean
  modifiers?: Modifier[]
}

/** How an element is clicked. */
export interface ClickOptions extends PointerOptions {
  /** Default `left`. */
  button?: MouseButton
  /** Default 1. */
  clickCount?: number
  /** Milliseconds between press and release. Default 0. */
  delay?: number
}

/** How one element is dragged onto another. */
export interface DragOptions extends TimeoutOptions {
  /** Where the element is taken, as {@link PointerOptions.position}. */
  sourcePosition?: Point
  /** Where it is let go. */
  targetPosition?: Point
  /** Moves of the pointer on the way. Default 5. */
  steps?: number
  modifiers?: Modifier[]
}

/** How a field is filled. */
export interface FillOptions extends TimeoutOptions {
  /** Act without waiting for the element to be ready. Default false. */
  force?: boolean
}

/** How keys are typed. */
export interface TypeOptions extends TimeoutOptions {
  /** Milliseconds between keys. Default 0. */
  delay?: number
}

/** How an element's picture is taken, and where it goes. */
export interface ScreenshotOptions extends TimeoutOptions, LookOptions {
  /** File to write the picture to. Default: none. */
  path?: string
  /** Default `png`, the only one. */
  type?: 'png'
  /** Leaves the page's default background transparent. Default false. */
  omitBackground?: boolean
}

/** Which part of a page the picture shows. */
export interface PageScreenshotOptions extends ScreenshotOptions {
  clip?: Clip
  /** The whole document instead of the viewport. Default false. */
  fullPage?: boolean
}

/** Which part of a page the pixels show. */
export interface PixelsOptions extends TimeoutOptions, LookOptions {
  clip?: Clip
  fullPage?: boolean
  omitBackground?: boolean
  /** Do not wait for the page's present state to be painted: the last frame as it is. Default false. */
  immediate?: boolean
}

const number: OptionRule = {
  give: 'a finite number',
  accepts: (value) => typeof value === 'number' && Number.isFinite(value),
}
const size: OptionRule = {
  give: 'a number above 0',
  accepts: (value) => number.accepts(value) && (value as number) > 0,
}
const complete = (rule: OptionRule, names: readonly string[]): OptionRule => ({
  give: rule.give,
  accepts: (value) => rule.accepts(value) && names.every((name) => name in (value as object)),
})

export const clipRule = complete(
  objectOf<Clip>(
    { x: number, y: number, width: size, height: size },
    '{ x, y, width, height } in CSS pixels, width and height above 0',
  ),
  ['x', 'y', 'width', 'height'],
)
const pointRule = complete(objectOf<Point>({ x: number, y: number }, '{ x, y } in CSS pixels'), ['x', 'y'])
const modifiers = ['Alt', 'Control', 'Meta', 'Shift']

export const timeoutSchema: OptionSchema<TimeoutOptions> = { timeout: milliseconds }

export const gotoSchema: OptionSchema<GotoOptions> = {
  timeout: milliseconds,
  waitUntil: oneOf('load', 'domcontentloaded', 'commit'),
  referer: text,
}

export const pointerSchema: OptionSchema<PointerOptions> = {
  ...timeoutSchema,
  position: pointRule,
  force: flag,
  trial: flag,
  modifiers: {
    give: 'an array of "Alt", "Control", "Meta" and "Shift"',
    accepts: (value) => Array.isArray(value) && value.every((name) => modifiers.includes(name)),
  },
}

export const mouseSchema: OptionSchema<Pick<ClickOptions, 'button' | 'clickCount' | 'delay'>> = {
  button: oneOf('left', 'middle', 'right', 'back', 'forward'),
  clickCount: wholeNumber(0, 10),
  delay: milliseconds,
}
const { modifiers: modifiersRule } = pointerSchema
export const dragSchema: OptionSchema<DragOptions> = {
  ...timeoutSchema,
  sourcePosition: pointRule,
  targetPosition: pointRule,
  steps: wholeNumber(1, 10_000),
  modifiers: modifiersRule,
}
export const clickSchema: OptionSchema<ClickOptions> = { ...pointerSchema, ...mouseSchema }
export const fillSchema: OptionSchema<FillOptions> = { ...timeoutSchema, force: flag }
export const typeSchema: OptionSchema<TypeOptions> = { ...timeoutSchema, delay: milliseconds }

export const screenshotSchema: OptionSchema<ScreenshotOptions> = {
  ...timeoutSchema,
  ...lookSchema,
  path,
  type: oneOf('png'),
  omitBackground: flag,
}
export const pageScreenshotSchema: OptionSchema<PageScreenshotOptions> = {
  ...screenshotSchema,
  clip: clipRule,
  fullPage: flag,
}
export const pixelsSchema: OptionSchema<PixelsOptions> = {
  ...timeoutSchema,
  ...lookSchema,
  clip: clipRule,
  fullPage: flag,
  omitBackground: flag,
  immediate: flag,
}

/** What an element must be before a pointer acts on it. */
export const pointerStates: ElementState[] = ['visible', 'enabled', 'stable']

export function navigationOptions(options: GotoOptions | undefined, timeout: number): NavigationOptions {
  const { waitUntil = 'load', referer } = options ?? {}
  return { timeout: options?.timeout ?? timeout, waitUntil, ...(referer === undefined ? {} : { referer }) }
}

export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
