import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isNativeError } from 'node:util/types'
import { CefrigError, isCefrigError } from '../errors.js'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/dist[/\\]$/, '')
/** Directories of cefrig's own code, compiled and as source maps name it, whose frames say nothing to a caller. */
const ownDirectories = ['dist', 'src', 'matchers', 'fixtures'].map((room) => join(root, room) + sep)

/**
 * Runs the work of a public method. What fails is told in the method's name (`page.goto() failed: …`), with the stack of
 * whoever called it.
 */
export async function run<T>(method: string, work: () => T | Promise<T>): Promise<T> {
  const caller: { stack?: string } = {}
  Error.captureStackTrace(caller, run)
  try {
    return await work()
  } catch (error) {
    throw isCefrigError(error) ? inNameOf(method, error, caller.stack) : error
  }
}

/** The same for methods that answer at once. */
export function runNow<T>(method: string, work: () => T): T {
  const caller: { stack?: string } = {}
  Error.captureStackTrace(caller, runNow)
  try {
    return work()
  } catch (error) {
    throw isCefrigError(error) ? inNameOf(method, error, caller.stack) : error
  }
}

function inNameOf(method: string, error: CefrigError, stack = ''): CefrigError {
  const fact = error.message
    .replace(/^[\w.]+\(\) failed: /, '')
    .replace(/^(The|An?|It|No|Its|This)\b/, lowerCase)
  const facts = { ...error.facts, method }
  const cause = error.code === 'EVALUATION_FAILED' ? pageError(error) : error.cause
  const options = cause === undefined ? { facts } : { facts, cause }
  const named = new CefrigError(error.code, `${method}() failed: ${fact}`, options)
  const value = [`CefrigError: ${named.message}`, ...callerFrames(stack)].join('\n')
  Object.defineProperty(named, 'stack', { value, writable: true, configurable: true })
  return named
}

/** The frames of a stack that are the caller's. */
export function callerFrames(stack = ''): string[] {
  const frames = stack.split('\n').slice(1)
  const outside = frames.filter(
    (frame) => !/node:(internal\/)?async_/.test(frame) && !ownDirectories.some((own) => frame.includes(own)),
  )
  return outside.length > 0 ? outside : frames
}

/** What the page threw, as an error with the page's own stack. */
function pageError({ facts }: CefrigError): Error {
  const error = new Error(String(facts.message ?? ''))
  Object.defineProperty(error, 'name', { value: facts.name ?? 'Error', configurable: true })
  Object.defineProperty(error, 'stack', {
    value: facts.stack || `${facts.name}: ${facts.message}`,
    configurable: true,
  })
  return error
}

function lowerCase(word: string): string {
  return word.toLowerCase()
}

/** Whether it is an error, of the realm of a test file too. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value)
}

/** A bad argument, told as a fact and what to give instead. */
export function badArgument(fact: string, next: string, facts: Record<string, unknown> = {}): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `${fact}. ${next}.`, { facts })
}

/** Refuses an argument that is no string. */
export function requireString(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw badArgument(`${name} is ${kindOf(value)}`, 'Give a string')
}

/** Refuses an argument that is not a finite number. */
export function requireNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw badArgument(`${name} is ${kindOf(value)}`, 'Give a finite number')
  }
}

/** A value in words, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  return `a ${typeof value}`
}
