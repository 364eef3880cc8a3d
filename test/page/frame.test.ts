import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

/** A page of https://a.test with one frame of its own origin and one of another, both with a border and a button. */
async function framed() {
  const page = await cef.newPage()
  const inner = (name: string) =>
    `<title>${name}</title><button style="margin:30px" onclick="this.textContent='clicked'">${name}</button><input>`
  await page.serve('https://a.test/', ({ url }) =>
    url.endsWith('/inner')
      ? `${inner('inner')}<iframe name=deep srcdoc="<p>deep</p>"></iframe>`
      : `<p style="height:20px">outer</p><iframe name=same src=/inner style="border:7px solid"></iframe>
         <iframe name=other src=https://b.test/ style="border:3px solid"></iframe>`,
  )
  await page.serve('https://b.test/', () => inner('other'))
  await page.goto('https://a.test/')
  const named = (name: string) => page.frames().find((frame) => frame.name() === name)!
  return { page, named }
}

describe('a frame', () => {
  test('knows its name, URL, parent and children', async () => {
    const { page, named } = await framed()
    expect(page.frames()[0]).toBe(page.mainFrame())
    expect(page.frames()).toHaveLength(4)
    expect(named('same').url()).toBe('https://a.test/inner')
    expect(named('other').url()).toBe('https://b.test/')
    expect(named('same').parentFrame()).toBe(page.mainFrame())
    expect(named('deep').parentFrame()).toBe(named('same'))
    expect(page.mainFrame().childFrames()).toHaveLength(2)
    expect(page.mainFrame().parentFrame()).toBeNull()
    expect(named('same').page()).toBe(page)
  })

  test('evaluates in its own document, also of another origin', async () => {
    const { named } = await framed()
    expect(await named('same').title()).toBe('inner')
    expect(await named('other').evaluate(() => document.title)).toBe('other')
    expect(await named('deep').content()).toContain('<p>deep</p>')
    const handle = await named('other').evaluateHandle(() => document.body)
    expect(await handle.evaluate((body) => body.childElementCount)).toBe(2)
    await (await named('other').waitForFunction('document.title')).dispose()
  })

  test('finds elements, clicks them and types into them', async () => {
    const { named } = await framed()
    for (const name of ['same', 'other']) {
      await named(name).getByRole('button').click()
      expect(await named(name).getByRole('button').textContent()).toBe('clicked')
      await named(name).locator('input').fill('text')
      expect(await named(name).locator('input').inputValue()).toBe('text')
      await named(name).locator('input').press('Backspace')
      expect(await named(name).locator('input').inputValue()).toBe('tex')
    }
  })

  test('gives boxes in the coordinates of the page', async () => {
    const { page, named } = await framed()
    for (const [name, border] of [
      ['same', 7],
      ['other', 3],
    ] as const) {
      const frame = (await page.locator(`[name=${name}]`).boundingBox())!
      const button = (await named(name).getByRole('button').boundingBox())!
      expect(Math.round(button.x - frame.x - border)).toBe(38)
    }
  })

  test('that runs a script without end is named by input, which does not wait for ever', async () => {
    const page = await cef.newPage({ timeout: 1500 })
    await page.serve('https://a.test/', () => '<button>x</button><iframe src=https://b.test/></iframe>')
    await page.serve('https://b.test/', () => '<script>while (true) {}</script>')
    await page.goto('https://a.test/', { waitUntil: 'commit' })
    await page.locator('iframe').waitFor({ timeout: 10_000 })
    await expect.poll(() => page.frames()[1]?.url()).toBe('https://b.test/')
    expect(await failure(page.mouse.click(1, 1))).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/https:\/\/b\.test\/ does not answer/),
      facts: { timeout: 1500, urls: expect.arrayContaining(['https://b.test/']) },
    })
  })

  test('that is removed rejects with FRAME_DETACHED', async () => {
    const { page, named } = await framed()
    const frame = named('same')
    const events: string[] = []
    page.on('framedetached', (detached) => events.push(detached.name()))
    const pending = failure(frame.locator('h6').waitFor())
    await page.evaluate('document.querySelector("[name=same]").remove()')
    expect((await pending).code).toMatch(/FRAME_DETACHED|EXECUTION_CONTEXT_LOST/)
    await expect.poll(() => frame.isDetached()).toBe(true)
    expect(events).toContain('same')
    expect(page.frames()).toHaveLength(2)
    expect(await failure(frame.evaluate('1'))).toMatchObject({
      code: 'FRAME_DETACHED',
      message: 'frame.evaluate() failed: the frame https://a.test/inner was removed from the page.',
    })
  })

  test('refuses handles and locators of another frame', async () => {
    const { page, named } = await framed()
    const handle = await page.evaluateHandle('({})')
    expect(await failure(named('same').evaluate((x) => x, handle))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'frame.evaluate() failed: the handle JSHandle@object belongs to another frame. Use it in the frame that it came from.',
    })
    const mixed = () => page.locator('p').and(named('same').locator('p'))
    expect(await failure(Promise.resolve().then(mixed))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })

  test('with srcdoc in a document without an origin crashes CEF, which says so', async () => {
    const page = await cef.newPage()
    const shown = await failure(page.setContent('<iframe srcdoc="<p>x</p>"></iframe>'))
    expect(shown).toMatchObject({ code: 'RENDERER_CRASHED', message: expect.stringContaining('srcdoc') })
  })
})

describe('an iframe that is zoomed, scaled or turned', () => {
  test.for(['https://a.test', 'https://b.test'])(
    'gets input where its elements are seen, from %s',
    async (origin) => {
      const page = await cef.newPage()
      const inner = `<body style="margin: 0; height: 2000px"><div style="height: 700px"></div>
      <button style="width: 60px; height: 20px" onclick="document.title += event.offsetX + ' '">B</button>`
      const styles = ['', 'zoom: 1.5', 'transform: scale(1.25)', 'transform: rotate(20deg)']
      const frames = styles.map(
        (style, index) => `<iframe src="${origin}/in${index}" style="${style}"></iframe>`,
      )
      const answer = ({ url }: { url: string }) =>
        url.includes('/in')
          ? inner
          : `<style>iframe { width: 120px; height: 60px; border: 3px solid; transform-origin: 0 0 }</style>
           <body style="zoom: 1.2">${frames.join('<p>')}`
      await page.serve('https://a.test/', answer)
      await page.serve('https://b.test/', answer)
      await page.goto('https://a.test/')
      for (const index of styles.keys()) {
        const frame = page.frames().find((frame) => frame.url() === `${origin}/in${index}`)!
        await frame.locator('button').click({ position: { x: 5, y: 10 } })
        const title = await frame.title()
        expect(title, `frame ${index}`).toMatch(/^\d+ ?$/)
        expect(Math.abs(Number(title) - 5), `frame ${index}`).toBeLessThan(2)
      }
      const zoomed = page.frames().find((frame) => frame.url() === `${origin}/in1`)!
      const { width, height } = (await zoomed.locator('button').boundingBox())!
      expect(width).toBeCloseTo(60 * 1.5 * 1.2, 1)
      expect(height).toBeCloseTo(20 * 1.5 * 1.2, 1)
    },
  )
})
