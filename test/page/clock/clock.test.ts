import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()
const start = Date.UTC(2030, 0, 1)
const install = async (page: Page) => page.clock.install({ time: start })
const passed = (page: Page) => page.evaluate<number>(`Date.now() - ${start}`)

describe('page.clock.install()', () => {
  test('stops every clock of the page at a time', async () => {
    const page = await cef.show('<p>x')
    await install(page)
    const facts = `[Date.now(), new Date().getTime(), Date(), +new Date(5), new Date() instanceof Date, performance.now(), performance.timeOrigin + performance.now(),
      Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format()]`
    const [now, date, text, given, isDate, since, sum, formatted] = await page.evaluate<unknown[]>(facts)
    expect([now, date, given, isDate, sum, formatted]).toEqual([start, start, 5, true, start, '1/1/2030'])
    expect(text).toMatch(/20(29|30)/)
    await page.pixels()
    expect(await page.evaluate('[Date.now(), performance.now()]')).toEqual([start, since])
  })

  test('takes a Date, a text, or the present time', async () => {
    const page = await cef.newPage()
    await page.clock.install({ time: new Date(start) })
    expect(await passed(page)).toBe(0)
    await page.clock.install({ time: '2030-01-01T00:00:05Z' })
    expect(await passed(page)).toBe(5000)
    const other = await cef.newPage()
    const before = Date.now()
    await other.clock.install()
    const now = await other.evaluate<number>('Date.now()')
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  test('is of one page alone, and not of the test', async () => {
    const [one, two] = [await cef.newPage(), await cef.newPage()]
    await one.clock.install({ time: 1000 })
    await two.clock.install({ time: 2000 })
    await one.clock.runFor(500)
    expect(await Promise.all([one, two].map((page) => page.evaluate('Date.now()')))).toEqual([1500, 2000])
    expect(Date.now()).toBeGreaterThan(start - 1e12)
  })

  test('reaches later documents, other origins and iframes', async () => {
    const page = await cef.newPage()
    const html = `<script>window.at = Date.now(); setTimeout(() => { window.fired = Date.now() }, 1000)</script>`
    await page.serve('https://a.test/', () => `${html}<iframe src="https://b.test/"></iframe>`)
    await page.serve('https://b.test/', () => html)
    await install(page)
    await page.clock.runFor(100)
    await page.goto('https://a.test/')
    const all = (expression: string) => Promise.all(page.frames().map((frame) => frame.evaluate(expression)))
    expect(await all(`at - ${start}`)).toEqual([100, 100])
    await page.clock.runFor(1000)
    expect(await all(`fired - ${start}`)).toEqual([1100, 1100])
    await page.goto('https://b.test/')
    expect(await page.evaluate(`at - ${start}`)).toBe(1100)
  })
})

describe('page.clock.runFor()', () => {
  test('fires a timer of an hour at once', async () => {
    const page = await cef.show('<p>x')
    await install(page)
    await page.evaluate(
      `{ setTimeout((text) => { document.querySelector('p').textContent = text }, 3_600_000, 'late') }`,
    )
    await page.clock.runFor('59:59')
    expect(await page.locator('p').textContent()).toBe('x')
    await page.clock.runFor(1000)
    expect(await page.locator('p').textContent()).toBe('late')
    expect(await passed(page)).toBe(3_600_000)
  })

  test('fires timers in order, each at its time, with what they start', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.evaluate(`{
      window.log = []
      const note = (name) => log.push([name, Date.now() - ${start}])
      const every = setInterval(() => note('every'), 400)
      setTimeout(() => { note('b'); Promise.resolve().then(() => setTimeout(() => note('c'), 50)) }, 500)
      setTimeout(() => { note('a'); clearInterval(every) }, 900)
      clearTimeout(setTimeout(() => note('never'), 10))
      setTimeout('log.push(["text", 0])', 950)
    }`)
    await page.clock.runFor(1000)
    await page.waitForFunction('log.length === 6')
    expect(await page.evaluate('log')).toEqual([
      ['every', 400],
      ['b', 500],
      ['c', 550],
      ['every', 800],
      ['a', 900],
      ['text', 0],
    ])
  })

  test('ends under a chain of timers without a delay', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.evaluate(`{ window.n = 0; const again = () => { n++; setTimeout(again) }; again() }`)
    await page.clock.runFor(100)
    expect(await page.evaluate('n')).toBeLessThanOrEqual(102)
    await page.clock.resume()
    await page.waitForFunction('n > 110')
  })

  test('runs animation frames, with their time', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.evaluate(`{
      window.times = []
      const tick = (time) => { times.push(time === performance.now()); requestAnimationFrame(tick) }
      requestAnimationFrame(tick)
    }`)
    await page.clock.runFor(160)
    expect(await page.evaluate('times')).toEqual(Array.from({ length: 10 }, () => true))
  })

  test('moves animations, which pictures show', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.setContent(`<style>body { margin: 0 } @keyframes grow { from { width: 0 } to { width: 100px } }
      div { height: 100px; background: #f00; animation: grow 10s linear forwards }</style><div></div>`)
    const width = () => page.evaluate<number>('document.querySelector("div").getBoundingClientRect().width')
    const red = async () => {
      const { data } = await page.pixels({ clip: { x: 0, y: 0, width: 200, height: 1 } })
      return Array.from({ length: 200 }, (_, x) => data[4 * x + 1]).filter((green) => green === 0).length
    }
    expect([await red(), await width()]).toEqual([0, 0])
    await page.clock.runFor(3000)
    expect([await red(), await width()]).toEqual([30, 30])
    expect(await red()).toBe(30)
    await page.evaluate(`{ document.querySelector('div').onanimationend = () => { window.ended = true } }`)
    await page.clock.runFor(20_000)
    await page.waitForFunction('window.ended')
    expect(await red()).toBe(100)
  })

  test('tells errors of timers as uncaught ones', async () => {
    const page = await cef.newPage()
    page.expectError('in a timer')
    await install(page)
    await page.evaluate(
      `{ setTimeout(() => { throw new Error('in a timer') }, 10); setTimeout(() => { window.after = 1 }, 20) }`,
    )
    await page.clock.runFor(100)
    expect(await page.evaluate('after')).toBe(1)
    await expect.poll(() => page.errors.map(({ message }) => message)).toEqual(['in a timer'])
  })

  test('leaves locators, input and captures alone', async () => {
    const page = await cef.show('<button>b</button>')
    await install(page)
    await page.evaluate(
      `{ document.querySelector('button').onclick = () => { setTimeout(() => { document.body.textContent = 'done' }, 2000) } }`,
    )
    await page.getByRole('button').click()
    expect((await page.pixels()).width).toBe(400)
    expect(await failure(page.getByText('done').waitFor({ timeout: 200 }))).toMatchObject({ code: 'TIMEOUT' })
    await page.clock.runFor(2000)
    await page.getByText('done').waitFor()
    await page.setContent('<p>again')
    await page.reload()
  })
})

