import { runInThisContext } from 'node:vm'
import type { Page } from 'cefrig'
import fc from 'fast-check'
import { difference } from './same.ts'
import { expressions } from './values.ts'

export interface RoundTripResult {
  values: number
  /** Expressions whose values arrived as something else, with what differed where. */
  different: string[]
}

const batch = 250

/** In the page: sends the value of each expression, and compares what comes back with it. */
const inPage = `(texts) => {
  const difference = ${difference}
  const one = async (text, at) => {
    const value = (0, eval)(text)
    try {
      return difference(value, await host.echo(at, value))
    } catch (error) {
      return String(error)
    }
  }
  return Promise.all(texts.map(one))
}`

/**
 * Sends values both ways. Page and test make each for itself and compare with what has arrived, so that neither direction can make
 * good for the other.
 */
export async function roundTrips(page: Page, values: number, seed: number): Promise<RoundTripResult> {
  const texts = fc.sample(expressions, { numRuns: values, seed })
  const different: string[] = []
  let begin = 0
  await page.bind('host.echo', (at: number, value: unknown) => {
    const text = texts[begin + at]!
    const own = runInThisContext(text) as unknown
    const found = difference(own, value)
    if (found) different.push(`to the test, ${found}: ${text}`)
    return own
  })
  for (; begin < texts.length; begin += batch) {
    const some = texts.slice(begin, begin + batch)
    const found = await page.evaluate<(string | undefined)[]>(`(${inPage})(${JSON.stringify(some)})`)
    found.forEach((one, at) => {
      if (one) different.push(`to the page, ${one}: ${some[at]}`)
    })
  }
  await page.unbind('host.echo')
  return { values: texts.length, different }
}
