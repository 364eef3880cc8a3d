import { type Cef, type CefrigError, isCefrigError, launch, type Page, type PageOptions } from 'cefrig'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** One CEF for the file; the pages of a test close after it. */
export function launched() {
  let cef!: Cef
  const pages: Page[] = []
  beforeAll(async () => {
    cef = await launch()
  })
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()))
  })
  afterAll(async () => {
    await cef?.close()
  })
  return {
    get cef() {
      return cef
    },
    async newPage(options: PageOptions = {}): Promise<Page> {
      const page = await cef.newPage({ viewport: { width: 400, height: 300 }, timeout: 3000, ...options })
      pages.push(page)
      return page
    },
    /** A page that shows the HTML. */
    async show(html: string, options?: PageOptions): Promise<Page> {
      const page = await this.newPage(options)
      await page.setContent(html)
      return page
    },
  }
}

/** The error that a promise rejects with, which must be of cefrig. */
export async function failure(promise: Promise<unknown>): Promise<CefrigError> {
  const [result] = await Promise.allSettled([promise])
  if (result.status === 'fulfilled') throw new Error(`nothing failed; the value is ${String(result.value)}`)
  if (!isCefrigError(result.reason)) throw result.reason
  return result.reason
}
