import { isError } from '../failure.js'

/** An error of the other side with the stacks of both: whoever called first. Anything else stays as it is. */
export function withStack(error: unknown, at: Error, where: string): unknown {
  if (!isError(error)) return error
  // The other side may have given it any properties.
  const [name, message] = [error.name, error.message].map((text) => (typeof text === 'string' ? text : ''))
  const value = [
    `${name}: ${message}`,
    ...callers(at).slice(2),
    `    --- ${where} ---`,
    ...callers(error),
  ].join('\n')
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true })
  return error
}

function callers({ stack }: Error): string[] {
  if (typeof stack !== 'string') return []
  return stack.split('\n').filter((line) => /^\s+(at |---)/.test(line))
}
