import { describe, expect, test } from 'vitest'
import { failure, launched } from '../page/setup.js'
import { colour, differing } from './pictures.js'

// What strangers do to captures, and what the page is like afterwards.

const cef = launched()

describe('after a full page', () => {
  test('whatever was scrolled is where it was: the body, what is in shadow roots, iframes of both kinds', async () => {
    const page = await cef.newPage()
    const long = '<body style="margin: 0"><div style="height: 1500px">x</div>'
    await page.serve('https://b.test/', () => long)
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/inner')
        ? long
        : `<html style="overflow: hidden; height: 100%"><body style="margin: 0; overflow: auto; height: 100%">
          <iframe src="/inner" style="height: 80vh"></iframe><iframe src="https://b.test/" style="height: 80vh"></iframe><x-y></x-y>
          <div style="height: 2000px"></div><script>document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML =
            '<div style="height: 50vh; overflow: auto"><p style="height: 999px">x</p></div>'</script>`,
    )
    await page.goto('https://a.test/')
    await page.evaluate(
      `document.body.scrollTop = 300; document.querySelector('x-y').shadowRoot.querySelector('div').scrollTop = 9999`,
    )
    for (const frame of page.frames().slice(1)) await frame.evaluate('scrollTo(0, 9999)')
    const scrolled = async () => [
      await page.evaluate(
        `[document.body.scrollTop, document.querySelector('x-y').shadowRoot.querySelector('div').scrollTop]`,
      ),
      ...(await Promise.all(page.frames().map((frame) => frame.evaluate('scrollY')))),
    ]
    const before = await scrolled()
    expect(before.flat().filter((top) => top === 0)).toHaveLength(1)
    expect((await page.pixels({ fullPage: true, timeout: 20_000 })).height).toBeGreaterThan(2000)
    expect(await scrolled()).toEqual(before)
  })

  test.each([1000, 17_000])(
    'of %i CSS pixels the page has the size that it is told meanwhile',
    async (height) => {
      const page = await cef.show(`<body style="margin: 0; height: ${height}px">`)
      const resized = page.evaluate('new Promise((done) => addEventListener("resize", done, { once: true }))')
      const taken = page.pixels({ fullPage: true, timeout: 20_000 })
      await resized
      await page.resize({ width: 333, height: 222 })
      expect(await taken).toMatchObject({ width: 400, height })
      expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([333, 222])
      expect(await page.pixels()).toMatchObject({ width: 333, height: 222 })
    },
  )

  test('one whose document was left meanwhile is no picture of either', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/late.svg')
        ? new Promise<never>(() => {})
        : url.endsWith('/other')
          ? '<p>other'
          : `<body style="height: 2000px"><script>addEventListener('resize', () => {
              document.body.style.backgroundImage = 'url(/late.svg)'
              // When the capture waits for that picture and asks the page nothing.
              let frames = 0
              const leave = () => ++frames === 30 ? location.href = '/other' : requestAnimationFrame(leave)
              leave()
            }, { once: true })</script>`,
    )
    await page.goto('https://a.test/')
    expect(await failure(page.pixels({ fullPage: true, timeout: 20_000 }))).toMatchObject({
      code: 'EXECUTION_CONTEXT_LOST',
    })
    await page.waitForURL('https://a.test/other')
    expect((await page.pixels()).height).toBe(300)
  })
})

test.each(['disabled', { at: 0 }] as const)(
  'an endless animation that goes backwards goes on after animations: %j, and nothing else is left of the picture',
  async (animations) => {
    const page = await cef.show('<p style="height: 9px">x')
    await page.evaluate(`{ window.turning = document.querySelector('p').animate([{ width: '0' }, { width: '200px' }], { duration: 1e6, iterations: Infinity })
      turning.currentTime = 5e8; turning.playbackRate = -1 }`)
    await page.pixels({ animations, style: 'p { color: red }' })
    const [state, time, sheets] = (await page.evaluate(
      '[turning.playState, turning.currentTime, document.adoptedStyleSheets.length]',
    )) as [string, number, number]
    expect([state, sheets]).toEqual(['running', 0])
    expect(Math.abs(time - 5e8)).toBeLessThan(60_000)
  },
)

test('a style is there as a whole, and gone as a whole, whatever has a transition', async () => {
  const page = await cef.show('<style>* { transition: all 1000s }</style><body style="background: #fff"><p>x')
  await page.evaluate(`{ window.heard = []
    for (const kind of ['run', 'start', 'cancel', 'end']) addEventListener('transition' + kind, ({ type }) => heard.push(type)) }`)
  for (const animations of ['allow', 'disabled', { at: 5 }] as const) {
    const taken = await page.pixels({ animations, style: 'body { background: #00ff00 !important }' })
    expect(colour(taken, 300, 200)).toBe('#00ff00')
    expect(colour(await page.pixels(), 300, 200)).toBe('#ffffff')
  }
  expect(await page.evaluate('[heard, document.getAnimations().length]')).toEqual([[], 0])
  const field = async (style: string) => {
    await page.setContent(`<input style="${style}">`)
    await page.evaluate(`document.querySelector('input').focus()`)
    return page.pixels()
  }
  const hidden = await field('font-size: 60px; caret-color: transparent')
  expect(differing(await field('font-size: 60px; transition: caret-color 1000s'), hidden)).toBe(0)
})

