import type { Page, PageEvents } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { launched } from './setup.js'

const cef = launched()

type Paint = PageEvents['paint'][0]

/** Paints that happen until the picture of this moment has been taken. */
async function paintsDuring(page: Page, work: () => Promise<unknown>): Promise<Paint[]> {
  const paints: Paint[] = []
  const listen = (paint: Paint) => paints.push(paint)
  page.on('paint', listen)
  await work()
  await page.pixels()
  page.off('paint', listen)
  return paints
}

function pixel({ width, data }: { width: number; data: Uint8Array }, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]
}

const covers = ({ dirty }: Paint, x: number, y: number) =>
  dirty.some((rect) => x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height)

describe('the event paint', () => {
  test('tells size and dirty rectangles, which hold what changed and not everything', async () => {
    const page = await cef.show(
      '<body style="margin: 0"><div style="position: absolute; left: 40px; top: 50px; width: 20px; height: 10px; background: red">',
    )
    await page.pixels()
    const paints = await paintsDuring(page, () =>
      page.evaluate(`document.querySelector('div').style.background = 'blue'`),
    )
    const changed = paints.filter((paint) => covers(paint, 45, 55))
    expect(changed.length).toBeGreaterThan(0)
    for (const { width, height, popup } of changed) expect([width, height, popup]).toEqual([400, 300, false])
    const [{ dirty }] = changed as [Paint]
    expect(dirty.reduce((sum, { width, height }) => sum + width * height, 0)).toBeLessThan(400 * 300)
  })
})

describe('the popup of a <select>', () => {
  const form = `<body style="margin: 0"><select style="position: absolute; left: 20px; top: 10px; width: 120px">
    ${Array.from({ length: 5 }, (_, index) => `<option style="background: rgb(0, 200, ${index})">option ${index}</option>`).join('')}</select>`

  test('is painted apart, and part of the picture while it is open', async () => {
    const page = await cef.show(form)
    const closed = await page.pixels()
    expect(pixel(closed, 30, 60)).toEqual([255, 255, 255, 255])
    const paints = await paintsDuring(page, () => page.locator('select').click())
    await expect.poll(async () => pixel(await page.pixels(), 100, 70)).not.toEqual([255, 255, 255, 255])
    expect(paints.some(({ popup }) => popup)).toBe(true)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(async () => pixel(await page.pixels(), 100, 70)).toEqual([255, 255, 255, 255])
    expect(await page.locator('select').inputValue()).toBe('option 1')
  })
})

test('pixels that were handed out stay as they were', async () => {
  const page = await cef.show('<body style="background: #ff0000">')
  const red = await page.pixels()
  const copy = red.data.slice()
  for (const colour of ['#00ff00', '#0000ff']) {
    await page.evaluate((value) => {
      document.body.style.background = value
    }, colour)
    await page.pixels()
  }
  expect(Buffer.compare(red.data, copy)).toBe(0)
  expect(pixel(red, 5, 5)).toEqual([255, 0, 0, 255])
})
