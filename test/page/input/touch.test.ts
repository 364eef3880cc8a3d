import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

/** A page that writes each event into `window.seen`. */
function listening(html: string, types: string[], parts: string): Promise<Page> {
  return cef.show(`<style>body { margin: 0; touch-action: none }</style>${html}<script>window.seen = []
    for (const type of ${JSON.stringify(types)}) document.addEventListener(type, (e) => seen.push([type, ${parts}].join(' ')), { capture: true, passive: false })
  </script>`)
}

const touches = ['touchstart', 'touchmove', 'touchend', 'touchcancel']

describe('page.touchscreen', () => {
  test('taps: touch and pointer events, then a click', async () => {
    const page = await listening(
      '<button style="width:200px;height:100px">x</button>',
      ['pointerdown', 'touchstart', 'pointerup', 'touchend', 'mousedown', 'mouseup', 'click'],
      'e.pointerType ?? "", e.clientX ?? e.changedTouches[0].clientX, e.clientY ?? e.changedTouches[0].clientY',
    )
    await page.touchscreen.tap(20, 30)
    expect(await page.evaluate('seen')).toEqual([
      'pointerdown touch 20 30',
      'touchstart  20 30',
      'pointerup touch 20 30',
      'touchend  20 30',
      'mousedown  20 30',
      'mouseup  20 30',
      'click touch 20 30',
    ])
  })

  test('taps pages that listen for clicks alone, again and again', async () => {
    const page = await cef.show(
      '<button style="position:fixed;inset:0" onclick="window.n = (window.n ?? 0) + 1">x</button>',
    )
    for (let count = 1; count <= 5; count++) {
      await page.touchscreen.tap(20 + 30 * count, 30)
      expect(await page.evaluate('n')).toBe(count)
    }
  })

  test('a page that prevents the touch gets no click', async () => {
    const page = await listening('<p>x</p>', ['touchstart', 'touchend', 'click'], 'e.cancelable')
    await page.evaluate(
      `document.addEventListener('touchstart', (e) => e.preventDefault(), { passive: false })`,
    )
    await page.touchscreen.tap(20, 30)
    expect(await page.evaluate('seen')).toEqual(['touchstart true', 'touchend true'])
  })

  test('has several fingers with radius and force', async () => {
    const page = await listening(
      '',
      touches,
      '[...e.changedTouches].map((t) => [t.identifier, t.clientX, t.clientY, t.radiusX, t.radiusY, Math.round(t.force * 100)].join("/")).join(), e.touches.length',
    )
    const { touchscreen } = page
    await touchscreen.start([
      { id: 0, x: 10, y: 20, radiusX: 4, radiusY: 4, force: 0.5 },
      { id: 1, x: 110, y: 120, radiusX: 8, radiusY: 8, force: 0.25 },
    ])
    await touchscreen.move([
      { id: 0, x: 60, y: 20 },
      { id: 1, x: 160, y: 120, force: 0.75 },
    ])
    await touchscreen.end(0)
    await touchscreen.end()
    expect(await page.evaluate('seen')).toEqual([
      'touchstart 0/10/20/4/4/50 1',
      'touchstart 1/110/120/8/8/25 2',
      'touchmove 0/60/20/4/4/50 2',
      'touchmove 1/160/120/8/8/75 2',
      'touchend 0/60/20/4/4/0 1',
      'touchend 1/160/120/8/8/0 0',
    ])
  })

  test('is taken away by the system', async () => {
    const page = await listening('', ['touchstart', 'touchcancel', 'pointercancel'], 'e.type')
    await page.touchscreen.start({ x: 10, y: 20 })
    await page.touchscreen.cancel()
    expect(await page.evaluate('seen')).toEqual([
      'touchstart touchstart',
      'pointercancel pointercancel',
      'touchcancel touchcancel',
    ])
  })

  test('scrolls what can be scrolled', async () => {
    const page = await cef.show('<div style="height:3000px">x</div>')
    await page.touchscreen.start({ x: 100, y: 250 })
    for (let y = 230; y >= 50; y -= 20) await page.touchscreen.move({ x: 100, y })
    await page.touchscreen.end()
    await page.waitForFunction('scrollY > 50')
  })

  test('carries the modifier keys that are held', async () => {
    const page = await listening('', ['touchstart'], 'e.shiftKey, e.ctrlKey')
    await page.keyboard.down('Shift')
    await page.touchscreen.tap(10, 10)
    await page.keyboard.up('Shift')
    expect(await page.evaluate('seen')).toEqual(['touchstart true false'])
  })

  test('refuses fingers that are not there, and what is no point', async () => {
    const { touchscreen } = await cef.newPage()
    expect(await failure(touchscreen.move({ x: 1, y: 2 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'touchscreen.move() failed: the finger 0 is not down. Begin with touchscreen.start().',
    })
    await touchscreen.start([
      { x: 1, y: 2 },
      { x: 50, y: 60 },
    ])
    expect((await failure(touchscreen.start({ x: 1, y: 2, id: 1 }))).message).toMatch(
      /the finger 1 is down already/,
    )
    expect((await failure(touchscreen.move({ x: 1, y: 2 }))).message).toMatch(/2 fingers are down/)
    expect((await failure(touchscreen.end(7))).message).toMatch(/the finger 7 is not down/)
    await touchscreen.end()
    expect(await failure(touchscreen.start({ x: 1 } as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'touchscreen.start() failed: y is undefined. Give a finite number.',
    })
    expect(await failure(touchscreen.start({ x: 1, y: 2, force: 3 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'touchscreen.start() failed: option "force" is 3. Give a number from 0 to 1.',
    })
    expect((await failure(touchscreen.tap('1' as never, 2))).code).toBe('BAD_ARGUMENT')
  })
})

describe('locator.tap()', () => {
  test('waits until the element gets the touch', async () => {
    const page = await cef.show(`<button onclick="window.done = event.pointerType">x</button>
      <div id=over style="position:fixed;inset:0"></div>
      <script>setTimeout(() => over.remove(), 100)</script>`)
    await page.locator('button').tap()
    expect(await page.evaluate('done')).toBe('touch')
  })

  test('reaches elements in iframes, of other origins too', async () => {
    const page = await cef.newPage()
    const inner = '<button onclick="document.title = event.pointerType">x</button>'
    const html = (body: string) => () => ({ contentType: 'text/html', body })
    const style = 'style="margin:30px;height:60px"'
    await page.serve(
      'https://one.test/',
      html(`<iframe ${style} src="inner"></iframe><iframe ${style} src="https://two.test/"></iframe>`),
    )
    await page.serve('https://one.test/inner', html(inner))
    await page.serve('https://two.test/', html(inner))
    await page.goto('https://one.test/')
    for (const frame of page.frames().slice(1)) {
      await frame.locator('button').tap()
      expect(await frame.evaluate('document.title'), frame.url()).toBe('touch')
    }
  })

  test('names what covers the element', async () => {
    const page = await cef.show('<button>x</button><div id=over style="position:fixed;inset:0"></div>')
    const error = await failure(page.locator('button').tap({ timeout: 200 }))
    expect(error.code).toBe('TIMEOUT')
    expect(error.message).toMatch(/^locator\.tap\(\) failed: .*<div id="over".* intercepts pointer events/)
  })
})

describe('page.pen', () => {
  test('has pressure and tilt, on the page and in the air', async () => {
    const page = await listening(
      '',
      ['pointermove', 'pointerdown', 'pointerup', 'click'],
      'e.pointerType, e.clientX, e.clientY, e.pressure?.toFixed(2), e.tiltX, e.tiltY, e.twist, e.buttons',
    )
    await page.pen.move({ x: 10, y: 20 })
    await page.pen.down({ x: 10, y: 20, force: 0.25, tiltX: 30, tiltY: -45, twist: 90 })
    await page.pen.move({ x: 40, y: 60, force: 0.75 })
    await page.pen.up()
    expect(await page.evaluate('seen')).toEqual([
      'pointermove pen 10 20 0.00 0 0 0 0',
      'pointerdown pen 10 20 0.25 30 -45 90 1',
      'pointermove pen 40 60 0.75 30 -45 90 1',
      'pointerup pen 40 60 0.00 30 -45 90 0',
      'click pen 40 60 0.00 0 0 0 0',
    ])
  })

  test('refuses what is no pen', async () => {
    const { pen } = await cef.newPage()
    expect(await failure(pen.down({ x: 1, y: 2, tiltX: 91 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'pen.down() failed: option "tiltX" is 91. Give a number from -90 to 90.',
    })
    expect((await failure(pen.move(undefined as never))).code).toBe('BAD_ARGUMENT')
  })
})
