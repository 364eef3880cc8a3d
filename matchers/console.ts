import { inspect } from 'node:util'
import type { ConsoleMessage } from '../src/client/console-message.js'
import { checkOptions, milliseconds } from '../src/client/options.js'
import type { Page } from '../src/client/page.js'
import { formatFailures } from '../src/client/page-failures.js'
import { showReceived } from '../src/client/received.js'
import { CefrigError } from '../src/errors.js'
import type { ConsoleLevel } from '../src/protocol/events.js'
import type { WaitOptions } from './locator.js'
import { type MatcherContext, type MatcherResult, report } from './report.js'

/** A part of the text, an expression, or both with a level. */
export type ConsolePattern = string | RegExp | { level?: ConsoleLevel; text?: string | RegExp }

/** What `expect(page)` gains about its console and its errors. */
export interface ConsoleMatchers<Result = Promise<void>> {
  /** The console has, or gets within `timeout`, a message that matches. With `.not`: it has none so far. */
  toHaveConsole(pattern: ConsolePattern, options?: WaitOptions): Result
  /** No uncaught error, `console.error`, failed assertion or crash so far that `page.expectError()` does not expect. */
  toHaveNoErrors(): Result
}

/** The matcher {@link ConsoleMatchers.toHaveConsole}, for any `expect` with `extend`. */
export async function toHaveConsole(
  this: MatcherContext,
  received: unknown,
  pattern: ConsolePattern,
  options?: WaitOptions,
): Promise<MatcherResult> {
  checkOptions<WaitOptions>('toHaveConsole()', { timeout: milliseconds }, options)
  const page = requirePage('toHaveConsole', received)
  const matches = matcherOf(pattern)
  const deadline = page.deadline(options?.timeout)
  const negated = this?.isNot === true
  let pass = page.console.some(matches)
  if (!pass && !negated) {
    let listener: (message: ConsoleMessage) => void = () => {}
    const came = new Promise<boolean>((resolve) => {
      listener = (message) => matches(message) && resolve(true)
      page.on('console', listener).once('closed', () => resolve(false))
    })
    pass = await deadline.guard(came, () => false)
    page.off('console', listener)
  }
  return report(this, {
    pass,
    name: 'toHaveConsole',
    subject: 'page',
    fact: pass ? 'there is such a message' : `no such message came within ${deadline.timeout} ms`,
    expected: pattern,
    received: page.console.map(String),
  })
}

/** The matcher {@link ConsoleMatchers.toHaveNoErrors}, for any `expect` with `extend`. */
export async function toHaveNoErrors(this: MatcherContext, received: unknown): Promise<MatcherResult> {
  const failures = requirePage('toHaveNoErrors', received).failures({})
  const text = failures.length > 0 ? await formatFailures(failures) : 'there are none.'
  return {
    pass: failures.length === 0,
    message: () =>
      `expect(page)${this?.isNot ? '.not' : ''}.toHaveNoErrors() failed: ${text.replace(/^The/, 'the')}`,
  }
}

function matcherOf(pattern: ConsolePattern): (message: ConsoleMessage) => boolean {
  if (isText(pattern)) return ({ text }) => includes(text, pattern)
  const { level, text } = pattern ?? {}
  const known = typeof pattern === 'object' && pattern !== null && (level !== undefined || text !== undefined)
  if (!known || (text !== undefined && !isText(text)) || (level !== undefined && typeof level !== 'string')) {
    const fact = `the pattern is ${inspect(pattern)}. Give a string, a regular expression, or { level, text }`
    throw new CefrigError('BAD_ARGUMENT', `toHaveConsole() failed: ${fact}.`)
  }
  return (message) =>
    (level === undefined || message.level === level) && (text === undefined || includes(message.text, text))
}

function includes(text: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? text.includes(pattern) : text.search(pattern) >= 0
}

function isText(value: unknown): value is string | RegExp {
  return typeof value === 'string' || Object.prototype.toString.call(value) === '[object RegExp]'
}

/** What a matcher of pages was given. @throws BAD_ARGUMENT when it is no page */
export function requirePage(name: string, received: unknown): Page {
  if (typeof received === 'object' && received !== null && 'expectError' in received) return received as Page
  const fact = `expect() was given ${showReceived(received)}. Give it a page`
  throw new CefrigError('BAD_ARGUMENT', `${name}() failed: ${fact}.`)
}
