/** An error of the other side with the stacks of both: whoever called first. Anything else stays as it is. */
export function withStack(error: unknown, at: Error, where: string): unknown {
  if (!(error instanceof Error)) return error
  const head = `${error.name}: ${error.message}`
  const value = [head, ...callers(at).slice(2), `    --- ${where} ---`, ...callers(error)].join('\n')
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true })
  return error
}

function callers({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+(at |---)/.test(line))
}
