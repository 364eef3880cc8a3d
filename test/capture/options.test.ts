import { readFileSync } from 'node:fs'
import type { Page } from 'cefrig'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../page/setup.js'
import { colour, differing, oracle, part } from './pictures.js'

// Each option of captures against Chromium's own screenshot or a picture that can be reckoned. `test/page/look.test.ts` has style,
// caret, animations that are disabled, and masks in frames; `test/capture/tall.test.ts` full pages past the size of one frame.

const cef = launched()

/** A page as people write them: text, gradients, shadows, rounded corners, a form, a canvas, an image, a table. */
const real = `<!doctype html><style>
  body { margin: 0; font: 15px/1.4 serif; background: linear-gradient(#fff, #dde) }
  h1 { margin: 10px; text-shadow: 1px 2px 3px #888 } .card { margin: 12.3px; padding: 7.7px; border-radius: 9px; box-shadow: 0 2px 6px #0008; background: #fffc; width: 211.5px }
  table { border-collapse: collapse } td { border: 1px solid #444; padding: 3px }</style>
  <h1>Überschrift</h1><div class=card><b>Bold</b>, <i>italic</i>, <code>code</code> and مرحبا</div>
  <table><tr><td>1</td><td>2</td></tr></table><input value=text><button>Go</button><progress value=.3></progress>
  <svg width=60 height=30><circle cx=15 cy=15 r=12.5 fill=teal /></svg><canvas width=50 height=30></canvas>
  <div style="height: 500px; background: repeating-linear-gradient(45deg, #fff 0 9px, #e8e8ff 9px 18px)">below</div>
  <script>const g = document.querySelector('canvas').getContext('2d'); g.fillStyle = '#c0f'; g.arc(20, 15, 11.3, 0, 5); g.fill()</script>`

describe("pictures equal Chromium's own, pixel for pixel", () => {
  for (const deviceScaleFactor of [1, 1.25, 1.5, 2]) {
    test(`at scale ${deviceScaleFactor}: viewport, clip, full page and element`, async () => {
      const page = await cef.show(real, { deviceScaleFactor })
      expect(differing(await page.pixels(), await oracle(page))).toBe(0)
      const clip = { x: 20, y: 40, width: 120, height: 60 }
      expect(differing(await page.pixels({ clip }), await oracle(page, clip))).toBe(0)
      const { width, height } = (await page.evaluate(
        '({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })',
      )) as { width: number; height: number }
      const whole = await page.pixels({ fullPage: true })
      await page.resize({ width, height })
      expect(differing(whole, await oracle(page))).toBe(0)
      // The card's box begins and ends between pixels.
      const box = (await page.locator('.card').boundingBox())!
      const [left, top] = [Math.floor(box.x), Math.floor(box.y)]
      const [right, bottom] = [Math.ceil(box.x + box.width), Math.ceil(box.y + box.height)]
      expect([box.x, box.width].every(Number.isInteger)).toBe(false)
      const png = PNG.sync.read(await page.locator('.card').screenshot())
      const element = { width: png.width, height: png.height, data: new Uint8Array(png.data) }
      const pixels = (length: number) => Math.floor(length * deviceScaleFactor + 1e-6)
      const around = part(
        whole,
        pixels(left),
        pixels(top),
        Math.ceil(right * deviceScaleFactor - 1e-6) - pixels(left),
        Math.ceil(bottom * deviceScaleFactor - 1e-6) - pixels(top),
      )
      expect(differing(element, around)).toBe(0)
    })
  }

  test('masks at an odd scale cover every pixel that the box touches, and no other', async () => {
    const page = await cef.show(
      '<body style="margin: 0"><p style="position: absolute; margin: 0; left: 10.3px; top: 20.6px; width: 30.2px; height: 9.9px; background: red">',
      { deviceScaleFactor: 1.25 },
    )
    const masked = await page.pixels({ mask: [page.locator('p')] })
    const plain = await page.pixels()
    const box = (await page.locator('p').boundingBox())!
    const [left, top] = [Math.floor(box.x * 1.25), Math.floor(box.y * 1.25)]
    const [right, bottom] = [Math.ceil((box.x + box.width) * 1.25), Math.ceil((box.y + box.height) * 1.25)]
    const reckoned = { ...plain, data: plain.data.slice() }
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) reckoned.data.set([255, 0, 255, 255], (y * plain.width + x) * 4)
    expect(differing(masked, reckoned)).toBe(0)
    expect(colour(plain, left - 1, top)).toBe('#ffffff')
  })

  test('an omitted background leaves the alpha that colours over it have', async () => {
    const page = await cef.show(
      `<body style="margin: 0">${[0, 0.2, 0.5, 0.8, 1].map((alpha) => `<p style="margin: 0; height: 20px; background: rgb(200 100 50 / ${alpha})">`).join('')}`,
      { backgroundColor: 'transparent' },
    )
    const { data, width } = await page.pixels({ omitBackground: true })
    const at = (row: number) => [
      ...data.subarray((row * 20 + 10) * width * 4, (row * 20 + 10) * width * 4 + 4),
    ]
    expect([0, 1, 2, 3, 4].map((row) => at(row)[3])).toEqual([0, 51, 128, 204, 255])
    // Colours are kept as the browser holds them, multiplied by their opacity: less of it, fewer steps.
    for (const row of [1, 2, 3, 4])
      for (const [index, value] of [200, 100, 50].entries())
        expect(Math.abs(at(row)[index]! - value)).toBeLessThanOrEqual(3)
    await page.emulate({ colorScheme: 'dark' })
    expect((await page.pixels({ omitBackground: true })).data[3]).toBe(0)
  })
})

