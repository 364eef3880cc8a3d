import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import { boxOutside } from '../protocol/frame-place.js'
import { type Mask, type Popups, popupReads } from '../protocol/look.js'
import type { Answer, Box } from '../protocol/operation.js'
import type { Clip, Viewport } from '../protocol/options.js'
import type { Capture, CaptureRequest } from '../protocol/page.js'
import type { DeviceRect, PaintRead } from './addon.js'
import { framePlace } from './adopt.js'
import { callInjected } from './evaluate.js'
import type { HostPage } from './page.js'

interface PaintOptions {
  /** In device pixels of the paint. */
  masks?: DeviceRect[]
  /** 0xRRGGBB. */
  maskColor?: number
  popups?: Popups
}

let lastFile = 0

/** The last paint, as it is asked for. */
export async function read(page: HostPage, request: CaptureRequest): Promise<Capture> {
  const { clip, store, maskColor = 0, popups = 'composited' } = request
  const { scale } = page.size
  const boxes = await maskedBoxes(page, request)
  const paint = page.paintState()
  const rect = clip ? deviceRect(clip, paint, scale) : {}
  const file = store ? newFile(page) : ''
  const options = { masks: boxes.map((box) => coveredBy(box, paint, scale)), maskColor, popups }
  if (popups === 'apart' && !paint.popup) throw nothingOpen(page)
  const { width, height, digest, count } = readPaint(page, rect, file, options)
  const taken: Capture = { width, height, digest, frame: count }
  if (store) taken.file = file
  return taken
}

function nothingOpen(page: HostPage): CefrigError {
  const fact = "popups: 'apart' is the picture of an open list or picker, and none is open"
  return page.badArgument('capture', `${fact}. Open one before, by a click or by showPicker()`)
}

/** The boxes of all masks' elements in the page's viewport, in CSS pixels. */
export async function maskedBoxes(page: HostPage, { masks = [] }: CaptureRequest): Promise<Box[]> {
  return (await Promise.all(masks.map((mask) => boxesOf(page, mask)))).flat()
}

async function boxesOf(page: HostPage, { frameId, selector }: Mask): Promise<Box[]> {
  const frame = page.frames.get(frameId)
  const answer = await callInjected<Answer<Box[]>>(frame, 'boxes', selector)
  if (!('done' in answer))
    throw page.badArgument('capture', 'refused' in answer ? answer.refused.fact : answer.timeout)
  const place = await framePlace(page.frames, frame)
  return answer.done.map((box) => boxOutside(place, box))
}

/** The pixels of a rectangle of the last paint, into a file if there is one. */
export function readPaint(
  page: HostPage,
  rect: Partial<DeviceRect>,
  file: string,
  { masks = [], maskColor = 0, popups = 'composited' }: PaintOptions,
): PaintRead {
  const read = page.addon.readPaint(page.id, rect, file, masks, maskColor, popupReads.indexOf(popups))
  if (!read) throw page.closedError()
  return read
}

/** A path that no file has yet. */
export function newFile(page: HostPage): string {
  mkdirSync(page.framesDirectory, { recursive: true, mode: 0o700 })
  return join(page.framesDirectory, `${process.pid}-${++lastFile}.rgba`)
}

/** Whole device pixels that hold the rectangle, within a picture of so many; no width or height below 1: none. */
export function coveredBy(box: Clip, picture: Viewport, scale: number): DeviceRect {
  const left = Math.max(0, Math.floor(box.x * scale + 1e-6))
  const top = Math.max(0, Math.floor(box.y * scale + 1e-6))
  const right = Math.min(picture.width, Math.ceil((box.x + box.width) * scale - 1e-6))
  const bottom = Math.min(picture.height, Math.ceil((box.y + box.height) * scale - 1e-6))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** What {@link coveredBy} says, which must be something. */
export function deviceRect(clip: Clip, picture: Viewport, scale: number): DeviceRect {
  const rect = coveredBy(clip, picture, scale)
  if (rect.width <= 0 || rect.height <= 0) {
    const { width, height } = picture
    const message = `page.capture() failed: the clip ${clip.width}×${clip.height} at ${clip.x},${clip.y} is empty or outside the picture of ${width / scale}×${height / scale} CSS pixels. Use a clip within it, or fullPage.`
    throw new CefrigError('BAD_ARGUMENT', message, { facts: { clip, width, height, scale } })
  }
  return rect
}
