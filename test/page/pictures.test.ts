import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

const color = (picture: { width: number; data: Uint8Array }, x: number, y: number) => [
  ...picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4),
]

describe('page.pixels()', () => {
  test('shows the present state of the page', async () => {
    const page = await cef.show('<body style="background:#0a141e">')
    const first = await page.pixels()
    expect([first.width, first.height, first.data.length]).toEqual([400, 300, 400 * 300 * 4])
    expect(color(first, 399, 299)).toEqual([10, 20, 30, 255])
    for (let shade = 0; shade < 20; shade++) {
      await page.evaluate((n) => (document.body.style.background = `rgb(${n},0,${n})`), shade)
      expect(color(await page.pixels(), 200, 150)).toEqual([shade, 0, shade, 255])
    }
  })

  test('takes a part, or the whole document', async () => {
    const page = await cef.show(
      '<body style="margin:0"><div style="height:1000px"></div><div style="height:50px;background:rgb(1,2,3)"></div>',
    )
    const whole = await page.pixels({ fullPage: true })
    expect([whole.width, whole.height]).toEqual([400, 1050])
    expect(color(whole, 5, 1020)).toEqual([1, 2, 3, 255])
    const part = await page.pixels({ clip: { x: 10, y: 1000, width: 20, height: 30 }, fullPage: true })
    expect([part.width, part.height]).toEqual([20, 30])
    expect(color(part, 0, 0)).toEqual([1, 2, 3, 255])
    expect(page.viewport).toEqual({ width: 400, height: 300 })
    expect(await page.evaluate('[innerWidth, innerHeight, scrollY]')).toEqual([400, 300, 0])
  })

  test('leaves the background out on pages that are made so', async () => {
    const page = await cef.show('<p style="margin:0;background:#ff000080">x', {
      backgroundColor: 'transparent',
    })
    const picture = await page.pixels({ omitBackground: true })
    expect(color(picture, 5, 200)).toEqual([0, 0, 0, 0])
    expect(color(picture, 300, 15)).toEqual([255, 0, 0, 128])
    const white = await cef.show('<p>x')
    expect(await failure(white.pixels({ omitBackground: true }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        "page.pixels() failed: omitBackground needs a page that was made with backgroundColor: 'transparent'. Give that option to newPage(), or leave omitBackground out.",
    })
  })

  test('counts device pixels', async () => {
    const page = await cef.show('<body style="background:red">', { deviceScaleFactor: 2 })
    const picture = await page.pixels({ clip: { x: 1, y: 1, width: 10, height: 5 } })
    expect([picture.width, picture.height]).toEqual([20, 10])
  })

  test('leaves no file behind', async () => {
    const page = await cef.show('<p>x</p>')
    await page.pixels()
    const directory = dirname(cef.cef.address.socket)
    const left = existsSync(directory) ? readdirSync(directory, { recursive: true }).map(String) : []
    expect(left.filter((name) => name.endsWith('.rgba'))).toEqual([])
  })

  test('refuses wrong options', async () => {
    const page = await cef.newPage()
    expect(await failure(page.pixels({ fullpage: true } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'page.pixels() failed: unknown option "fullpage". Did you mean "fullPage"?',
    })
    for (const clip of [{ x: 0, y: 0, width: 0, height: 1 }, { x: 0 }, 5]) {
      expect(await failure(page.pixels({ clip } as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
    }
    const error = await failure(page.pixels({ clip: { x: 9000, y: 0, width: 10, height: 10 } }))
    expect(error.code).toBe('BAD_ARGUMENT')
  })
})

describe('screenshots', () => {
  test('a path that leads through a file is refused in words', async () => {
    const page = await cef.show('<p>text')
    const path = join(import.meta.filename, 'picture.png')
    expect(await failure(page.screenshot({ path }))).toMatchObject({
      code: 'FILE_FAILED',
      message: `page.screenshot() failed: ${path} cannot be written: a part of the path is a file, not a directory (ENOTDIR). Remove the file, or choose another directory.`,
    })
  })

  test('a path below a directory in which nothing can be made, and one that is none, are refused', async () => {
    const page = await cef.show('<p>text')
    expect(await failure(page.screenshot({ path: '/proc/none/deep/picture.png' }))).toMatchObject({
      code: 'FILE_FAILED',
      facts: { path: '/proc/none/deep/picture.png', errno: 'ENOENT' },
    })
    for (const path of ['', 'a\0b.png']) {
      expect(await failure(page.screenshot({ path }))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message: `page.screenshot() failed: option "path" is ${JSON.stringify(path)}. Give a path.`,
      })
    }
  })

  test('are PNGs, in memory or in a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'cefrig-shot-'))
    const page = await cef.show('<body style="background:#123456">')
    const path = join(directory, 'deep/page.png')
    const png = await page.screenshot({ path })
    const picture = PNG.sync.read(png)
    expect([picture.width, picture.height]).toEqual([400, 300])
    expect(color(picture, 3, 3)).toEqual([0x12, 0x34, 0x56, 255])
    expect(Buffer.compare(readFileSync(path), png)).toBe(0)
    await rm(directory, { recursive: true })
    expect(await failure(page.screenshot({ type: 'jpeg' as never }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.screenshot() failed: option "type" is "jpeg". Give "png".',
    })
  })

  test('of a locator show its box, wherever it is', async () => {
    const page = await cef.show(`<body style="margin:0"><div style="height:900px"></div>
      <div id=a style="margin-left:13px;width:50px;height:20px;background:rgb(9,8,7)"></div>
      <div id=tall style="width:30px;height:700px;background:linear-gradient(red,blue)"></div>`)
    const small = PNG.sync.read(await page.locator('#a').screenshot())
    expect([small.width, small.height]).toEqual([50, 20])
    for (const [x, y] of [
      [0, 0],
      [49, 19],
    ] as const) {
      expect(color(small, x, y)).toEqual([9, 8, 7, 255])
    }
    const tall = PNG.sync.read(await page.locator('#tall').screenshot())
    expect([tall.width, tall.height]).toEqual([30, 700])
    expect(color(tall, 5, 0)[0]).toBeGreaterThan(250)
    expect(color(tall, 5, 699)[2]).toBeGreaterThan(250)
    expect(await failure(page.locator('#none').screenshot({ timeout: 1000 }))).toMatchObject({
      code: 'TIMEOUT',
    })
  })
})

describe('page.resize()', () => {
  test('resolves when the page has the size', async () => {
    const page = await cef.show('<p>x</p>')
    await page.resize({ width: 640, height: 200 })
    expect(page.viewport).toEqual({ width: 640, height: 200 })
    expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([640, 200])
    const { width, height } = await page.pixels()
    expect([width, height]).toEqual([640, 200])
    expect(await failure(page.resize({ width: 0, height: 5 }))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.resize(5 as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })
})

describe('page.rendering', () => {
  test('produces frames one by one', async () => {
    const page = await cef.show(
      '<script>window.n = 0; const f = () => { n++; requestAnimationFrame(f) }; requestAnimationFrame(f)</script>',
    )
    await page.rendering.pause()
    await page.rendering.step()
    const before = await page.evaluate<number>('n')
    await page.rendering.step(5)
    expect(await page.evaluate<number>('n')).toBe(before + 5)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(await page.evaluate<number>('n')).toBe(before + 5)
    await page.rendering.resume()
    await page.waitForFunction((n) => (globalThis as unknown as { n: number }).n > n + 5, before)
    expect(await failure(page.rendering.step(0))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'rendering.step() failed: the number of frames is 0. Give a whole number from 1.',
    })
  })
})
