import { CefrigError } from '../errors.js'
import { badArgument } from './failure.js'
import { type GotoOptions, gotoSchema, timeoutSchema } from './method-options.js'
import { type UrlMatch, urlMatcher, wantedUrl } from './network/url-match.js'
import { checkOptions, milliseconds } from './options.js'
import type { PageCore } from './page/core.js'
import type { PageDocuments } from './page/documents.js'
import { requireEvent } from './page-event-names.js'
import type { PageEvents } from './page-story.js'
import type { Deadline } from './timers.js'

/** @throws TIMEOUT */
export async function waitForURL(
  page: PageDocuments,
  url: UrlMatch,
  options: GotoOptions = {},
): Promise<void> {
  checkOptions('page.waitForURL()', gotoSchema, options)
  const deadline = page.deadline(options.timeout)
  const absolute = (relative: string) => page.absolute(relative)
  const matches = urlMatcher(absolute, url)
  await until(
    page,
    deadline,
    'framenavigated',
    () => matches(page.url()),
    () => `its URL is ${page.url()}, which is not ${wantedUrl(absolute, url)}`,
  )
  const { waitUntil = 'load' } = options
  if (waitUntil !== 'commit') await waitForState(page, waitUntil, deadline)
}

/** @throws TIMEOUT */
export async function waitForLoadState(
  page: PageDocuments,
  state: 'load' | 'domcontentloaded' = 'load',
  options: { timeout?: number } = {},
): Promise<void> {
  checkOptions('page.waitForLoadState()', timeoutSchema, options)
  if (state !== 'load' && state !== 'domcontentloaded') {
    throw badArgument(`the state is ${JSON.stringify(state)}`, 'Give "load" or "domcontentloaded"')
  }
  await waitForState(page, state, page.deadline(options.timeout))
}

async function waitForState(
  page: PageDocuments,
  state: 'load' | 'domcontentloaded',
  deadline: Deadline,
): Promise<void> {
  const wanted = state === 'load' ? ['complete'] : ['interactive', 'complete']
  const source = `(wanted) => wanted.includes(document.readyState)`
  await page.mainFrame().waitForFunctionNow(source, wanted, { timeout: deadline.left })
}

/** Fulfils when the condition holds, looked at now and after each event. */
async function until(
  page: PageDocuments,
  deadline: Deadline,
  event: 'framenavigated',
  condition: () => boolean,
  fact: () => string,
): Promise<void> {
  if (condition()) return
  let look = () => {}
  const happened = new Promise<void>((resolve, reject) => {
    look = () => {
      try {
        if (condition()) resolve()
        else if (page.closed) void page.closedReason().then(reject)
      } catch (error) {
        reject(error)
      }
    }
    page.on(event, look).on('closed', look)
  })
  try {
    await deadline.guard(happened, () => {
      const message = `after ${deadline.timeout} ms ${fact()}. Check what the page does, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { timeout: deadline.timeout } })
    })
  } finally {
    page.off(event, look).off('closed', look)
  }
}

/** What an event must be like to be the one. */
export type EventPredicate<Args extends readonly unknown[]> = (...args: Args) => unknown

/** Which event is waited for, and how long. */
export interface EventOptions<Args extends readonly unknown[]> {
  /** Default: any event is. */
  predicate?: EventPredicate<Args>
  /** Milliseconds; 0: none. Default: the page's. */
  timeout?: number
}

const eventSchema = {
  predicate: { give: 'a function', accepts: (value: unknown) => typeof value === 'function' },
  timeout: milliseconds,
}

/** @throws TIMEOUT, PAGE_CLOSED, RENDERER_CRASHED */
export async function waitForEvent<Name extends keyof PageEvents>(
  page: PageCore,
  event: Name,
  options: EventOptions<PageEvents[Name]> | EventPredicate<PageEvents[Name]> = {},
): Promise<PageEvents[Name][0]> {
  const { predicate, timeout } = typeof options === 'function' ? { predicate: options } : options
  requireEvent(event)
  checkOptions<EventOptions<PageEvents[Name]>>('page.waitForEvent()', eventSchema, { predicate, timeout })
  page.requireOpen()
  const deadline = page.deadline(timeout)
  let stop = () => {}
  const happened = new Promise<PageEvents[Name][0]>((resolve, reject) => {
    const heard = (...args: PageEvents[Name]) => {
      try {
        if (!predicate || predicate(...args)) resolve(args[0])
      } catch (error) {
        reject(error)
      }
    }
    const crashed = () => reject(new CefrigError('RENDERER_CRASHED', `The page's renderer died.`))
    const closed = () => void page.closedReason().then(reject)
    page.on(event, heard).on('crashed', crashed).on('closed', closed)
    stop = () => page.off(event, heard).off('crashed', crashed).off('closed', closed)
  })
  try {
    return await deadline.guard(happened, () => {
      const message = `no event "${event}"${predicate ? ' that satisfies' : ''} came within ${deadline.timeout} ms. Check what the page does, or raise \`timeout\`.`
      throw new CefrigError('TIMEOUT', message, { facts: { event, timeout: deadline.timeout } })
    })
  } finally {
    stop()
  }
}
