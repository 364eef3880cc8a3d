// Draws the picture pairs of this directory anew: node test/golden/cases/make.mjs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** A picture of one colour, RGBA. */
function sheet(width, height, colour = [255, 255, 255, 255]) {
  const png = new PNG({ width, height })
  for (let at = 0; at < png.data.length; at += 4) png.data.set(colour, at)
  return png
}

function dot(png, x, y, colour) {
  png.data.set(colour, (y * png.width + x) * 4)
  return png
}

function box(png, left, top, width, height, colour) {
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) dot(png, x, y, colour)
  return png
}

/** A dark disc with a smooth edge: each pixel as dark as the share of it that the disc covers. */
function disc(centre) {
  const png = sheet(40, 40)
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 40; x++) {
      let covered = 0
      for (let j = 0; j < 8; j++) {
        for (let i = 0; i < 8; i++) {
          covered += Math.hypot(x + (i + 0.5) / 8 - centre, y + (j + 0.5) / 8 - 20) < 14 ? 1 : 0
        }
      }
      const grey = Math.round(255 - (covered / 64) * 235)
      dot(png, x, y, [grey, grey, grey, 255])
    }
  }
  return png
}

/** The same colours at 16 bits per channel, as pngjs wants them. */
function sixteenBits(data) {
  return Buffer.from(Uint16Array.from(data, (value) => value * 257).buffer)
}

/** Every colour through a function of its value. */
function recoloured(png, change) {
  for (let at = 0; at < png.data.length; at++) if (at % 4 !== 3) png.data[at] = change(png.data[at], at)
  return png
}

/** Shades off by up to three levels, as rounding on another processor leaves them. */
const rounded = (png) =>
  recoloured(png, (value, at) => (value > 20 && value < 250 ? value + (((at * 7919) >> 3) % 7) - 3 : value))

/** Strokes with smooth edges, as text has them: `slant` is how far each leans. */
function strokes(slant) {
  const png = sheet(64, 20)
  for (let y = 2; y < 18; y++) {
    for (let x = 0; x < 64; x++) {
      const nearest = Math.abs(((x + y * slant) % 8) - 4)
      const grey = Math.round(Math.min(1, Math.max(0, nearest - 0.6)) * 235 + 20)
      dot(png, x, y, [grey, grey, grey, 255])
    }
  }
  return png
}

/** Rows or columns of a colour put in. */
function widened(png, axis, at, length, colour) {
  const rows = axis === 'rows'
  const result = sheet(png.width + (rows ? 0 : length), png.height + (rows ? length : 0), colour)
  for (let y = 0; y < png.height; y++)
    for (let x = 0; x < png.width; x++) {
      const [toX, toY] = rows ? [x, y < at ? y : y + length] : [x < at ? x : x + length, y]
      dot(result, toX, toY, [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 4)])
    }
  return result
}

const page = () =>
  box(box(sheet(48, 32), 4, 4, 40, 8, [40, 90, 200, 255]), 4, 18, 12, 10, [230, 230, 230, 255])
const dots = (count) => {
  const png = page()
  for (let index = 0; index < count; index++) dot(png, 20 + index * 3, 22, [200, 0, 0, 255])
  return png
}

