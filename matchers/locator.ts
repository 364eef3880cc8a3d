import { inspect } from 'node:util'
import type { Locator } from '../src/client/locator.js'
import { checkOptions, milliseconds } from '../src/client/options.js'
import { showReceived } from '../src/client/received.js'
import { CefrigError } from '../src/errors.js'
import type { Expectation, Observed, TextMatch } from '../src/protocol/operation.js'
import { type MatcherContext, type MatcherResult, report } from './report.js'

export interface WaitOptions {
  /** Milliseconds that it may take; 0: no limit. Default: the page's `timeout`. */
  timeout?: number
}

/** What `expect(locator)` gains. Each waits until it is true, or with `.not` until it is not. */
export interface LocatorMatchers<Result = Promise<void>> {
  /** Has a box with area and is not `visibility: hidden`. */
  toBeVisible(options?: WaitOptions): Result
  /** Not visible, or not there. */
  toBeHidden(options?: WaitOptions): Result
  toBeEnabled(options?: WaitOptions): Result
  toBeDisabled(options?: WaitOptions): Result
  toBeEditable(options?: WaitOptions): Result
  toBeChecked(options?: WaitOptions): Result
  toBeFocused(options?: WaitOptions): Result
  /** The whole text, white space normalised, or an expression; an array stands for all elements in their order. */
  toHaveText(text: TextMatch | TextMatch[], options?: WaitOptions): Result
  /** A part of the text. */
  toContainText(text: TextMatch | TextMatch[], options?: WaitOptions): Result
  /** The value of a form field. */
  toHaveValue(value: TextMatch, options?: WaitOptions): Result
  /** Has the attribute, and with this value where one is given. */
  toHaveAttribute(name: string, value?: TextMatch, options?: WaitOptions): Result
  /** How many elements there are. */
  toHaveCount(count: number, options?: WaitOptions): Result
}

type State = Extract<Expectation, { kind: 'state' }>['state']

const stateMatcher = (name: keyof LocatorMatchers, state: State) =>
  async function (this: MatcherContext, received: unknown, options?: WaitOptions): Promise<MatcherResult> {
    return check(this, name, received, { kind: 'state', state }, options, { said: state })
  }

/** The matcher {@link LocatorMatchers.toBeVisible}, for any `expect` with `extend`. */
export const toBeVisible = stateMatcher('toBeVisible', 'visible')
/** The matcher {@link LocatorMatchers.toBeHidden}, for any `expect` with `extend`. */
export const toBeHidden = stateMatcher('toBeHidden', 'hidden')
/** The matcher {@link LocatorMatchers.toBeEnabled}, for any `expect` with `extend`. */
export const toBeEnabled = stateMatcher('toBeEnabled', 'enabled')
/** The matcher {@link LocatorMatchers.toBeDisabled}, for any `expect` with `extend`. */
export const toBeDisabled = stateMatcher('toBeDisabled', 'disabled')
/** The matcher {@link LocatorMatchers.toBeEditable}, for any `expect` with `extend`. */
export const toBeEditable = stateMatcher('toBeEditable', 'editable')
/** The matcher {@link LocatorMatchers.toBeChecked}, for any `expect` with `extend`. */
export const toBeChecked = stateMatcher('toBeChecked', 'checked')
/** The matcher {@link LocatorMatchers.toBeFocused}, for any `expect` with `extend`. */
export const toBeFocused = stateMatcher('toBeFocused', 'focused')

const textMatcher = (name: 'toHaveText' | 'toContainText', contain: boolean) =>
  async function (
    this: MatcherContext,
    received: unknown,
    text: TextMatch | TextMatch[],
    options?: WaitOptions,
  ): Promise<MatcherResult> {
    const texts = Array.isArray(text) ? text : [text]
    for (const one of texts) requireText(name, 'text', one)
    const expectation: Expectation = Array.isArray(text)
      ? { kind: 'texts', texts, contain }
      : { kind: 'text', text, contain }
    return check(this, name, received, expectation, options, { expected: text })
  }

