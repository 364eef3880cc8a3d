import type { CefrigError } from '../errors.js'
import type { StackFrame } from '../protocol/events.js'
import type { FailOn } from '../protocol/options.js'
import type { ConsoleMessage } from './console-message.js'
import { badArgument, isError, kindOf } from './failure.js'
import type { Page } from './page.js'
import type { PageError } from './page-error.js'
import type { SourceMaps } from './stack.js'

/** Trouble of a page that its test did not expect. */
export type PageFailure =
  | { kind: 'pageError'; error: PageError; url: string }
  | { kind: 'consoleError'; message: ConsoleMessage; url: string; maps: SourceMaps }
  | { kind: 'crash'; status: string; exitCode: number; url: string }
  | { kind: 'handler'; error: unknown; request: string; url: string }
  | {
      kind: 'contract'
      error: CefrigError
      /** Of the page's call, as lines. */
      pageStack: string
      /** Of the test's `page.bind()`, as lines. */
      testStack: string
      url: string
      maps: SourceMaps
    }
  /** The browser asked `what`, and the test did not answer; `next` says how to. */
  | { kind: 'unhandled'; what: string; next: string; url: string }

/** What went wrong in a page, and what of it the test expects. */
export class Failures {
  readonly #all: PageFailure[] = []
  readonly #expected: (string | RegExp)[] = []

  record(failure: PageFailure): void {
    this.#all.push(failure)
  }

  /** It was no failure after all. */
  forget(failure: PageFailure): void {
    const at = this.#all.indexOf(failure)
    if (at >= 0) this.#all.splice(at, 1)
  }

  expect(pattern: string | RegExp): void {
    if (typeof pattern !== 'string' && Object.prototype.toString.call(pattern) !== '[object RegExp]') {
      throw badArgument(
        `the pattern is ${kindOf(pattern)}`,
        'Give a part of the text, or a regular expression',
      )
    }
    this.#expected.push(pattern)
  }

  /** What was not expected, in the order in which it happened. */
  unexpected(failOn: FailOn): PageFailure[] {
    return this.#all.filter((failure) => {
      if (failure.kind !== 'handler' && failOn[failure.kind] === false) return false
      const text = headline(failure)
      return !this.#expected.some((pattern) =>
        typeof pattern === 'string' ? text.includes(pattern) : text.search(pattern) >= 0,
      )
    })
  }
}

/** What went wrong in a page and was not expected, for whoever lets a test fail because of it. */
export function pageFailures(page: Page, failOn: FailOn = {}): PageFailure[] {
  return page.failures(failOn)
}

/** All of it in words, with source-mapped stacks. */
export async function formatFailures(failures: readonly PageFailure[]): Promise<string> {
  const parts = await Promise.all(failures.map((failure) => describe(failure)))
  const count = failures.length === 1 ? 'an error' : `${failures.length} errors`
  const numbered = parts.map((part, index) => (parts.length > 1 ? `${index + 1}) ${part}` : part))
  const next =
    'If the test expects it, call page.expectError() with a part of its text; `failOn` says what fails tests.'
  return `The page had ${count} that the test did not expect.\n\n${numbered.join('\n\n')}\n\n${next}`
}

function headline(failure: PageFailure): string {
  switch (failure.kind) {
    case 'pageError': {
      const { name, message, kind } = failure.error
      return `${kind === 'rejection' ? 'Unhandled rejection' : 'Uncaught'} ${name}: ${message}`
    }
    case 'consoleError':
      return `console.${failure.message.level}: ${failure.message.text}`
    case 'crash':
      return `The page's renderer died (${failure.status}, exit code ${failure.exitCode})`
    case 'handler':
      return `The handler of ${failure.request} failed: ${isError(failure.error) ? failure.error.message : failure.error}`
    case 'contract':
      return `Contract ${failure.error.code === 'CONTRACT_VIOLATED' ? 'violated' : 'invalid'}: ${failure.error.message}`
    case 'unhandled':
      return `Unhandled ${failure.what}`
  }
}

async function describe(failure: PageFailure): Promise<string> {
  const head = headline(failure)
  const where = `    in ${failure.url}`
  switch (failure.kind) {
    case 'pageError': {
      await failure.error.mapped
      const frames = (failure.error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
      return [head, ...frames, where].join('\n')
    }
    case 'consoleError': {
      const frames = await Promise.all(failure.message.stack.map((frame) => failure.maps.mapFrame(frame)))
      return [head, ...frames.map(frameText), where].join('\n')
    }
    case 'crash':
      return [head, where].join('\n')
    case 'unhandled':
      return [head, `    ${failure.next}`, where].join('\n')
    case 'handler': {
      const stack = isError(failure.error) ? (failure.error.stack ?? '') : ''
      return [head, ...stack.split('\n').filter((line) => /^\s+at /.test(line)), where].join('\n')
    }
    case 'contract': {
      const { path, expected, received } = failure.error.facts
      const facts = [
        ['path', path],
        ['expected', expected],
        ['received', received],
      ].filter(([, value]) => value !== undefined)
      const inPage = (await failure.maps.map(failure.pageStack)).split('\n').filter(Boolean)
      const { cause } = failure.error
      const thrown = isError(cause)
        ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
        : []
      return [
        head,
        ...facts.map(([name, value]) => `    ${name}: ${value}`),
        ...inPage,
        '    --- in the test ---',
        ...thrown,
        ...failure.testStack.split('\n'),
        where,
      ].join('\n')
    }
  }
}

function frameText({ functionName, url, line, column }: StackFrame): string {
  const place = `${url || '<anonymous>'}:${line}:${column}`
  return functionName ? `    at ${functionName} (${place})` : `    at ${place}`
}
