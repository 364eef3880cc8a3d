import type { CefrigError } from '../errors.js'
import type { Capture, CaptureRequest } from '../protocol/page.js'
import { captureFullPage, type Settle } from './full-page.js'
import { madeUp } from './look.js'
import type { HostPage } from './page.js'
import { read } from './picture.js'
import { withDeadlines } from './ready-deadlines.js'
import { becomeReady } from './readying.js'

/** Takes a picture of a page: the fence, then the last paint. One at a time per page. */
export async function capture(page: HostPage, request: CaptureRequest): Promise<Capture> {
  return page.exclusive(() =>
    page.pumped(async () => {
      if (request.omitBackground && page.options.backgroundColor !== 'transparent') throw opaque(page)
      const { timeout: asked, ready = {} } = request
      if (request.immediate) return read(page, request)
      return withDeadlines(page, ready, async (readying) => {
        const { due } = readying
        const left = timeLeft(asked)
        await becomeReady(page, ready, asked, readying)
        const frames = ready.frames === false ? page.frames.documents : page.frames.all
        return madeUp({ frames, look: request.look, timeout: left(), due }, async () => {
          const settle: Settle = (part) =>
            page.fence.pass(left(), { asked, ready, due, ...(part && { part }) })
          if (request.fullPage) return captureFullPage(page, request, settle)
          await settle()
          return read(page, request)
        })
      })
    }),
  )
}

/** Milliseconds that are left of a time limit from now on, at least one; 0: there is none. */
function timeLeft(timeout: number): () => number {
  const end = performance.now() + timeout
  return () => (timeout === 0 ? 0 : Math.max(1, end - performance.now()))
}

/** CEF paints onto the colour that a browser was made with, and never leaves it out. */
function opaque(page: HostPage): CefrigError {
  const fact = "omitBackground needs a page that was made with backgroundColor: 'transparent'"
  return page.badArgument('screenshot', `${fact}. Give that option to newPage(), or leave omitBackground out`)
}
