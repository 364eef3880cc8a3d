import { inspect } from 'node:util'
import { CefrigError } from '../src/errors.js'
import { check, type WaitOptions } from './locator.js'
import type { MatcherContext, MatcherResult } from './report.js'

/** What `expect(page)` and `expect(locator)` gain about what assistive technology finds. */
export interface AriaMatchers<Result = Promise<void>> {
  /**
   * Has, or gets within `timeout`, the roles, names and states of the template, in this order; others may be between them. The
   * template is YAML, as `locator.ariaSnapshot()` writes it, beginning with the element itself if that has a role; names and texts
   * may be expressions, as `/\d+ items/`.
   *
   * @example
   * await expect(page).toMatchAria(`
   *   - heading "Tasks" [level=1]
   *   - list:
   *     - listitem: Milk
   * `)
   */
  toMatchAria(template: string, options?: WaitOptions): Result
}

/** The matcher {@link AriaMatchers.toMatchAria}, for any `expect` with `extend`. */
export async function toMatchAria(
  this: MatcherContext,
  received: unknown,
  template: string,
  options?: WaitOptions,
): Promise<MatcherResult> {
  const wanted = await checked(template)
  const subject = isPage(received) ? received.locator('body') : received
  const expectation = { kind: 'aria', template: wanted } as const
  return check(this, 'toMatchAria', subject, expectation, options, { expected: wanted })
}

/** The template without the indentation that all of its lines have. */
async function checked(template: unknown): Promise<string> {
  if (typeof template !== 'string') throw invalid(`the template is ${inspect(template)}. Give a string`)
  const lines = template
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)))
  const text = lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n')
  const { parseAriaTemplate } = await import('ivya/aria')
  try {
    parseAriaTemplate(text)
  } catch (error) {
    throw invalid(
      `the template is not valid: ${(error as Error).message}. Give what locator.ariaSnapshot() answers`,
    )
  }
  return text
}

function isPage(received: unknown): received is { locator(selector: string): unknown } {
  return typeof received === 'object' && received !== null && 'expectError' in received
}

function invalid(fact: string): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `toMatchAria() failed: ${fact}.`)
}
