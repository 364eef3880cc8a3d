import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Cef, launch, type Page } from 'cefrig'
import { describe, expect, test, vi } from 'vitest'
import { pageFailures } from '../../src/client/page-failures.js'
import { failure, launched } from './setup.js'

const file = launched()

describe('launch()', () => {
  test('starts CEF and leaves nothing when it is closed', async () => {
    let kept: Cef
    let directory: string
    {
      await using cef = await launch({ viewport: { width: 321, height: 234 } })
      kept = cef
      directory = dirname(cef.address.socket)
      expect(cef.version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(cef.ready).toBe(true)
      expect(existsSync(directory)).toBe(true)
      const page = await cef.newPage()
      expect(page.viewport).toEqual({ width: 321, height: 234 })
      expect(cef.pages).toEqual([page])
    }
    expect(kept.ready).toBe(false)
    expect(existsSync(directory)).toBe(false)
    await kept.close()
    expect(await failure(kept.newPage())).toMatchObject({
      code: 'CEF_CLOSED',
      message: 'cef.newPage() failed: CEF was closed by cef.close(). Launch it again.',
    })
    expect(await failure(kept.newContext())).toMatchObject({ code: 'CEF_CLOSED' })
  })

  test('refuses wrong options', async () => {
    expect(await failure(launch({ viewPort: {} } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'launch() failed: unknown option "viewPort". Did you mean "viewport"?',
    })
    expect(await failure(launch({ fonts: 'mine' } as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'launch() failed: option "fonts" is "mine". Give "sealed" or "system".',
    })
  })
})

describe('cef.newPage()', () => {
  test('tells of each page and takes its options', async () => {
    const pages: Page[] = []
    file.cef.once('page', (page) => pages.push(page))
    const page = await file.newPage({ viewport: { width: 111, height: 222 }, deviceScaleFactor: 2 })
    expect(pages).toEqual([page])
    expect(await page.evaluate('[innerWidth, innerHeight, devicePixelRatio]')).toEqual([111, 222, 2])
    expect(page.closed).toBe(false)
    const other = await file.newPage()
    expect(other.id).not.toBe(page.id)
    expect(file.cef.pages).toEqual([page, other])
    await page.close()
    expect(file.cef.pages).toEqual([other])
    expect(await failure(file.cef.newPage({ frameRate: 0 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'cef.newPage() failed: option "frameRate" is 0. Give a whole number from 1 to 240.',
    })
  })

  test('gives each page storage of its own; a context shares it among its pages', async () => {
    const open = async (page: Page) => {
      await page.serve('https://a.test/', () => 'a')
      await page.goto('https://a.test/')
      return page
    }
    const store = (page: Page) =>
      page.evaluate(
        'document.cookie = "c=1"; localStorage.setItem("l", "1"); [document.cookie, localStorage.l]',
      )
    const look = (page: Page) => page.evaluate('[document.cookie, localStorage.l]')
    const [one, two] = [await open(await file.newPage()), await open(await file.newPage())]
    expect(await store(one)).toEqual(['c=1', '1'])
    expect(await look(two)).toEqual(['', undefined])

    const context = await file.cef.newContext()
    const [a, b] = [await open(await context.newPage()), await open(await context.newPage())]
    await store(a)
    expect(await look(b)).toEqual(['c=1', '1'])
    expect(context.pages).toEqual([a, b])
    await context.close()
    await context.close()
    expect([a.closed, b.closed, context.closed]).toEqual([true, true, true])
    expect(await failure(context.newPage())).toMatchObject({
      code: 'CONTEXT_CLOSED',
      message: 'context.newPage() failed: the context is closed. Make another one with cef.newContext().',
    })
  })

  test('eight pages at once do not mix', async () => {
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => file.newPage({ viewport: { width: 60, height: 40 } })),
    )
    await Promise.all(
      pages.map(async (page, n) => {
        await page.setContent(`<body style="background:rgb(${n * 30},0,0)"><script>console.log('page ${n}')
          setTimeout(() => { throw new Error('error ${n}') })</script>`)
        page.expectError(`error ${n}`)
        for (let round = 0; round < 5; round++) {
          expect(await page.evaluate((value) => value, n * 100 + round)).toBe(n * 100 + round)
          expect((await page.pixels()).data[0]).toBe(n * 30)
        }
        await vi.waitFor(() => expect(page.errors).toHaveLength(1))
        expect(page.console.map(({ text }) => text)).toEqual([`page ${n}`])
        expect(page.errors.map(({ message }) => message)).toEqual([`error ${n}`])
        expect(pageFailures(page)).toEqual([])
      }),
    )
  })
})

describe('a crash', () => {
  test('of a renderer rejects what was pending, is told, and leaves other pages alone', async () => {
    const [page, other] = [await file.newPage(), await file.newPage()]
    const crashes: unknown[] = []
    page.on('crashed', (crash) => crashes.push(crash))
    const told = new Promise((resolve) => file.cef.once('crashed', resolve))
    const pending = failure(page.evaluate(() => new Promise((done) => setTimeout(done, 1e8))))
    await page.evaluate('1')
    await page.goto('chrome://crash').catch(() => {})
    expect(await pending).toMatchObject({ code: 'RENDERER_CRASHED' })
    expect((await pending).message).toMatch(/^page\.evaluate\(\) failed: the page's renderer died \(/)
    expect(await told).toBe(page)
    expect(crashes).toHaveLength(1)
    expect(await failure(page.evaluate('1'))).toMatchObject({ code: 'RENDERER_CRASHED' })
    expect(await failure(page.goto('about:blank'))).toMatchObject({ code: 'RENDERER_CRASHED' })
    expect(await failure(page.locator('p').click())).toMatchObject({ code: 'RENDERER_CRASHED' })
    expect(pageFailures(page).map(({ kind }) => kind)).toEqual(['crash'])
    page.expectError('renderer died')
    expect(pageFailures(page)).toEqual([])
    expect(await other.evaluate('2')).toBe(2)
    await page.close()
    expect(page.closed).toBe(true)
  })

  test('of the Host rejects everything with HOST_CRASHED', async () => {
    const cef = await launch()
    const page = await cef.newPage()
    const reasons: unknown[] = []
    cef.on('closed', (reason) => reasons.push(reason.code))
    page.on('closed', () => reasons.push('page'))
    const pending = failure(page.evaluate(() => new Promise((done) => setTimeout(done, 1e8))))
    await page.evaluate('1')
    const waiting = page.waitForURL('https://never.test/')
    waiting.catch(() => {})
    process.kill(cef.address.pid, 'SIGKILL')
    const error = await pending
    expect(error.code).toBe('HOST_CRASHED')
    expect(error.message).toContain(`page.evaluate() failed: the Host ${cef.address.pid} ended unexpectedly.`)
    expect(page.closed).toBe(true)
    expect(cef.ready).toBe(false)
    expect(await failure(page.goto('/'))).toMatchObject({ code: 'HOST_CRASHED' })
    expect(await failure(cef.newPage())).toMatchObject({ code: 'HOST_CRASHED' })
    expect(await failure(page.mouse.move(1, 1))).toMatchObject({ code: 'HOST_CRASHED' })
    expect(await failure(page.evaluate('1'))).toMatchObject({ code: 'HOST_CRASHED' })
    expect(await failure(page.locator('p').count())).toMatchObject({ code: 'HOST_CRASHED' })
    expect(await failure(waiting)).toMatchObject({ code: 'HOST_CRASHED' })
    await vi.waitFor(() => expect(reasons).toHaveLength(2))
    expect(reasons.sort()).toEqual(['HOST_CRASHED', 'page'])
    await page.close()
    await cef.close()
    expect(existsSync(dirname(cef.address.socket))).toBe(false)
  })
})
