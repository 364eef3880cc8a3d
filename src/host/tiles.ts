import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Viewport } from '../protocol/options.js'
import type { Capture, CaptureRequest } from '../protocol/page.js'
import type { DeviceRect } from './addon.js'
import { finallyDone, type Settle } from './full-page.js'
import type { HostPage } from './page.js'
import { coveredBy, deviceRect, maskedBoxes, newFile, readPaint } from './picture.js'
import { deviceSize } from './size.js'

/** Longest side of a tile in device pixels. */
const tileSide = 8192

/**
 * The document's viewport becomes as large as the document, which the page cannot tell from a window of that size; the view of
 * the browser shows one part of it after the other.
 */
export async function captureTiles(
  page: HostPage,
  request: CaptureRequest,
  whole: Viewport,
  settle: Settle,
): Promise<Capture> {
  const { viewport: before, scale } = page.size
  const timeout = page.options.timeout ?? 10_000
  const step = tileStep(scale)
  const view: Viewport = {
    width: Math.min(whole.width, Math.floor(step / scale + 1e-6)),
    height: Math.min(whole.height, Math.floor(step / scale + 1e-6)),
  }
  return finallyDone(
    async () => {
      await show(page, whole, { x: 0, y: 0 })
      await settle({ x: 0, y: 0, ...before })
      await page.size.change(view, scale, timeout, whole)
      // What the larger viewport makes the page do, as loading more, is done before the first tile.
      await settle({ x: 0, y: 0, ...view })
      return assemble(page, request, whole, { step, settle })
    },
    async () => {
      await page.size.change(before, scale, timeout, whole)
      await page.still(() => page.session.send('Emulation.clearDeviceMetricsOverride'))
      await settle().catch(() => {})
      await page.size.change(before, scale, timeout)
    },
  )
}

async function assemble(
  page: HostPage,
  request: CaptureRequest,
  whole: Viewport,
  { step, settle }: { step: number; settle: Settle },
): Promise<Capture> {
  const { scale } = page.size
  const picture = deviceSize(whole, scale)
  const area = request.clip
    ? deviceRect(request.clip, picture, scale)
    : { x: 0, y: 0, width: picture.width, height: picture.height }
  const masks = (await maskedBoxes(page, request)).map((box) => coveredBy(box, picture, scale))
  const data = Buffer.alloc(area.width * area.height * 4)
  let frame = 0
  for (const tile of tilesOf(area, step)) {
    await show(page, whole, tile)
    await settle({ x: tile.x / scale, y: tile.y / scale, ...page.size.viewport })
    frame = await copy(page, { tile, area, data, masks, maskColor: request.maskColor ?? 0 })
  }
  const taken: Capture = { width: area.width, height: area.height, digest: page.addon.digest(data), frame }
  if (request.store) {
    taken.file = newFile(page)
    await writeFile(taken.file, data, { flag: 'wx', mode: 0o600 })
  }
  return taken
}

/**
 * Device pixels from one tile to the next: a whole number of CSS pixels too, if there is one, so that no tile shows its content a
 * fraction of a pixel aside.
 */
function tileStep(scale: number): number {
  for (let side = Math.floor(tileSide / scale); side > tileSide / scale / 2; side--)
    if (Math.abs(side * scale - Math.round(side * scale)) < 1e-6) return Math.round(side * scale)
  return tileSide
}

/** The parts of the picture, of at most `step` pixels each way, that hold the area. */
function* tilesOf(area: DeviceRect, step: number): Generator<{ x: number; y: number; side: number }> {
  const first = (from: number) => Math.floor(from / step) * step
  for (let y = first(area.y); y < area.y + area.height; y += step)
    for (let x = first(area.x); x < area.x + area.width; x += step) yield { x, y, side: step }
}

/**
 * Lays out the document as in a viewport of the size `whole` in CSS pixels, of which the view shows the point in device pixels in
 * its top left corner: with a scale that is not overridden, Chromium takes the offset for device pixels.
 */
async function show(page: HostPage, whole: Viewport, { x, y }: { x: number; y: number }): Promise<void> {
  const metrics = { ...whole, deviceScaleFactor: 0, mobile: false }
  const viewport = { x, y, ...page.size.viewport, scale: 1 }
  await page.still(() => page.session.send('Emulation.setDeviceMetricsOverride', { ...metrics, viewport }))
}

/** Puts what the view shows of the area into the picture. Answers with the number of the paint. */
async function copy(
  page: HostPage,
  parts: {
    tile: { x: number; y: number; side: number }
    area: DeviceRect
    data: Buffer
    masks: DeviceRect[]
    maskColor: number
  },
): Promise<number> {
  const { tile, area, data, masks, maskColor } = parts
  const left = Math.max(tile.x, area.x)
  const top = Math.max(tile.y, area.y)
  const width = Math.min(tile.x + tile.side, area.x + area.width) - left
  const height = Math.min(tile.y + tile.side, area.y + area.height) - top
  const within = { x: left - tile.x, y: top - tile.y, width, height }
  const masked = masks.map((mask) => ({ ...mask, x: mask.x - tile.x, y: mask.y - tile.y }))
  const file = newFile(page)
  const { count } = readPaint(page, within, file, { masks: masked, maskColor })
  try {
    const bytes = await readFile(file)
    for (let row = 0; row < height; row++) {
      const at = ((top - area.y + row) * area.width + (left - area.x)) * 4
      bytes.copy(data, at, row * width * 4, (row + 1) * width * 4)
    }
  } finally {
    await rm(file, { force: true })
  }
  return count
}
