import { CefrigError } from '../../errors.js'
import { badArgument, kindOf } from '../failure.js'
import { timeoutSchema } from '../method-options.js'
import { checkOptions } from '../options.js'
import type { PageDocuments } from '../page/documents.js'
import type { Response } from '../response.js'
import type { Request } from './http-request.js'
import { isRegExp, urlMatcher, wantedUrl } from './url-match.js'

/** Which request or response is meant. */
export type Wanted<T> = string | RegExp | ((what: T) => unknown)

/** The next one that is meant. @throws TIMEOUT, PAGE_CLOSED */
export async function waitForTraffic<T extends Request | Response>(
  page: PageDocuments,
  event: 'request' | 'response',
  wanted: Wanted<T>,
  options: { timeout?: number } | undefined,
): Promise<T> {
  const method = event === 'request' ? 'waitForRequest' : 'waitForResponse'
  checkOptions(`page.${method}()`, timeoutSchema, options)
  const [matches, words] = matcher(page, wanted)
  const deadline = page.deadline(options?.timeout)
  let look!: (what: Request | Response) => void
  let close!: () => void
  const happened = new Promise<T>((resolve, reject) => {
    look = (what) =>
      void Promise.resolve()
        .then(() => matches(what as T))
        .then((isIt) => isIt && resolve(what as T), reject)
    close = () => void page.closedReason().then(reject)
  })
  page.on(event, look).on('closed', close)
  try {
    return await deadline.guard(happened, () => {
      const message = `there was no ${event} ${words} within ${deadline.timeout} ms. Begin to wait before the page asks for it, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { timeout: deadline.timeout } })
    })
  } finally {
    page.off(event, look).off('closed', close)
  }
}

function matcher<T extends Request | Response>(
  page: PageDocuments,
  wanted: Wanted<T>,
): [matches: (what: T) => unknown, words: string] {
  if (typeof wanted === 'function') return [wanted, 'that the function accepts']
  if (typeof wanted !== 'string' && !isRegExp(wanted))
    throw badArgument(`the URL is ${kindOf(wanted)}`, 'Give a string, a regular expression or a function')
  const absolute = (url: string) => page.absolute(url)
  const matches = urlMatcher(absolute, wanted)
  return [(what) => matches(what.url()), `of ${wantedUrl(absolute, wanted)}`]
}
