import { takePixels } from '../client/capture.js'
import type { Capture } from '../protocol/page.js'
import { digestPixels } from './digest.js'
import type { Pixels } from './png.js'
import { averageDown } from './scale.js'

/** One look at a page: always its size and digest, the pixels when they were asked for. */
export interface Shot {
  width: number
  height: number
  digest: string
  pixels: Pixels | null
}

/** Takes a shot. `timeout` in milliseconds; 0: none. */
export type Shoot = (store: boolean, timeout: number) => Promise<Shot>

/** How the Host is asked for a capture. */
export type TakeCapture = (store: boolean, timeout: number) => Promise<Capture>

/** Shots of every device pixel. */
export function deviceShots(capture: TakeCapture): Shoot {
  return async (store, timeout) => {
    const taken = await capture(store, timeout)
    const { width, height, digest } = taken
    return { width, height, digest, pixels: store ? await takePixels(taken) : null }
  }
}

/** Shots of one pixel per CSS pixel; the digest is made here, of the averaged pixels. `scale`: device pixels per CSS pixel. */
export function cssShots(capture: TakeCapture, scale: number): Shoot {
  if (scale === 1) return deviceShots(capture)
  return async (_, timeout) => {
    const pixels = averageDown(await takePixels(await capture(true, timeout)), scale)
    return { width: pixels.width, height: pixels.height, digest: await digestPixels(pixels.data), pixels }
  }
}
