import { rm } from 'node:fs/promises'
import { CefrigError } from '../errors.js'
import type { Clip, Viewport } from '../protocol/options.js'
import type { Capture, CaptureRequest } from '../protocol/page.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { HostPage } from './page.js'
import { deviceRect, read } from './picture.js'
import { deviceSize } from './size.js'
import { captureTiles } from './tiles.js'

/** Longest side of a frame in device pixels: what the software compositor still paints in one piece. */
const longestSide = 16_384

/** Longest side of a document that Chromium shows as a viewport of that size, in CSS pixels. */
const longestDocument = 10_000_000

/** Most pixels of a picture: of 4 bytes each they are held in memory here, and in the test. */
const mostPixels = 2 ** 27

/** The fence; with a part of the viewport, in CSS pixels, when only that is painted. */
export type Settle = (part?: Clip) => Promise<void>

/**
 * The document as a viewport shows it that is as large as the document: in one frame, or past the compositor's limit in tiles.
 */
export async function captureFullPage(
  page: HostPage,
  request: CaptureRequest,
  settle: Settle,
): Promise<Capture> {
  // What it loads may make it longer.
  await settle()
  // The size is this picture's alone meanwhile.
  return page.sized(() => captureWhole(page, request, settle))
}

async function captureWhole(page: HostPage, request: CaptureRequest, settle: Settle): Promise<Capture> {
  const { viewport, scale } = page.size
  const size = await measure(page)
  const whole: Viewport = {
    width: Math.max(viewport.width, size.width),
    height: Math.max(viewport.height, size.height),
  }
  if (whole.width === viewport.width && whole.height === viewport.height) return read(page, request)
  const inOnePiece = Math.max(whole.width, whole.height) * scale <= longestSide
  if (!inOnePiece) refuseGiant(whole, request, scale)
  const { url, loaderId } = page.frames.main
  const taken = await restored(page, async () => {
    if (!inOnePiece) return captureTiles(page, request, whole, settle)
    const before = page.size.viewport
    return finallyDone(
      async () => {
        await page.resize(whole)
        await settle()
        return read(page, request)
      },
      () => page.resize(before),
    )
  })
  // It has the size of one document and shows another.
  if (page.frames.main.loaderId === loaderId) return taken
  if (taken.file) await rm(taken.file, { force: true })
  const message = `page.capture() failed: the document was left while it was captured (it was ${url || 'about:blank'}). Wait for the navigation before the capture.`
  throw new CefrigError('EXECUTION_CONTEXT_LOST', message, { facts: { url } })
}

/** Does the second after the first, whatever came of that; what failed first is told. */
export async function finallyDone<T>(work: () => Promise<T>, end: () => Promise<unknown>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await end().catch(() => {})
    throw error
  }
  await end()
  return result
}

/** Gives all that is scrolled its place again. A larger viewport leaves less to be scrolled. */
function restored<T>(page: HostPage, work: () => Promise<T>): Promise<T> {
  const frames = [...page.frames.documents]
  const all = (script: string) =>
    Promise.all(frames.map((frame) => unlessGone(evaluateInternal(frame, script))))
  return finallyDone(
    async () => {
      await all(keepScroll)
      return work()
    },
    () => all('globalThis.__cefrigScroll?.()'),
  )
}

const keepScroll = `(() => {
  const kept = [[null, scrollX, scrollY]]
  const roots = [document]
  for (const root of roots) for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) roots.push(element.shadowRoot)
    if (element !== document.scrollingElement && (element.scrollTop !== 0 || element.scrollLeft !== 0))
      kept.push([element, element.scrollLeft, element.scrollTop])
  }
  globalThis.__cefrigScroll = () => {
    for (const [element, left, top] of kept) (element ?? globalThis).scrollTo({ left, top, behavior: 'instant' })
    delete globalThis.__cefrigScroll
  }
})()`

function measure(page: HostPage): Promise<Viewport> {
  return evaluateInternal(
    page.frames.main,
    `(() => { const { documentElement: root, body } = document
      return { width: Math.max(root?.scrollWidth ?? 0, body?.scrollWidth ?? 0),
        height: Math.max(root?.scrollHeight ?? 0, body?.scrollHeight ?? 0) } })()`,
  )
}

function refuseGiant(whole: Viewport, { clip }: CaptureRequest, scale: number): void {
  if (Math.max(whole.width, whole.height) > longestDocument) {
    const message = `page.capture() failed: the document is ${whole.width}×${whole.height} CSS pixels, longer than ${longestDocument}. Capture its viewport, scrolled to where you look.`
    throw new CefrigError('BAD_ARGUMENT', message, { facts: { ...whole, limit: longestDocument } })
  }
  const picture = deviceSize(whole, scale)
  const { width, height } = clip ? deviceRect(clip, picture, scale) : picture
  if (width * height <= mostPixels) return
  const message = `page.capture() failed: the picture would have ${width}×${height} pixels, more than ${mostPixels} in all. Capture parts of it with clip and fullPage, or at a smaller deviceScaleFactor.`
  throw new CefrigError('BAD_ARGUMENT', message, { facts: { width, height, scale, limit: mostPixels } })
}
