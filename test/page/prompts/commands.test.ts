import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

test('a context menu tells what it offers and what it is about, and an item is chosen', async () => {
  const page = await cef.show('<textarea>some words</textarea><p><a href="https://a.test/x">link</a></p>')
  const menus: Promise<unknown>[] = []
  await page.locator('textarea').selectText()
  const [menu] = await Promise.all([
    page.waitForEvent('contextmenu'),
    page.locator('textarea').click({ button: 'right' }),
  ])
  expect(menu.place()).toMatchObject({ isEditable: true, linkUrl: '', selectionText: 'some words' })
  const labels = menu.items().map(({ label }) => label)
  expect(labels).toEqual(expect.arrayContaining(['Cut', 'Copy', 'Paste', 'Select all']))
  expect((await failure(menu.choose('Nonsense'))).message).toMatch(
    /^contextMenu\.choose\(\) failed: "Nonsense" is not in the menu\. Give one of .*Cut/,
  )
  await menu.choose('Cut')
  await expect.poll(() => page.locator('textarea').inputValue()).toBe('')
  expect((await failure(menu.dismiss())).code).toBe('PROMPT_HANDLED')
  page.once('contextmenu', (menu) => menus.push(menu.dismiss().then(() => menu.place())))
  await page.locator('a').click({ button: 'right' })
  await expect.poll(() => menus.length).toBe(1)
  expect(await menus[0]).toMatchObject({ isEditable: false, linkUrl: 'https://a.test/x' })
  await page.locator('textarea').fill('goes on')
  expect(await page.locator('textarea').inputValue()).toBe('goes on')
})

test('without a listener a right click opens no menu, and the page gets its event', async () => {
  const page = await cef.show('<p oncontextmenu="document.title = event.type">x</p><button>y</button>')
  await page.locator('p').click({ button: 'right' })
  expect(await page.title()).toBe('contextmenu')
  await page.locator('button').click()
})

test('other programs are not opened, which is told, and the document stays', async () => {
  const page = await cef.show('<a href="mailto:a@b.test">mail</a><iframe></iframe>')
  const [url] = await Promise.all([page.waitForEvent('externalprotocol'), page.locator('a').click()])
  expect(url).toBe('mailto:a@b.test')
  await page.evaluate(`document.querySelector('iframe').contentWindow.location = 'app://x/'`)
  expect((await failure(page.goto('tel:123'))).code).toBe('NAVIGATION_FAILED')
  expect(await page.locator('a').textContent()).toBe('mail')
})

test('text is found, counted, and gone through', async () => {
  const page = await cef.show('<p>one two One</p><p style="margin-top: 900px">one</p>')
  expect(await page.findText('nowhere')).toMatchObject({ count: 0, active: 0 })
  const first = await page.findText('one')
  expect(first).toMatchObject({ count: 3, active: 1 })
  expect(first.rect.width).toBeGreaterThan(5)
  expect(await page.findText('one')).toMatchObject({ count: 3, active: 2 })
  expect(await page.findText('one', { forward: false })).toMatchObject({ count: 3, active: 1 })
  expect(await page.findText('One', { matchCase: true })).toMatchObject({ count: 1, active: 1 })
  await page.stopFinding()
  expect((await failure(page.findText(''))).code).toBe('BAD_ARGUMENT')
})

test('a page is printed as a PDF', async () => {
  const page = await cef.show('<h1>Printed</h1>')
  const directory = mkdtempSync(join(tmpdir(), 'pdf-'))
  const path = join(directory, 'page.pdf')
  const pdf = await page.pdf({ path, width: '5in', height: 288, margin: { top: '1in' } })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(readFileSync(path).equals(pdf)).toBe(true)
  rmSync(directory, { recursive: true })
  // Points: 72 an inch.
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? []
  expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([360, 216])
  expect((await failure(page.pdf({ width: 100 }))).message).toBe(
    'page.pdf() failed: of width and height only one is given. Give both, or a format.',
  )
  expect((await failure(page.pdf({ format: 'B4' as never }))).code).toBe('BAD_ARGUMENT')
  const deep = join(directory, 'not/there/ä page.pdf')
  await page.pdf({ path: deep })
  expect(readFileSync(deep).length).toBeGreaterThan(0)
  expect((await failure(page.pdf({ path: '/proc/none/x.pdf' }))).code).toBe('FILE_FAILED')
})

test('an element fills the screen, which the page tells', async () => {
  const page = await cef.show('<button onclick="document.body.requestFullscreen()">big</button>')
  const events: boolean[] = []
  page.on('fullscreen', (on) => events.push(on))
  await page.locator('button').click()
  await page.waitForFunction('document.fullscreenElement === document.body')
  await expect.poll(() => page.fullscreen).toBe(true)
  await page.evaluate('document.exitFullscreen()')
  await expect.poll(() => page.fullscreen).toBe(false)
  expect(events).toEqual([true, false])
})
