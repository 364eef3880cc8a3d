import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import { boxOutside } from '../protocol/frame-place.js'
import type { Mask } from '../protocol/look.js'
import type { Answer, Box } from '../protocol/operation.js'
import type { Clip, Viewport } from '../protocol/options.js'
import type { Capture, CaptureRequest } from '../protocol/page.js'
import type { DeviceRect } from './addon.js'
import { framePlace } from './adopt.js'
import { callInjected, evaluateInternal } from './evaluate.js'
import { madeUp } from './look.js'
import type { HostPage } from './page.js'

/** Longest side of a frame in device pixels: what the software compositor still paints in one piece. */
const longestSide = 16_384

let lastFile = 0

/** Takes a picture of a page: the fence, then the last paint. One at a time per page. */
export async function capture(page: HostPage, request: CaptureRequest): Promise<Capture> {
  return page.exclusive(() =>
    page.pumped(async () => {
      if (request.omitBackground && page.options.backgroundColor !== 'transparent') throw opaque(page)
      const look = request.immediate ? undefined : request.look
      return madeUp({ frames: page.frames, look, timeout: request.timeout }, async (timeout) => {
        const settle = () => page.fence.pass(timeout, request.timeout)
        if (request.fullPage) return captureFullPage(page, request, settle)
        if (!request.immediate) await settle()
        return read(page, request)
      })
    }),
  )
}

/** CEF paints onto the colour that a browser was made with, and never leaves it out. */
function opaque(page: HostPage): CefrigError {
  const fact = "omitBackground needs a page that was made with backgroundColor: 'transparent'"
  return page.badArgument('screenshot', `${fact}. Give that option to newPage(), or leave omitBackground out`)
}

async function captureFullPage(
  page: HostPage,
  request: CaptureRequest,
  settle: () => Promise<void>,
): Promise<Capture> {
  const before = page.size.viewport
  const size = await measure(page)
  const whole: Viewport = {
    width: Math.max(before.width, size.width),
    height: Math.max(before.height, size.height),
  }
  const longest = Math.max(whole.width, whole.height) * page.size.scale
  if (longest > longestSide) {
    const message = `page.capture() failed: the full page is ${whole.width}×${whole.height} CSS pixels at scale ${page.size.scale}, more than ${longestSide} device pixels. Capture parts of it with clip.`
    throw new CefrigError('BAD_ARGUMENT', message, {
      facts: { ...whole, scale: page.size.scale, limit: longestSide },
    })
  }
  if (whole.width === before.width && whole.height === before.height) {
    await settle()
    return read(page, request)
  }
  try {
    await page.resize(whole)
    await settle()
    return read(page, request)
  } finally {
    await page.resize(before)
    await evaluateInternal(
      page.frames.main,
      `scrollTo({ left: ${size.x}, top: ${size.y}, behavior: 'instant' })`,
    )
  }
}

function measure(page: HostPage): Promise<{ width: number; height: number; x: number; y: number }> {
  return evaluateInternal(
    page.frames.main,
    `(() => { const { documentElement: root, body } = document
      return { width: Math.max(root?.scrollWidth ?? 0, body?.scrollWidth ?? 0),
        height: Math.max(root?.scrollHeight ?? 0, body?.scrollHeight ?? 0), x: scrollX, y: scrollY } })()`,
  )
}

async function read(page: HostPage, request: CaptureRequest): Promise<Capture> {
  const { clip, store, masks = [], maskColor = 0 } = request
  const boxes = (await Promise.all(masks.map((mask) => boxesOf(page, mask)))).flat()
  const rect = clip ? deviceRect(page, clip) : {}
  const file = store ? join(framesDirectory(page), `${process.pid}-${++lastFile}.rgba`) : ''
  const masked = boxes.map((box) => coveredBy(page, box))
  const { width, height, digest, count } = page.readPaint(rect, file, masked, maskColor)
  const taken: Capture = { width, height, digest, frame: count }
  if (store) taken.file = file
  return taken
}

/** The boxes of a mask's elements in the page's viewport. */
async function boxesOf(page: HostPage, { frameId, selector }: Mask): Promise<Box[]> {
  const frame = page.frames.get(frameId)
  const answer = await callInjected<Answer<Box[]>>(frame, 'boxes', selector)
  if (!('done' in answer))
    throw page.badArgument('capture', 'refused' in answer ? answer.refused.fact : answer.timeout)
  const place = await framePlace(page.frames, frame)
  return answer.done.map((box) => boxOutside(place, box))
}

function framesDirectory(page: HostPage): string {
  mkdirSync(page.framesDirectory, { recursive: true, mode: 0o700 })
  return page.framesDirectory
}

/** Whole device pixels that hold the rectangle, within the paint; no width or height below 1: none. */
function coveredBy(page: HostPage, box: Clip): DeviceRect {
  const { scale } = page.size
  const paint = page.paintState()
  const left = Math.max(0, Math.floor(box.x * scale + 1e-6))
  const top = Math.max(0, Math.floor(box.y * scale + 1e-6))
  const right = Math.min(paint.width, Math.ceil((box.x + box.width) * scale - 1e-6))
  const bottom = Math.min(paint.height, Math.ceil((box.y + box.height) * scale - 1e-6))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** What {@link coveredBy} says, which must be something. */
function deviceRect(page: HostPage, clip: Clip): DeviceRect {
  const { scale } = page.size
  const paint = page.paintState()
  const rect = coveredBy(page, clip)
  if (rect.width <= 0 || rect.height <= 0) {
    const message = `page.capture() failed: the clip ${clip.width}×${clip.height} at ${clip.x},${clip.y} is empty or outside the picture of ${paint.width / scale}×${paint.height / scale} CSS pixels. Use a clip within it, or fullPage.`
    throw new CefrigError('BAD_ARGUMENT', message, {
      facts: { clip, width: paint.width, height: paint.height, scale },
    })
  }
  return rect
}
