import { CefrigError } from '../../errors.js'
import { clearTimeout, setTimeout } from '../timers.js'

/** A deadline that timers can count; a longer one, which is more than three weeks, is none. */
export function inTimers(timeout: number): number {
  return timeout < 2 ** 31 ? timeout : 0
}

/** What the work of a binding gives, or TIMEOUT after so many milliseconds (0: never). `sync`: the page stands still meanwhile. */
export async function within(
  timeout: number,
  work: () => unknown,
  name: string,
  sync: boolean,
): Promise<unknown> {
  const result = work()
  if (timeout === 0 || typeof (result as { then?: unknown } | null | undefined)?.then !== 'function')
    return result
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const why = sync ? ' The page waits for it: its implementation cannot use the page.' : ''
      const next = 'Look at what it waits for, or bind it with a longer timeout.'
      const message = `${name} did not settle within ${timeout} ms.${why} ${next}`
      reject(new CefrigError('TIMEOUT', message, { facts: { timeout } }))
    }, timeout)
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
  }
}