describe('page.clock.fastForward()', () => {
  test('fires what is due once, at the end', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.evaluate(`{
      window.log = []
      setInterval(() => log.push(Date.now() - ${start}), 1000)
    }`)
    await page.clock.fastForward('01:00:00')
    expect(await page.evaluate('log')).toEqual([3_600_000])
    await page.clock.runFor(1000)
    expect(await page.evaluate('log')).toEqual([3_600_000, 3_601_000])
  })
})

describe('page.clock.pauseAt() and resume()', () => {
  test('jump to a time, and go on from it', async () => {
    const page = await cef.newPage()
    await install(page)
    await page.evaluate(
      `{ window.log = []; setTimeout(() => log.push(Date.now() - ${start}), 1000); setTimeout(() => log.push('later'), 60_001) }`,
    )
    await page.clock.pauseAt(start + 60_000)
    expect([await passed(page), await page.evaluate('log')]).toEqual([60_000, [60_000]])
    await page.clock.resume()
    await page.waitForFunction(`log.length === 2 && Date.now() > ${start} + 60_050`)
    expect(await passed(page)).toBeLessThan(120_000)
    await page.goto('about:blank')
    expect(await passed(page)).toBeGreaterThan(60_050)
    await page.clock.pauseAt(start + 600_000)
    expect(await passed(page)).toBe(600_000)
  })

  test('refuse what makes no sense', async () => {
    const page = await cef.newPage()
    expect(await failure(page.clock.runFor(1))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'clock.runFor() failed: the page has its real clock. Call page.clock.install() first.',
    })
    await install(page)
    expect(await failure(page.clock.pauseAt(start - 1))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.clock.runFor(-1))).toMatchObject({
      message: 'clock.runFor() failed: the time is -1. Give milliseconds, or a text as "01:30".',
    })
    expect(await failure(page.clock.runFor('soon'))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.clock.install({ time: 'tea time' }))).toMatchObject({ code: 'BAD_ARGUMENT' })
    await page.close()
    expect(await failure(page.clock.resume())).toMatchObject({ code: 'PAGE_CLOSED' })
  })
})
