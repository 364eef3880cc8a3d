import { inspect } from 'node:util'

/** What `expect.extend` hands to a matcher as `this`, as far as all runners do. */
export interface MatcherContext {
  isNot?: boolean
  utils?: {
    printExpected?(value: unknown): string
    printReceived?(value: unknown): string
  }
}

/** What `expect.extend` wants to know. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

/** What a matcher found out. */
export interface Finding {
  pass: boolean
  /** The matcher's name. */
  name: string
  /** What was looked at, in words. */
  subject: string
  /** What was wrong, as a sentence without its end. */
  fact: string
  expected?: unknown
  received?: unknown
}

/** The result, with a message in the runner's own colours. */
export function report(context: MatcherContext, finding: Finding): MatcherResult {
  const { name, subject, fact } = finding
  const negated = context?.isNot === true
  return {
    pass: finding.pass,
    message() {
      const show = (kind: 'printExpected' | 'printReceived', value: unknown) =>
        context?.utils?.[kind]?.(value) ?? inspect(value)
      const lines = [`expect(${subject})${negated ? '.not' : ''}.${name}() failed: ${fact}.`]
      if ('expected' in finding) {
        lines.push('', `Expected: ${negated ? 'not ' : ''}${show('printExpected', finding.expected)}`)
      }
      if ('received' in finding) {
        if (!('expected' in finding)) lines.push('')
        lines.push(`Received: ${show('printReceived', finding.received)}`)
      }
      return lines.join('\n')
    },
  }
}
