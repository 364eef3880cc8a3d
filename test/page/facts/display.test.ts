import type { Page } from 'cefrig'
import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cef = launched()
const soon = { timeout: 5000 }

/** What an event tells, so far. */
function told<T>(page: Page, event: string): T[] {
  const values: T[] = []
  page.on(event as 'cursor', (value) => void values.push(value as T))
  return values
}

test('the cursor is told by its CSS name', async () => {
  const page = await cef.show(`
    <style>body { margin: 0 } div { height: 40px }</style>
    <div style="cursor: grab"></div><div><a href="#x" style="display: block; height: 40px"></a></div>
    <div style="cursor: nwse-resize"></div><div style="cursor: not-allowed"></div><div style="cursor: zoom-in"></div>`)
  expect(page.cursor).toBe('default')
  const cursors = told<string>(page, 'cursor')
  for (const [row, name] of ['grab', 'pointer', 'nwse-resize', 'not-allowed', 'zoom-in'].entries()) {
    await page.mouse.move(20, row * 40 + 20)
    await expect.poll(() => page.cursor, soon).toBe(name)
  }
  expect(cursors.at(-1)).toBe('zoom-in')
})

test('a cursor that is a picture is called custom', async () => {
  const picture = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='16' height='16'><rect width='16' height='16'/></svg>`
  const page = await cef.show(`<body style="cursor: url(&quot;${picture}&quot;) 4 4, auto; height: 200px">`)
  await page.mouse.move(50, 50)
  await expect.poll(() => page.cursor, soon).toBe('custom')
})

test('URL and title are told when they change, within a document too', async () => {
  const page = await cef.newPage()
  const [urls, titles] = [told<string>(page, 'url'), told<string>(page, 'title')]
  await page.serve('https://a.test/', () => ({
    headers: { 'content-type': 'text/html' },
    body: '<title>one</title>',
  }))
  await page.goto('https://a.test/')
  await page.evaluate(`history.pushState(null, '', '/next'); document.title = 'two'`)
  await expect.poll(() => urls, soon).toEqual(['https://a.test/', 'https://a.test/next'])
  await expect.poll(() => titles.at(-1), soon).toBe('two')
  await page.reload()
  expect(urls).toHaveLength(2)
})

test('the icons of a document are told, and forgotten with it', async () => {
  const page = await cef.newPage()
  const all = told<string[]>(page, 'favicons')
  await page.serve('https://a.test/', ({ url }) => ({
    headers: { 'content-type': 'text/html' },
    body: url.endsWith('/icons')
      ? '<link rel="icon" href="/one.png"><link rel="icon" href="/two.svg">'
      : '<p>none',
  }))
  await page.goto('https://a.test/icons')
  const icons = ['https://a.test/one.png', 'https://a.test/two.svg']
  await expect.poll(() => page.favicons.toSorted(), soon).toEqual(icons)
  await page.goto('data:text/html,<p>none')
  await expect.poll(() => page.favicons, soon).toEqual([])
  expect(all.length).toBeGreaterThanOrEqual(2)
})

test('tooltip and status line tell of what the pointer is on', async () => {
  const page = await cef.show(`
    <style>body { margin: 0 } a, p { display: block; height: 40px; margin: 0 }</style>
    <p title="What this is"></p><a href="https://a.test/there"></a><p></p>`)
  await page.mouse.move(20, 20)
  await expect.poll(() => page.tooltip, soon).toBe('What this is')
  await page.mouse.move(20, 60)
  await expect.poll(() => page.status, soon).toBe('https://a.test/there')
  await expect.poll(() => page.tooltip, soon).toBe('')
  await page.mouse.move(20, 100)
  await expect.poll(() => page.status, soon).toBe('')
})

test('scrolling is told', async () => {
  const page = await cef.show('<div style="height: 3000px; width: 3000px"></div>')
  const offsets = told<{ x: number; y: number }>(page, 'scrolloffset')
  await page.evaluate('scrollTo(30, 700)')
  await expect.poll(() => page.scrollOffset, soon).toEqual({ x: 30, y: 700 })
  expect(offsets.at(-1)).toEqual({ x: 30, y: 700 })
})

test('what is selected by hand is told', async () => {
  const page = await cef.show('<p>Some words to select</p>')
  const texts = told<string>(page, 'selection')
  await page.locator('p').dblclick({ position: { x: 70, y: 8 } })
  await expect.poll(() => page.selection, soon).toBe('words')
  await page.keyboard.press('Control+A')
  await expect.poll(() => page.selection, soon).toMatch('Some words to select')
  expect(texts).toEqual(['words', page.selection])
})

test('how much is loaded is told while a document loads', async () => {
  const page = await cef.newPage()
  await expect.poll(() => page.progress, soon).toBe(1)
  const shares = told<number>(page, 'progress')
  await page.goto('data:text/html,<p>loaded')
  await expect.poll(() => page.progress, soon).toBe(1)
  expect(Math.min(...shares)).toBeLessThan(1)
})

test('page.history() lists where the page has been', async () => {
  const page = await cef.newPage()
  await page.goto('data:text/html,<title>one</title>')
  await page.goto('data:text/html,<title>two</title>')
  await page.goBack()
  const { index, entries } = await page.history()
  expect(entries.slice(index).map(({ title }) => title)).toEqual(['one', 'two'])
  expect(entries[index]?.url).toBe('data:text/html,<title>one</title>')
})
