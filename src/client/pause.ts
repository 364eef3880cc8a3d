import { CefrigError, isCefrigError } from '../errors.js'
import type { PageDocuments } from './page/documents.js'

/** Waits until somebody calls `resume()` in the page's console, over navigations, or closes the page. */
export async function pausePage(page: PageDocuments, devtoolsUrl: string | null): Promise<void> {
  if (devtoolsUrl === null) {
    const message = `there is nothing to inspect the page with. Run with CEFRIG_DEBUG=1, or remove the pause.`
    throw new CefrigError('BAD_ARGUMENT', message)
  }
  process.stderr.write(
    `\nPaused at ${page.url()}. Inspect the page at ${devtoolsUrl} (or add that address in chrome://inspect), then call resume() in its console.\n`,
  )
  for (;;) {
    try {
      return await page.evaluate(() => {
        const world = globalThis as { resume?: () => void }
        return new Promise<void>((done) => {
          world.resume = () => {
            delete world.resume
            done()
          }
        })
      })
    } catch (error) {
      if (isCefrigError(error, 'PAGE_CLOSED')) return
      if (!isCefrigError(error, 'EXECUTION_CONTEXT_LOST')) throw error
    }
  }
}
