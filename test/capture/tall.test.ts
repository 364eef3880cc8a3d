import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../page/setup.js'
import { colour, differing, oracle, part } from './pictures.js'

const cef = launched()
const options = { viewport: { width: 240, height: 200 }, timeout: 20_000 }

const bandColour = (band: number) =>
  `#${[band % 256, (band * 7) % 256, 100].map((value) => value.toString(16).padStart(2, '0')).join('')}`

/** Bands of 100 pixels with words, each of a colour of its own. */
const bands = (count: number): string =>
  Array.from(
    { length: count },
    (_, band) =>
      `<div class=band style="height: 100px; background: ${bandColour(band)}">band ${band}<br><b>in two lines</b></div>`,
  ).join('')

const stuck = `<div style="position: fixed; top: 0; right: 0; width: 30px; height: 30px; background: #ff0000"></div>
  <div style="position: fixed; bottom: 0; right: 0; width: 30px; height: 30px; background: #0000ff"></div>
  <div style="position: sticky; top: 0; width: 20px; height: 10px; margin-bottom: -10px; background: #00ff00"></div>`

const view = (page: Page) => page.evaluate('[innerWidth, innerHeight, scrollX, scrollY]')

describe('a document past the size of one frame', () => {
  for (const scale of [1, 1.5]) {
    test(`is one picture, with what is fixed or sticks in it once, at scale ${scale}`, async () => {
      const count = Math.ceil(17_000 / scale / 100)
      const page = await cef.show(`<body style="margin: 0">${stuck}${bands(count)}`, {
        ...options,
        deviceScaleFactor: scale,
      })
      await page.evaluate('scrollTo(0, 1000)')
      const before = await view(page)
      const whole = await page.pixels({ fullPage: true })
      expect([whole.width, whole.height]).toEqual([240 * scale, count * 100 * scale])
      const at = (x: number, y: number) => colour(whole, Math.floor(x * scale), Math.floor(y * scale))
      const wrong = Array.from({ length: count - 1 }, (_, band) => band + 1).filter((band) => {
        const middles = [
          at(120, band * 100 + 60),
          at(120, band * 100),
          at(235, band * 100 + (band === count - 1 ? 60 : 99)),
        ]
        return middles.some((seen) => seen !== bandColour(band))
      })
      expect(wrong).toEqual([])
      expect([at(235, 5), at(235, count * 100 - 5), at(5, 5)]).toEqual(['#ff0000', '#0000ff', '#00ff00'])
      // Around each seam, words included.
      for (const y of [8000 / scale, 16_200 / scale].map((middle) => Math.round(middle / 100) * 100)) {
        const seam = part(whole, 0, y * scale, whole.width, 200 * scale)
        expect(differing(seam, await oracle(page, { x: 0, y, width: 240, height: 200 }))).toBe(0)
      }
      expect(await view(page)).toEqual(before)
      expect(page.viewport).toEqual(options.viewport)
    })
  }

  test('shows iframes of other sites and masks in them', async () => {
    const page = await cef.newPage(options)
    const frame =
      '<iframe src="https://b.test/" style="position: absolute; left: 0; top: 8100px; width: 200px; height: 180px; border: 0">'
    await page.serve('https://a.test/', () => `<body style="margin: 0">${bands(170)}${frame}</iframe>`)
    await page.serve(
      'https://b.test/',
      () =>
        '<body style="margin: 0; background: #0a0b0c"><p style="margin: 80px 10px; width: 20px; height: 20px; background: red">',
    )
    await page.goto('https://a.test/')
    const inner = page.frames().find((child) => child.url() === 'https://b.test/')!
    const whole = await page.pixels({
      fullPage: true,
      mask: [inner.locator('p'), page.locator('.band').nth(169)],
    })
    const seen = [
      [199, 8101],
      [199, 8279],
      [10, 8180],
      [29, 8199],
      [9, 8180],
      [30, 8199],
    ].map(([x, y]) => colour(whole, x!, y!))
    expect(seen).toEqual(['#0a0b0c', '#0a0b0c', '#ff00ff', '#ff00ff', '#0a0b0c', '#0a0b0c'])
    expect([colour(whole, 5, 16_899), colour(whole, 5, 16_901), colour(whole, 239, 16_999)]).toEqual([
      bandColour(168),
      '#ff00ff',
      '#ff00ff',
    ])
  })

  test('may be wide instead, of which a part is asked for', async () => {
    const columns = Array.from(
      { length: 170 },
      (_, band) => `<i style="flex: 0 0 100px; background: ${bandColour(band)}"></i>`,
    )
    const page = await cef.show(
      `<body style="margin: 0; display: flex; height: 50px">${columns.join('')}`,
      options,
    )
    const clip = { x: 8000, y: 10, width: 9000, height: 20 }
    const seen = await page.pixels({ fullPage: true, clip })
    expect([seen.width, seen.height]).toEqual([9000, 20])
    const wrong = Array.from({ length: 90 }, (_, column) => column).filter(
      (column) => ![0, 99].every((x) => colour(seen, column * 100 + x, 19) === bandColour(80 + column)),
    )
    expect(wrong).toEqual([])
  })

  test('is laid out as in a window of its size, before the first tile', async () => {
    const page = await cef.newPage(options)
    const square =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f0f"/></svg>'
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('.svg')
        ? { headers: { 'content-type': 'image/svg+xml' }, body: square }
        : `<body style="margin: 0">${bands(169)}<div style="height: 100px; background: white"><img loading=lazy src="/a.svg" width=50 height=50></div>
          <div style="position: absolute; left: 100px; top: 0; width: 10px; height: 100vh; background: #00ffff"></div>`,
    )
    await page.goto('https://a.test/')
    const whole = await page.pixels({ fullPage: true })
    expect([
      colour(whole, 20, 16_920),
      colour(whole, 105, 3),
      colour(whole, 105, 9000),
      colour(whole, 105, 16_999),
    ]).toEqual(['#ff00ff', '#00ffff', '#00ffff', '#00ffff'])
  })
})

