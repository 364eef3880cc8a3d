import { CefrigError } from '../errors.js'

/** What an operation of the injected script answered. `words`: its locator. @throws TIMEOUT, NOT_STRICT and others by which it refuses */
// biome-ignore lint/suspicious/noExplicitAny: the answer's type is the operation's
export function answered(words: string, timeout: number, answer: any): any {
  if (typeof answer !== 'object' || answer === null) return answer
  if ('done' in answer) return answer.done
  if ('timeout' in answer) throw timedOut(words, timeout, answer.timeout)
  const { code, fact, facts } = answer.refused
  const next =
    code === 'NOT_STRICT'
      ? 'Make the locator more exact, or choose one with first(), last() or nth()'
      : 'Check the locator'
  throw new CefrigError(code, `${words}: ${fact}${fact.endsWith('\n') ? '' : '. '}${next}.`, {
    facts: { ...facts, locator: words },
  })
}

/** What an operation waited for did not come. */
export function timedOut(words: string, timeout: number, fact: string): CefrigError {
  const message = `${words}: ${fact}, after ${timeout} ms. Check the locator against the page, or raise \`timeout\`.`
  return new CefrigError('TIMEOUT', message, { facts: { locator: words, timeout, pending: fact } })
}