const cases = {
  'should-match': {
    'same-picture': ['equal pixels', page(), page()],
    'other-encoding': [
      'equal pixels, one file of 16 bits per channel and one of 8',
      page(),
      page(),
      {},
      { bitDepth: 16 },
    ],
    'without-alpha-channel': [
      'equal pixels, one file with an alpha channel and one without',
      page(),
      page(),
      {},
      { colorType: 2 },
    ],
    'nearly-the-same-colour': [
      'colours nearer than the threshold count as one',
      page(),
      box(page(), 4, 4, 40, 8, [42, 91, 202, 255]),
    ],
    'smooth-edge-moved': ['pixels of a smooth edge do not count', disc(20), disc(20.3)],
    'as-many-pixels-as-allowed': ['five pixels differ and five may', page(), dots(5), { maxDiffPixels: 5 }],
    'as-large-a-share-as-allowed': [
      'three of 1,536 pixels are less than 0.2 %',
      page(),
      dots(3),
      { maxDiffPixelRatio: 0.002 },
    ],
    'one-by-one': ['the smallest picture there is', sheet(1, 1, [9, 9, 9, 255]), sheet(1, 1, [9, 9, 9, 255])],
    'long-and-thin': ['16,384 rows of one pixel', sheet(1, 16384), sheet(1, 16384)],
    'text-of-another-processor': [
      'shades of smooth edges are off by up to three levels',
      strokes(0.3),
      rounded(strokes(0.3)),
    ],
    'grey-and-colour-channels': [
      'equal pixels, one file with a grey channel and one with three',
      strokes(0.3),
      strokes(0.3),
      {},
      { colorType: 0 },
    ],
    'half-transparent': [
      'equal pixels at half the opacity',
      sheet(8, 8, [9, 90, 200, 128]),
      sheet(8, 8, [9, 90, 200, 128]),
    ],
    'faint-noise-by-ssim': [
      'noise of three levels is no structure',
      sheet(40, 20, [128, 128, 128, 255]),
      rounded(sheet(40, 20, [128, 128, 128, 255])),
      { comparator: 'ssim' },
    ],
    'few-off-by-little-strictly': [
      'the strict look allows one pixel in fifty to be off by little',
      page(),
      box(page(), 4, 4, 10, 1, [42, 91, 202, 255]),
      { strict: { maxDiffPixelRatio: 0.02 } },
    ],
    'invisible-colour': [
      'what is wholly transparent has no colour',
      sheet(8, 8, [255, 0, 0, 0]),
      sheet(8, 8, [0, 0, 255, 0]),
    ],
  },
  'should-fail': {
    'one-pixel': ['a single pixel counts', page(), dots(1)],
    'nearly-the-same-colour-at-threshold-0': [
      'at threshold 0 every colour is another one',
      page(),
      box(page(), 4, 4, 40, 8, [42, 91, 202, 255]),
      { threshold: 0 },
    ],
    'smooth-edge-moved-with-antialiasing': [
      'includeAA counts the pixels of a smooth edge',
      disc(20),
      disc(20.3),
      { includeAA: true },
    ],
    'one-pixel-more-than-allowed': ['six pixels differ and five may', page(), dots(6), { maxDiffPixels: 5 }],
    'smaller-limit-counts': [
      'of two limits the smaller one counts',
      page(),
      dots(3),
      { maxDiffPixels: 2, maxDiffPixelRatio: 0.5 },
    ],
    'other-opacity': [
      'the same colour at half the opacity',
      sheet(8, 8, [0, 0, 0, 255]),
      sheet(8, 8, [0, 0, 0, 128]),
    ],
    'moved-by-one-pixel': [
      'a box one pixel to the right',
      page(),
      box(box(page(), 4, 4, 1, 8, [255, 255, 255, 255]), 44, 4, 1, 8, [40, 90, 200, 255]),
    ],
    'one-by-one': ['the smallest picture there is', sheet(1, 1), sheet(1, 1, [0, 0, 0, 255])],
    'long-and-thin': [
      'the last of 16,384 pixels',
      sheet(1, 16384),
      dot(sheet(1, 16384), 0, 16383, [0, 0, 0, 255]),
    ],
    'moved-down-by-one-pixel': [
      'a box one pixel further down',
      page(),
      box(box(page(), 4, 4, 40, 1, [255, 255, 255, 255]), 4, 12, 40, 1, [40, 90, 200, 255]),
    ],
    'leaning-text': ['smooth edges in other places are no rounding', strokes(0.3), strokes(0.55)],
    brighter: [
      'another gamma: every shade that is neither black nor white',
      strokes(0.3),
      recoloured(strokes(0.3), (value) => Math.round(255 * (value / 255) ** 0.6)),
    ],
    'nothing-instead-of-white': [
      'white and transparent look the same on white',
      sheet(8, 8),
      sheet(8, 8, [255, 255, 255, 0]),
    ],
    'invisible-colour-exactly': [
      'the comparator exact sees the colour of what is transparent',
      sheet(8, 8, [255, 0, 0, 0]),
      sheet(8, 8, [0, 0, 255, 0]),
      { comparator: 'exact' },
    ],
    'other-structure-by-ssim': [
      'a dot in a plain field',
      sheet(40, 20),
      dot(sheet(40, 20), 20, 10, [0, 0, 0, 255]),
      { comparator: 'ssim' },
    ],
    'other-hue-by-ssim': [
      'stripes of another hue, equally light in grey',
      box(sheet(40, 20, [200, 90, 90, 255]), 10, 0, 20, 20, [90, 90, 90, 255]),
      box(sheet(40, 20, [90, 90, 200, 255]), 10, 0, 20, 20, [90, 90, 90, 255]),
      { comparator: 'ssim' },
    ],
    'shade-of-the-whole-strictly': [
      'every pixel is off by little, which the strict look counts',
      sheet(40, 20, [250, 250, 250, 255]),
      sheet(40, 20, [244, 244, 244, 255]),
      { strict: { threshold: 0.01, maxDiffPixelRatio: 0.02 } },
    ],
    'rows-put-in': [
      'five rows more in the middle',
      page(),
      widened(page(), 'rows', 14, 5, [0, 128, 0, 255]),
      { maxDiffPixelRatio: 1 },
      {},
      'resized',
    ],
    'columns-taken-out': [
      'three columns less at the left',
      widened(page(), 'columns', 0, 3, [255, 255, 255, 255]),
      page(),
      {},
      {},
      'resized',
    ],
    turned: ['as wide as it was high', sheet(12, 48), sheet(48, 12), {}, {}, 'resized'],
    'from-one-pixel': [
      'all but one pixel is new',
      sheet(1, 1),
      page(),
      { comparator: 'ssim' },
      {},
      'resized',
    ],
    'one-row-more': [
      'another height is never within tolerance',
      page(),
      sheet(48, 33),
      { maxDiffPixelRatio: 1 },
      {},
      'resized',
    ],
  },
}

for (const [verdict, pairs] of Object.entries(cases)) {
  rmSync(join(here, verdict), { recursive: true, force: true })
  for (const [name, [reason, expected, actual, options = {}, encoding = {}, outcome]] of Object.entries(
    pairs,
  )) {
    const directory = join(here, verdict, name)
    mkdirSync(directory, { recursive: true })
    if (encoding.bitDepth === 16) expected.data = sixteenBits(expected.data)
    writeFileSync(join(directory, 'expected.png'), PNG.sync.write(expected, encoding))
    writeFileSync(join(directory, 'actual.png'), PNG.sync.write(actual))
    const about = { reason, options, ...(outcome && { outcome }) }
    writeFileSync(join(directory, 'case.json'), `${JSON.stringify(about, null, 2)}\n`)
  }
}
