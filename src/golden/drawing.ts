import { neither, onlyActual, onlyExpected } from './alignment.js'
import type { Comparison } from './comparison.js'
import type { Pixels } from './png.js'

type Colour = readonly [red: number, green: number, blue: number]

/** Counts as different. */
const different: Colour = [255, 0, 0]
/** Is not the same, and does not count. */
const allowed: Colour = [255, 200, 0]
/** Only the new picture has it; only the golden has it. */
const added: Colour = [0, 170, 60]
const removed: Colour = [190, 0, 190]

/** How much of what is the same is left, and of what only one picture has. */
const [faint, tinted] = [0.1, 0.5]

/**
 * A picture of a difference: what is the same in faint grey, what differs in red, what differs and does not count in yellow; of
 * pictures of different sizes what was added tinted green, what was removed tinted purple.
 */
export function drawDifference({ expected, actual, mask, presence, diff }: Comparison): Pixels {
  if (diff !== null && presence === null) return diff
  const { width, height, data: golden } = expected
  const { data: shown } = actual
  const data = new Uint8Array(width * height * 4)
  for (let pixel = 0, at = 0; pixel < mask.length; pixel++, at += 4) {
    const here = presence?.[pixel] ?? 0
    if (here === neither) continue
    if (here === onlyActual) tint(data, at, shown, added)
    else if (here === onlyExpected) tint(data, at, golden, removed)
    else if (mask[pixel] !== 0) fill(data, at, different)
    else if (isSame(golden, shown, at)) fade(data, at, golden)
    else fill(data, at, allowed)
  }
  return { width, height, data }
}

function isSame(a: Uint8Array, b: Uint8Array, at: number): boolean {
  return a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2] && a[at + 3] === b[at + 3]
}

function fill(data: Uint8Array, at: number, [red, green, blue]: Colour): void {
  data[at] = red
  data[at + 1] = green
  data[at + 2] = blue
  data[at + 3] = 255
}

/** Half the pixel as it looks on white, half the colour. */
function tint(data: Uint8Array, at: number, source: Uint8Array, colour: Colour): void {
  const alpha = source[at + 3]! / 255
  for (let channel = 0; channel < 3; channel++) {
    const seen = 255 + (source[at + channel]! - 255) * alpha
    data[at + channel] = seen + (colour[channel]! - seen) * tinted
  }
  data[at + 3] = 255
}

function fade(data: Uint8Array, at: number, source: Uint8Array): void {
  const light = source[at]! * 0.299 + source[at + 1]! * 0.587 + source[at + 2]! * 0.114
  const grey = 255 + ((light - 255) * faint * source[at + 3]!) / 255
  data[at] = grey
  data[at + 1] = grey
  data[at + 2] = grey
  data[at + 3] = 255
}
