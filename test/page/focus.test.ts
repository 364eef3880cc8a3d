import { expect, test } from 'vitest'
import { launched } from './setup.js'

const cef = launched()

const form = '<body style="background: #345"><button>x</button>'

test('what has the focus is ringed in every document, whichever process it is in', async () => {
  const page = await cef.newPage({ viewport: { width: 300, height: 100 } })
  const places = [
    'https://a.test/',
    'https://a.test/again',
    'https://b.test/',
    'http://c.test/',
    'https://a.test/',
  ]
  for (const place of places) await page.serve(place, () => form)
  await page.goto('https://a.test/')
  const without = await page.screenshot()
  for (const place of places) {
    await page.goto(place)
    expect(await page.screenshot(), place).toEqual(without)
    await page.getByRole('button').focus()
    expect(await page.evaluate('document.hasFocus()')).toBe(true)
    expect(await page.screenshot(), place).not.toEqual(without)
  }
  await page.setContent(form)
  await page.getByRole('button').focus()
  expect(await page.screenshot()).not.toEqual(without)
})
