import type { Page } from 'cefrig'
import { pageFailures } from '../../../src/client/page-failures.js'
import type { launched } from '../setup.js'

/** A page that shows https://a.test, with everything below answered by its own URL's path. */
export async function shown(cef: ReturnType<typeof launched>): Promise<Page> {
  const page = await cef.newPage()
  await page.serve('https://a.test/', ({ url }) => `served ${new URL(url).pathname}`)
  await page.goto('https://a.test/')
  return page
}

/** Text of a URL as the page gets it, or why it does not. */
export function fetched(page: Page, url: string, init: object = {}): Promise<string> {
  return page.evaluate<string, [string, object]>(
    ([url, init]) =>
      fetch(url, init).then(
        (answer) => answer.text(),
        (error) => error.message,
      ),
    [url, init],
  )
}

/** What went wrong in the test's handlers. */
export function failures(page: Page): string[] {
  return pageFailures(page).map((failed) => (failed.kind === 'handler' ? String(failed.error) : failed.kind))
}
