import { now } from '../client/timers.js'
import { digestPixels } from './digest.js'
import type { Pixels } from './png.js'
import type { Region } from './regions.js'
import type { Shoot } from './shot.js'

/** The moments of an animation that one picture shows: given, or so many, each so many milliseconds after the one before, from 0. */
export type Filmstrip = { times: number[] } | { frames: number; every: number }

/** Milliseconds from the animation's start. */
export function timesOf(strip: Filmstrip): number[] {
  return 'times' in strip
    ? [...strip.times]
    : Array.from({ length: strip.frames }, (_, index) => index * strip.every)
}

/** Pictures side by side, from left to right, their upper edges in one line; what is below a lower one is transparent. */
export function sideBySide(frames: readonly Pixels[]): Pixels {
  const width = frames.reduce((sum, frame) => sum + frame.width, 0)
  const height = Math.max(...frames.map((frame) => frame.height))
  const data = new Uint8Array(width * height * 4)
  let left = 0
  for (const frame of frames) {
    const row = frame.width * 4
    for (let y = 0; y < frame.height; y++)
      data.set(frame.data.subarray(y * row, (y + 1) * row), (y * width + left) * 4)
    left += frame.width
  }
  return { width, height, data }
}

/** Shots of a filmstrip, of those of one moment each. */
export function stripShots(shootAt: (time: number) => Shoot, strip: Filmstrip): Shoot {
  return async (_, timeout) => {
    const end = now() + timeout
    const frames: Pixels[] = []
    for (const time of timesOf(strip)) {
      const left = timeout === 0 ? 0 : Math.max(1, end - now())
      frames.push((await shootAt(time)(true, left)).pixels!)
    }
    const pixels = sideBySide(frames)
    const { width, height } = pixels
    return { width, height, digest: await digestPixels(pixels.data), pixels }
  }
}

/** Regions of a filmstrip of so many pixels in width, as they lie in their frame. */
export function withinFrame(regions: readonly Region[], strip: Filmstrip, width: number): Region[] {
  const frame = width / timesOf(strip).length
  return regions.map((region) => ({ ...region, x: region.x % frame }))
}