describe('while a page is waited for without a limit', () => {
  const waiting = { ready: { network: 1e9 }, timeout: 0 }

  test('its end is told at once', async () => {
    const page = await cef.show('<p>x')
    const taken = failure(page.pixels(waiting))
    await page.title()
    await page.close()
    expect(await taken).toMatchObject({ code: 'PAGE_CLOSED' })
  })

  test('so is its crash', async () => {
    const page = await cef.show('<p>x')
    const taken = failure(page.pixels(waiting))
    await page.title()
    await Promise.all([failure(page.goto('chrome://crash')), taken])
    expect(await taken).toMatchObject({ code: 'RENDERER_CRASHED' })
  })
})

describe('what was pending is told as it is', () => {
  test('a dialog by its kind', async () => {
    const page = await cef.show('<p>x', { timeout: 60_000 })
    const asked = page.waitForEvent('dialog')
    await page.evaluate('void setTimeout(() => confirm("?"))')
    const dialog = await asked
    expect((await failure(page.pixels({ timeout: 300 }))).message).toContain(
      'did not settle within 300 ms: the page does not answer: its dialog (confirm) is not answered. Wait',
    )
    await dialog.dismiss()
    expect((await page.pixels()).width).toBe(400)
  })

  test('no promise that the page does not have', async () => {
    const page = await cef.show('<p>x')
    const error = await failure(page.pixels({ ready: { network: 1e9 }, timeout: 1 }))
    expect(error).toMatchObject({ code: 'CAPTURE_TIMEOUT', facts: { pending: ['network'] } })
  })
})

test('a select that is styled, and whose list is the browser’s all the same, takes no longer', async () => {
  const page = await cef.show('<select style="appearance: base-select"><option>one<option>two</select>')
  await page.evaluate(`{ const field = document.querySelector('select'); field.focus(); field.showPicker() }`)
  const apart = () =>
    page.pixels({ popups: 'apart' }).then(
      ({ width }) => width,
      () => 0,
    )
  await expect.poll(apart).toBeGreaterThan(20)
  await page.evaluate(
    '{ window.frames_ = 0; const count = () => { frames_++; requestAnimationFrame(count) }; count() }',
  )
  await page.rendering.pause()
  const before = await page.evaluate<number>('frames_')
  await page.pixels()
  // When page and browser disagree about an open list, a capture gives them a second's frames.
  expect((await page.evaluate<number>('frames_')) - before).toBeLessThan(100)
})

test('what cannot be done is refused by name', async () => {
  const page = await cef.show('<div style="display: contents"><b>x</b></div>')
  const refused = async (taken: Promise<unknown>) => {
    const { code, message } = await failure(taken)
    expect(code).toBe('BAD_ARGUMENT')
    return message.slice(message.indexOf(': ') + 2)
  }
  expect(await refused(page.locator('div').screenshot())).toBe(
    'the element has no box of its own: it is 0×0 CSS pixels. Take one that has, as an element around it or in it.',
  )
  for (const style of [
    '@import url(a.css);',
    '/**/ @charset "x";@IMPORT "a.css"',
    'p { color: red } @import "a"',
  ])
    expect(await refused(page.pixels({ style }))).toBe(
      'style has an @import, which style sheets that are added for a picture do not follow. Give the rules themselves.',
    )
  expect((await page.pixels({ style: '/* @import */ p::before { content: "@import" }' })).width).toBe(400)
  expect(
    await refused(page.pixels({ clip: { x: Number.NaN, y: 0, width: -Infinity, height: 5 } })),
  ).toContain('option "clip" is {"x":NaN,"y":0,"width":-Infinity,"height":5}. Give')
  for (const option of [
    { fullPage: true },
    { style: 'p {}' },
    { animations: { at: 5 } },
    { ready: { busy: true } },
  ])
    expect(await refused(page.pixels({ immediate: true, ...option }))).toBe(
      'immediate is the last frame as it is. Leave out fullPage, style, animations and ready.',
    )
  await page.setContent('<div style="height: 11000000px">')
  expect(await refused(page.pixels({ fullPage: true, clip: { x: 0, y: 0, width: 9, height: 9 } }))).toMatch(
    /^the document is 400×110000\d\d CSS pixels, longer than 10000000\. Capture its viewport/,
  )
  for (const timeout of [1e12, Infinity, Number.NaN])
    expect(await refused(page.pixels({ timeout }))).toBe(
      `option "timeout" is ${timeout}. Give a number of milliseconds up to 2147483647, 0 for no limit.`,
    )
})