/** The matcher {@link LocatorMatchers.toHaveText}, for any `expect` with `extend`. */
export const toHaveText = textMatcher('toHaveText', false)
/** The matcher {@link LocatorMatchers.toContainText}, for any `expect` with `extend`. */
export const toContainText = textMatcher('toContainText', true)

/** The matcher {@link LocatorMatchers.toHaveValue}, for any `expect` with `extend`. */
export async function toHaveValue(
  this: MatcherContext,
  received: unknown,
  value: TextMatch,
  options?: WaitOptions,
): Promise<MatcherResult> {
  requireText('toHaveValue', 'value', value)
  return check(this, 'toHaveValue', received, { kind: 'value', value }, options, { expected: value })
}

/** The matcher {@link LocatorMatchers.toHaveAttribute}, for any `expect` with `extend`. */
export async function toHaveAttribute(
  this: MatcherContext,
  received: unknown,
  name: string,
  value?: TextMatch,
  options?: WaitOptions,
): Promise<MatcherResult> {
  if (typeof name !== 'string')
    throw badArgument('toHaveAttribute', `the name is ${inspect(name)}. Give a string`)
  if (value !== undefined) requireText('toHaveAttribute', 'value', value)
  const told = value === undefined ? { said: `given the attribute "${name}"` } : { expected: value }
  return check(this, 'toHaveAttribute', received, { kind: 'attribute', name, value }, options, told)
}

/** The matcher {@link LocatorMatchers.toHaveCount}, for any `expect` with `extend`. */
export async function toHaveCount(
  this: MatcherContext,
  received: unknown,
  count: number,
  options?: WaitOptions,
): Promise<MatcherResult> {
  if (!Number.isInteger(count) || count < 0) {
    throw badArgument('toHaveCount', `the count is ${inspect(count)}. Give a whole number from 0`)
  }
  return check(this, 'toHaveCount', received, { kind: 'count', count }, options, { expected: count })
}

/** Waits until the locator is as expected. */
export async function check(
  context: MatcherContext,
  name: string,
  received: unknown,
  expectation: Expectation,
  options: WaitOptions | undefined,
  told: { expected?: unknown; said?: string },
): Promise<MatcherResult> {
  checkOptions<WaitOptions>(`${name}()`, { timeout: milliseconds }, options)
  const locator = requireLocator(name, received)
  const negated = context?.isNot === true
  const deadline = locator.page().deadline(options?.timeout)
  const observed = await locator.expectation(name, expectation, negated, deadline)
  // Where there is no element, it neither is so nor is it not.
  const pass = observed.missing ? negated : observed.pass
  const fact = factOf(observed, told, negated)
  return report(context, {
    pass,
    name,
    subject: String(locator),
    fact: `${fact} ${deadline.timeout === 0 ? '' : `within ${deadline.timeout} ms`}`.trim(),
    ...('expected' in told ? { expected: told.expected } : {}),
    ...(!observed.missing && 'received' in observed ? { received: observed.received } : {}),
  })
}

function factOf(observed: Observed, told: { expected?: unknown; said?: string }, negated: boolean): string {
  if (observed.missing) return 'no element matched'
  if (told.said !== undefined)
    return negated ? `it did not stop being ${told.said}` : `it did not become ${told.said}`
  return negated ? 'it did not become another' : 'it did not become as expected'
}

function requireLocator(name: string, received: unknown): Locator {
  if (typeof received === 'object' && received !== null && 'expectation' in received)
    return received as Locator
  throw badArgument(name, `expect() was given ${showReceived(received)}. Give it a locator`)
}

function requireText(name: string, what: string, value: unknown): void {
  const isExpression = Object.prototype.toString.call(value) === '[object RegExp]'
  if (typeof value === 'string' || isExpression) return
  throw badArgument(name, `the ${what} is ${inspect(value)}. Give a string or a regular expression`)
}

function badArgument(name: string, fact: string): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `${name}() failed: ${fact}.`)
}
