import { readFile, rm } from 'node:fs/promises'
import { writeTo } from '../file-failure.js'
import { boxOutside } from '../protocol/frame-place.js'
import type { Look } from '../protocol/look.js'
import type { Placement } from '../protocol/operation.js'
import type { Clip } from '../protocol/options.js'
import type { Capture } from '../protocol/page.js'
import type { Readiness } from '../protocol/ready.js'
import { badArgument } from './failure.js'
import type { Locator } from './locator.js'
import type { LookOptions } from './look-options.js'
import type { ScreenshotOptions } from './method-options.js'
import type { PageCore } from './page/core.js'
import { Deadline, now } from './timers.js'

/** The method of pages and locators that runs the fence and answers with a {@link Capture}. */
export const captureKey = Symbol.for('cefrig.capture')

export interface CaptureOptions extends LookOptions {
  clip?: Clip
  fullPage?: boolean
  omitBackground?: boolean
  /** Milliseconds; 0: none. Default: the page's `timeout`. */
  timeout?: number
  /** Whether the pixels are wanted, in `Capture.file`. Default false. */
  store?: boolean
  immediate?: boolean
}

/** Pixels of a page. */
export interface Pixels {
  /** Device pixels. */
  width: number
  height: number
  /** width × height × 4 bytes of straight-alpha RGBA without padding, top row first. */
  data: Uint8Array
}

function lookOf({ style, animations = 'allow', caret, ready }: CaptureOptions): Look | undefined {
  const look: Look = {
    ...(style === undefined ? {} : { style }),
    ...(animations === 'allow' ? {} : { animations }),
    ...(caret === 'hide' ? { caret } : {}),
    ...(ready?.images === 'all' ? { eager: true } : {}),
    ...(ready?.video === undefined ? {} : { video: ready.video }),
  }
  return Object.keys(look).length > 0 ? look : undefined
}

export function capturePage(page: PageCore, options: CaptureOptions): Promise<Capture> {
  const {
    clip,
    fullPage = false,
    omitBackground = false,
    timeout = page.timeout,
    store = false,
    immediate,
    mask = [],
    maskColor = '#ff00ff',
    ready,
    popups,
  } = options
  if (popups === 'apart' && (clip || fullPage || mask.length > 0))
    throw badArgument(
      "popups: 'apart' is the picture of a list or picker alone",
      'Leave out clip, fullPage and mask, and take it of the page',
    )
  if (
    options.style !== undefined &&
    /(^|[;}])\s*@import\b/i.test(options.style.replace(/\/\*.*?(\*\/|$)/gs, ' '))
  )
    throw badArgument(
      'style has an @import, which style sheets that are added for a picture do not follow',
      'Give the rules themselves',
    )
  const look = lookOf(options)
  if (immediate && (fullPage || look?.style !== undefined || look?.animations || ready))
    throw badArgument(
      'immediate is the last frame as it is',
      'Leave out fullPage, style, animations and ready',
    )
  return page.call('page.capture', {
    fullPage,
    omitBackground,
    timeout,
    store,
    ...(clip ? { clip: { ...clip } } : {}),
    ...(immediate ? { immediate } : {}),
    ...(look ? { look } : {}),
    ...(ready ? { ready } : {}),
    ...(popups ? { popups } : {}),
    ...(mask.length > 0
      ? {
          masks: mask.map((locator) => locator.maskedIn(page)),
          maskColor: Number.parseInt(maskColor.slice(1), 16),
        }
      : {}),
  })
}

/** Brings the element into view and captures what its box covers. */
export async function captureElement(locator: Locator, options: CaptureOptions): Promise<Capture> {
  const page = locator.page()
  const deadline = new Deadline(options.timeout ?? page.timeout)
  const started = now()
  await page.call('page.becomeReady', options.ready ?? {}, deadline.left)
  const placement = await locator.operate('place', deadline, (target) => [target])
  const box = boxOutside(await locator.frame.place(), placement.box)
  if (box.width === 0 || box.height === 0)
    throw badArgument(
      `the element has no box of its own: it is ${box.width}×${box.height} CSS pixels`,
      'Take one that has, as an element around it or in it',
    )
  return capturePage(page, {
    ...options,
    ready: afterwards(options.ready, now() - started),
    ...area({ ...placement, box }, page.viewport),
    timeout: deadline.left,
  })
}

/** What is left to be waited for so many milliseconds after the first part has been. */
function afterwards(ready: Readiness = {}, passed: number): Readiness {
  const met = { page: false, network: false, busy: false, animations: false } as const
  const deadlines = Object.entries(ready.deadlines ?? {})
    .filter(([name, time]) => time !== undefined && !Object.hasOwn(met, name))
    .map(([name, time]) => [name, Math.max(1, time - passed)])
  return { ...ready, ...met, deadlines: Object.fromEntries(deadlines) }
}

/** The element's box on the grid of CSS pixels; in the document where the viewport does not hold it. */
function area({ box, scroll }: Placement, viewport: { width: number; height: number }) {
  const left = Math.floor(box.x)
  const top = Math.floor(box.y)
  const width = Math.ceil(box.x + box.width) - left
  const height = Math.ceil(box.y + box.height) - top
  const isInside = left >= 0 && top >= 0 && left + width <= viewport.width && top + height <= viewport.height
  if (isInside) return { clip: { x: left, y: top, width, height }, fullPage: false }
  return {
    clip: { x: left + Math.round(scroll.x), y: top + Math.round(scroll.y), width, height },
    fullPage: true,
  }
}

/** The pixels of a capture; its file is removed. */
export async function takePixels(capture: Capture): Promise<Pixels> {
  const { width, height, file } = capture
  try {
    const bytes = await readFile(file!)
    return { width, height, data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) }
  } finally {
    await rm(file!, { force: true })
  }
}

/** A capture as a PNG, written to `path` if there is one. */
export async function screenshotOf(
  capture: (options: CaptureOptions) => Promise<Capture>,
  options: ScreenshotOptions = {},
): Promise<Buffer> {
  const { path, type: _, caret = 'hide', ...rest } = options
  const pixels = await takePixels(await capture({ ...rest, caret, store: true }))
  const { encodePngAsync } = await import('../golden/png.js')
  const encoded = await encodePngAsync(pixels)
  const png = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length)
  if (path !== undefined) {
    await writeTo(path, png)
  }
  return png
}
