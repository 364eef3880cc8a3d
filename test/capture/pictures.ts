import type { Page, Pixels } from 'cefrig'
import { PNG } from 'pngjs'

/** Of one device pixel, as #rrggbb. */
export function colour({ width, data }: Pixels, x: number, y: number): string {
  const start = (y * width + x) * 4
  return `#${Buffer.from(data.subarray(start, start + 3)).toString('hex')}`
}

/** A part of a picture, in its pixels. */
export function part(picture: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 4
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4)
  }
  return { width, height, data }
}

/** How many pixels differ, of two pictures that must have one size. */
export function differing(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new Error(`${a.width}×${a.height} is not ${b.width}×${b.height}`)
  const [one, other] = [a, b].map(({ data }) => new Uint32Array(data.slice().buffer)) as [
    Uint32Array,
    Uint32Array,
  ]
  return one.reduce((sum, pixel, index) => sum + (pixel === other[index] ? 0 : 1), 0)
}

/** What Chromium's own screenshot shows, which it renders by another path. */
export async function oracle(
  page: Page,
  clip?: { x: number; y: number; width: number; height: number },
): Promise<Pixels> {
  const { data } = (await page.cdp.send('Page.captureScreenshot', {
    format: 'png',
    ...(clip && { clip: { ...clip, scale: 1 }, captureBeyondViewport: true }),
  })) as { data: string }
  const { width, height, data: pixels } = PNG.sync.read(Buffer.from(data, 'base64'))
  return { width, height, data: new Uint8Array(pixels) }
}