test('an element past the size of one frame is one picture', async () => {
  const page = await cef.show(
    `<body style="margin: 0"><p style="margin: 30px">text</p><div id=tall>${bands(165)}</div>`,
    options,
  )
  const box = (await page.locator('#tall').boundingBox())!
  const { PNG } = await import('pngjs')
  const { width, height, data } = PNG.sync.read(await page.locator('#tall').screenshot())
  expect([width, height]).toEqual([240, 16_500])
  expect(box.height).toBe(16_500)
  const picture = { width, height, data: new Uint8Array(data) }
  for (const band of [0, 81, 82, 164]) expect(colour(picture, 200, band * 100 + 50)).toBe(bandColour(band))
})

test('a picture too large for memory is refused, and a part of it is not', async () => {
  const page = await cef.show(
    '<body style="margin: 0"><div style="height: 1000000px; background: linear-gradient(red, red)">',
    options,
  )
  expect(await failure(page.pixels({ fullPage: true }))).toMatchObject({
    code: 'BAD_ARGUMENT',
    message:
      'page.pixels() failed: the picture would have 240×1000000 pixels, more than 134217728 in all. Capture parts of it with clip and fullPage, or at a smaller deviceScaleFactor.',
  })
  const seen = await page.pixels({ fullPage: true, clip: { x: 0, y: 999_000, width: 10, height: 1000 } })
  expect([seen.height, colour(seen, 5, 999)]).toEqual([1000, '#ff0000'])
  expect(await view(page)).toEqual([240, 200, 0, 0])
})

test('what was scrolled within the page is scrolled again', async () => {
  const page = await cef.show(
    `<body style="margin: 0"><div id=box style="height: 50vh; overflow: auto"><p style="height: 1000px"></p></div>
    <div style="height: 900px"></div>`,
    options,
  )
  await page.evaluate(`document.getElementById('box').scrollTop = 700; scrollTo(0, 300)`)
  await page.pixels({ fullPage: true })
  expect(await page.evaluate(`[document.getElementById('box').scrollTop, scrollY]`)).toEqual([700, 300])
})
