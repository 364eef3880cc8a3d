import type { Pixels } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

/** Of one pixel, as #rrggbb. */
function at({ width, data }: Pixels, x: number, y: number): string {
  const start = (y * width + x) * 4
  return `#${Buffer.from(data.subarray(start, start + 3)).toString('hex')}`
}

const bars = `<body style="margin: 0"><div class=bar style="width: 100px; height: 20px; background: #112233"></div>
  <div style="height: 900px"></div><div class=bar style="width: 60.4px; height: 20px; background: #445566"></div>`

describe('mask', () => {
  test('fills the boxes of all elements, rounded outwards, in pictures of any part', async () => {
    const page = await cef.show(bars)
    const mask = [page.locator('.bar')]
    const view = await page.pixels({ mask })
    expect([at(view, 0, 0), at(view, 99, 19), at(view, 100, 19), at(view, 99, 20)]).toEqual([
      '#ff00ff',
      '#ff00ff',
      '#ffffff',
      '#ffffff',
    ])
    const whole = await page.pixels({ mask, maskColor: '#00ff00', fullPage: true })
    expect([at(whole, 0, 0), at(whole, 60, 925), at(whole, 61, 925)]).toEqual([
      '#00ff00',
      '#00ff00',
      '#ffffff',
    ])
    const part = await page.pixels({ mask, clip: { x: 90, y: 10, width: 20, height: 20 } })
    expect([at(part, 9, 9), at(part, 10, 9), at(part, 9, 10)]).toEqual(['#ff00ff', '#ffffff', '#ffffff'])
    expect(at(await page.pixels(), 0, 0)).toBe('#112233')
    expect(at(await page.pixels({ mask: [page.locator('.nothing')] }), 0, 0)).toBe('#112233')
  })

  test('within frames and shadow roots', async () => {
    const page = await cef.newPage()
    await page.serve(
      'https://a.test/',
      () => `<body style="margin: 0"><iframe src="https://b.test/" style="border: 0; margin: 30px"></iframe>
      <x-y></x-y><script>document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML = '<p style="position:fixed;margin:0;top:0;left:0;width:9px;height:9px;background:red">'</script>`,
    )
    await page.serve('https://b.test/', () => bars)
    await page.goto('https://a.test/')
    const inner = page.frames().find((frame) => frame.url() === 'https://b.test/')!
    const seen = await page.pixels({ mask: [inner.locator('.bar').first(), page.locator('x-y p')] })
    expect([at(seen, 8, 8), at(seen, 9, 9), at(seen, 30, 30), at(seen, 129, 49), at(seen, 130, 49)]).toEqual([
      '#ff00ff',
      '#ffffff',
      '#ff00ff',
      '#ff00ff',
      '#ffffff',
    ])
  })

  test('needs locators of the same page', async () => {
    const [page, other] = [await cef.show(bars), await cef.show(bars)]
    expect(await failure(page.pixels({ mask: ['.bar'] as never }))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.pixels({ maskColor: 'pink' }))).toMatchObject({ code: 'BAD_ARGUMENT' })
    const error = await failure(page.screenshot({ mask: [other.locator('.bar')] }))
    expect(error).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(error.message).toContain('belongs to another page')
  })
})

test('style holds in every document and shadow root, and for the picture only', async () => {
  const page = await cef.newPage()
  const html = `<body style="margin: 0; background: #112233"><iframe srcdoc="<body style='background: #112233'>" style="border: 0"></iframe>
    <div></div><script>
      const shadow = document.querySelector('div').attachShadow({ mode: 'open' })
      shadow.innerHTML = '<p style="width:50px;height:50px;background:#112233">'
    </script>`
  await page.serve('https://a.test/', () => html)
  await page.goto('https://a.test/')
  const seen = await page.pixels({ style: 'body, p { background: #fedcba !important }' })
  const colours = new Set(Array.from({ length: seen.width }, (_, x) => at(seen, x, 20)))
  expect([...colours]).toEqual(['#fedcba'])
  expect(at(seen, 5, 190)).toBe('#fedcba')
  expect(at(await page.pixels(), 20, 20)).toBe('#112233')
  expect(await page.evaluate('document.adoptedStyleSheets.length')).toBe(0)
})

describe('animations', () => {
  test('those without an end are shown as before their start, and go on', async () => {
    const page = await cef.show(`<style>@keyframes turn { from { background: #000 } to { background: #fff } }
      body { margin: 0 } p { margin: 0; height: 50px; background: #00ff00; animation: turn 700ms linear infinite alternate }</style><p>`)
    for (let turn = 0; turn < 3; turn++) {
      expect(at(await page.pixels({ animations: 'disabled' }), 5, 5)).toBe('#00ff00')
    }
    expect(await page.evaluate('document.getAnimations()[0].playState')).toBe('running')
    expect(at(await page.pixels(), 5, 5)).not.toBe('#00ff00')
  })

  test('those with an end are finished, and the page hears of it', async () => {
    const page =
      await cef.show(`<style>body { margin: 0 } p { margin: 0; height: 50px; background: #000; transition: background 1000s }
      .on { background: #00ff00 }</style><p>`)
    await page.evaluate(`(() => { const p = document.querySelector('p'); p.ontransitionend = () => { window.ended = true }
      p.offsetHeight; p.className = 'on' })()`)
    expect(at(await page.pixels(), 5, 5)).not.toBe('#00ff00')
    expect(at(await page.pixels({ animations: 'disabled' }), 5, 5)).toBe('#00ff00')
    await page.waitForFunction('window.ended')
  })
})

test('the caret is not in pictures, unless it is asked for', async () => {
  const field = (style: string) => `<input value=abc style="${style}">`
  const page = await cef.show(field('caret-color: transparent'))
  await page.locator('input').focus()
  const without = await page.screenshot({ caret: 'initial' })
  await page.setContent(field('caret-color: red'))
  await page.locator('input').focus()
  expect(await page.screenshot()).toEqual(without)
  expect(await page.evaluate(`getComputedStyle(document.querySelector('input')).caretColor`)).toBe(
    'rgb(255, 0, 0)',
  )
  // It blinks.
  await expect.poll(() => page.screenshot({ caret: 'initial' }), { timeout: 10_000 }).not.toEqual(without)
})