describe('animations that stand at a time', () => {
  const grows = `@keyframes grow { from { width: 0 } to { width: 200px } } p { margin: 0; height: 20px; background: #00f; width: 0 }`
  /** Where the blue of the row ends. */
  const widthAt = async (page: Page, at: number, y = 5) => {
    const seen = await page.pixels({ animations: { at } })
    return Array.from({ length: seen.width }, (_, x) => colour(seen, x, y)).lastIndexOf('#0000ff') + 1
  }

  test('of every kind: CSS animations, transitions, Web Animations, of pseudo-elements, in shadow roots, of SVG', async () => {
    const page = await cef.show(`<style>body { margin: 0 } ${grows}
      #a { animation: grow 1s linear infinite alternate } #b { animation: grow 1s linear 200ms both }
      #c { transition: width 1s linear } #e::before { content: ''; display: block; height: 20px; background: #00f; animation: grow 1s linear both } #e { background: none; width: 300px }
      </style><p id=a></p><p id=b></p><p id=c></p><p id=d></p><p id=e></p><x-y></x-y>
      <svg width=300 height=20 style="display: block"><rect width=0 height=20 fill="#00f"><animate attributeName=width from=0 to=200 dur=1s repeatCount=indefinite /></rect></svg>`)
    await page.evaluate(`{ const c = document.querySelector('#c'); c.offsetWidth; c.style.width = '200px'
      document.querySelector('#d').animate([{ width: '0' }, { width: '200px' }], { duration: 1000, fill: 'both' })
      document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML = '<style>${grows} p { animation: grow 1s linear both }</style><p></p>' }`)
    for (const at of [500, 250, 500]) {
      const seen = await page.pixels({ animations: { at } })
      const widths = Array.from(
        { length: 7 },
        (_, row) =>
          Array.from({ length: seen.width }, (_, x) => colour(seen, x, row * 20 + 10)).lastIndexOf(
            '#0000ff',
          ) + 1,
      )
      const [whole, late] = [at / 5, Math.max(0, at - 200) / 5]
      expect(widths).toEqual([whole, late, whole, whole, whole, whole, whole])
    }
  })

  test('go on from where they were, and the page hears nothing of it', async () => {
    const page = await cef.show(
      `<style>body { margin: 0 } ${grows} p { animation: grow 1000s linear both } i { animation: grow 1ms both }</style><p></p><i></i>`,
    )
    await page.evaluate(
      `new Promise((done) => { document.querySelector('i').onanimationend = done; setTimeout(done, 100) })`,
    )
    await page.evaluate(`{ window.heard = []; window.moving = document.querySelector('p').getAnimations()[0]
      moving.currentTime = 500_000
      for (const kind of ['start', 'end', 'iteration', 'cancel']) addEventListener('animation' + kind, (event) => heard.push(event.type)) }`)
    expect(await widthAt(page, 250_000)).toBe(50)
    expect(await widthAt(page, 5_000_000)).toBe(200)
    await page.rendering.step(3)
    const [state, time, heard] = (await page.evaluate('[moving.playState, moving.currentTime, heard]')) as [
      string,
      number,
      string[],
    ]
    expect([state, heard]).toEqual(['running', []])
    expect(time).toBeGreaterThanOrEqual(500_000)
    expect(time).toBeLessThan(530_000)
    await page.evaluate('moving.pause()')
    expect(await widthAt(page, 250_000)).toBe(50)
    expect(await page.evaluate('moving.playState')).toBe('paused')
    await page.evaluate('moving.finish()')
    await page.rendering.step(3)
    expect(await page.evaluate('heard.splice(0)')).toEqual(['animationend'])
    expect(await widthAt(page, 250_000)).toBe(50)
    await page.rendering.step(3)
    expect(await page.evaluate('[moving.playState, heard]')).toEqual(['finished', []])
  })

  test('is refused for what is no time', async () => {
    const page = await cef.newPage()
    for (const animations of [{ at: -1 }, { at: '5' }, { at: 5, more: 1 }, 'at', {}])
      expect(await failure(page.pixels({ animations } as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })
})

describe('videos', () => {
  // Four colours of 300 milliseconds each, recorded by MediaRecorder from a canvas.
  const film = readFileSync(new URL('./four-colours.webm', import.meta.url))
  const show = (address: string) =>
    `<body style="margin: 0"><video muted loop autoplay width=160 height=120 style="display: block" src="${address}"></video>`
  const near = (seen: string, wanted: string) =>
    [0, 2, 4].every(
      (at) =>
        Math.abs(
          Number.parseInt(seen.slice(at + 1, at + 3), 16) - Number.parseInt(wanted.slice(at + 1, at + 3), 16),
        ) < 8,
    )

  test('stand at the time that is asked for, and go on', async () => {
    const page = await cef.show(show(`data:video/webm;base64,${film.toString('base64')}`))
    for (const [video, wanted] of [
      [450, '#00ff00'],
      [0, '#ff0000'],
      [1050, '#ffff00'],
      [750, '#0000ff'],
      [450, '#00ff00'],
    ] as const) {
      const seen = colour(await page.pixels({ ready: { video } }), 80, 60)
      expect([video, seen, near(seen, wanted)]).toEqual([video, seen, true])
    }
    await page.waitForFunction(`!document.querySelector('video').paused`)
  })

  test('that cannot be sought are refused by name, and those with a poster are left alone', async () => {
    const page = await cef.newPage()
    const poster = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="#0ff"/></svg>')}`
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('.webm')
        ? { headers: { 'content-type': 'video/webm' }, body: film }
        : url.endsWith('poster')
          ? `<body style="margin: 0"><video poster="${poster}" width=160 height=120 src="data:video/webm;base64,${film.toString('base64')}"></video><video src="/none.mp4"></video><video></video>`
          : show('/film.webm'),
    )
    await page.goto('https://a.test/')
    expect(await failure(page.pixels({ ready: { video: 450 } }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.pixels() failed: the video https://a.test/film.webm cannot be sought to 450 ms: its server does not answer ranges. Leave out what asks for it.',
    })
    await page.goto('https://a.test/poster')
    expect(colour(await page.pixels({ ready: { video: 450 } }), 80, 60)).toBe('#00ffff')
  })
})

describe('popups', () => {
  const fields = {
    'the list of a select': '<select><option>one<option>two<option>three</select>',
    'the picker of a date': '<input type=date value=2026-01-02>',
    'the picker of a colour': '<input type=color value="#ff0000">',
  }
  for (const [what, field] of Object.entries(fields)) {
    test(`${what} is in the picture, left out of it, or the picture`, async () => {
      const page = await cef.show(`<body style="margin: 10px; background: #eef">${field}`, {
        viewport: { width: 400, height: 400 },
      })
      const closed = await page.pixels({ clip: { x: 0, y: 60, width: 400, height: 340 } })
      expect(await failure(page.pixels({ popups: 'apart' }))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message:
          "page.pixels() failed: popups: 'apart' is the picture of an open list or picker, and none is open. Open one before, by a click or by showPicker().",
      })
      // A user's gesture opens it.
      await page.evaluate(
        `{ const field = document.querySelector('select, input'); field.focus(); field.showPicker() }`,
      )
      await expect
        .poll(() =>
          page.pixels({ popups: 'apart' }).then(
            ({ width }) => width,
            () => 0,
          ),
        )
        .toBeGreaterThan(20)
      const [apart, composited, hidden] = [
        await page.pixels({ popups: 'apart' }),
        await page.pixels(),
        await page.pixels({ popups: 'hidden' }),
      ]
      expect(differing(part(hidden, 0, 60, 400, 340), closed)).toBe(0)
      expect(differing(composited, hidden)).toBeGreaterThan(100)
      // The whole popup is somewhere in the picture.
      const rows = Array.from({ length: 400 - apart.height + 1 }, (_, y) => y)
      const places = rows.flatMap((y) => Array.from({ length: 40 }, (_, x) => [x, y] as const))
      const isAt = ([x, y]: readonly [number, number]) =>
        colour(composited, x + 5, y + 5) === colour(apart, 5, 5) &&
        differing(part(composited, x, y, apart.width, apart.height), apart) === 0
      expect(places.some(isAt)).toBe(true)
    })
  }

  test('apart is for pages as a whole', async () => {
    const page = await cef.show('<p>x')
    const clip = { x: 0, y: 0, width: 5, height: 5 }
    for (const taken of [
      page.pixels({ popups: 'apart', clip }),
      page.locator('p').screenshot({ popups: 'apart' }),
    ])
      expect((await failure(taken)).message).toContain(
        "popups: 'apart' is the picture of a list or picker alone. Leave out",
      )
  })
})
