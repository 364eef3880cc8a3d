import { expect, test } from 'vitest'
import { launched } from './setup.js'

const cef = launched()

test('of plugins only the PDF viewer is left', async () => {
  const page = await cef.show(
    '<object type="application/x-shockwave-flash" data="a.swf"><b>no Flash</b></object>',
  )
  expect(await page.locator('b').isVisible()).toBe(true)
  const types = await page.evaluate<string[]>('[...navigator.mimeTypes].map(({ type }) => type).sort()')
  expect(types).toEqual(['application/pdf', 'text/pdf'])
})

test('a PDF is shown by the viewer, which draws it after the load event', async () => {
  const printed = await cef.show('<body style="background: #ff0000; -webkit-print-color-adjust: exact">')
  const { data } = await printed.cdp.send('Page.printToPDF', { printBackground: true })
  const page = await cef.newPage()
  await page.serve('https://paper.test/', () => ({
    headers: { 'content-type': 'application/pdf' },
    body: Buffer.from(data, 'base64'),
  }))
  await page.goto('https://paper.test/red.pdf')
  const middle = async () => {
    const { width, height, data } = await page.pixels()
    const at = ((height >> 1) * width + (width >> 1)) * 4
    return [...data.subarray(at, at + 3)]
  }
  await expect.poll(middle, { timeout: 10_000 }).toEqual([255, 0, 0])
})
