import { type Cef, CefrigError, launch, type Page } from 'cefrig'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

let cef: Cef
let page: Page

beforeAll(async () => {
  cef = await launch({ viewport: { width: 120, height: 80 } })
})
afterAll(() => cef.close())
beforeEach(async () => {
  page = await cef.newPage()
})
afterEach(() => page.close())

const square =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#00f"/></svg>'
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Serves a picture after a while, or never. */
async function servePicture(delay: number): Promise<void> {
  await page.serve('https://pictures.test/', async () => {
    await sleep(delay)
    return { headers: { 'content-type': 'image/svg+xml' }, body: square }
  })
}

async function color(x: number, y: number): Promise<number[]> {
  const { width, data } = await page.pixels()
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]
}

async function failure(): Promise<CefrigError> {
  const error = await page.pixels({ timeout: 400 }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CefrigError)
  return error as CefrigError
}

test('a picture behind an element is waited for', async () => {
  await servePicture(60)
  await page.setContent('<body style="margin: 0"><div id="a" style="height: 80px"></div>')
  await page.evaluate(`document.getElementById('a').style.background = 'url(https://pictures.test/a.svg)'`)
  expect(await color(60, 40)).toEqual([0, 0, 255])
})

test('a picture that a script puts into the page is waited for', async () => {
  await servePicture(60)
  await page.setContent('<body style="margin: 0">')
  await page.evaluate(
    `{ const image = new Image(); image.src = 'https://pictures.test/b.svg'; document.body.append(image) }`,
  )
  expect(await color(60, 40)).toEqual([0, 0, 255])
})

test('a style sheet that a script asks for is waited for', async () => {
  await page.serve('https://sheets.test/', async () => {
    await sleep(60)
    return { headers: { 'content-type': 'text/css' }, body: 'body { background: #0f0 }' }
  })
  await page.setContent('<body>')
  await page.evaluate(
    `{ const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = 'https://sheets.test/a.css'; document.head.append(link) }`,
  )
  expect(await color(60, 40)).toEqual([0, 255, 0])
})

test('an iframe whose document is under way is waited for', async () => {
  await page.serve('https://frames.test/', async () => {
    await sleep(60)
    return '<body style="margin: 0; background: #f0f">'
  })
  await page.setContent('<body style="margin: 0">')
  await page.evaluate(
    `{ const frame = document.createElement('iframe'); frame.src = 'https://frames.test/'; frame.style.border = 0; document.body.append(frame) }`,
  )
  expect(await color(60, 40)).toEqual([255, 0, 255])
})

test('the error of a page that does not settle names what is pending', async () => {
  await servePicture(60_000)
  await page.setContent('<body><div id="a" style="height: 80px"></div>')
  await page.evaluate(`document.getElementById('a').style.background = 'url(https://pictures.test/late.svg)'`)
  const error = await failure()
  expect(error.code).toBe('CAPTURE_TIMEOUT')
  expect(error.message).toBe(
    'page.pixels() failed: the page did not settle within 400 ms: images are loading: https://pictures.test/late.svg. Wait for these before the capture, or raise its timeout.',
  )
})

test('a page whose script never ends is told from one that waits', async () => {
  await page.setContent('<body>')
  void page.evaluate(
    'setTimeout(() => { for (const end = performance.now() + 3000; performance.now() < end; ); }, 0)',
  )
  await sleep(50)
  const error = await failure()
  expect(error.code).toBe('CAPTURE_TIMEOUT')
  expect(error.message).toContain('the page does not answer: a script may be running without end')
})
