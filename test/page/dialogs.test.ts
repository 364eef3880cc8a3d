import { expect, test } from 'vitest'
import { launched } from './setup.js'

const cef = launched()

test('alert(), confirm() and prompt() are answered at once, as if cancelled', async () => {
  const page = await cef.newPage()
  expect(await page.evaluate(`[alert('a'), confirm('b'), prompt('c', 'd')]`)).toEqual([
    undefined,
    false,
    null,
  ])
})

test('a page that asks before it is left is left', async () => {
  const page = await cef.show('<button>x</button>')
  await page.evaluate(`addEventListener('beforeunload', (event) => event.preventDefault())`)
  await page.locator('button').click()
  await page.goto('data:text/html,<title>next</title>')
  expect(await page.title()).toBe('next')
})

test('window.open() opens nothing, downloads and file choosers do nothing, and the page goes on', async () => {
  const page = await cef.show('<a href="data:text/plain,x" download="x.txt">get</a><input type="file">')
  expect(await page.evaluate(`window.open('about:blank')`)).toBe(null)
  await page.locator('a').click()
  await page.locator('input').click()
  expect(cef.cef.pages).toEqual([page])
  expect((await page.pixels()).width).toBe(400)
})
