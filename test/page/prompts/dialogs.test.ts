import type { Dialog, Page } from 'cefrig'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

/** What a dialog says of itself. */
const facts = (dialog: Dialog) => [dialog.type(), dialog.message(), dialog.defaultValue()]

/** A page that was used, as Chromium wants it of one that asks before it is left. */
async function asking(): Promise<Page> {
  const page = await cef.show('<button>x</button>')
  await page.evaluate(`addEventListener('beforeunload', (event) => event.preventDefault())`)
  await page.locator('button').click()
  return page
}

test('alert(), confirm() and prompt() are answered at once, as if cancelled, when nobody listens', async () => {
  const page = await cef.newPage()
  expect(await page.evaluate(`[alert('a'), confirm('b'), prompt('c', 'd')]`)).toEqual([
    undefined,
    false,
    null,
  ])
})

test('a listener accepts dialogs or dismisses them, and types into prompts', async () => {
  const page = await cef.newPage()
  const seen: unknown[] = []
  page.on('dialog', async (dialog) => {
    seen.push(facts(dialog))
    if (dialog.message() === 'no') await dialog.dismiss()
    else if (dialog.message() === 'name?') await dialog.accept('Ännchen "€"')
    else await dialog.accept()
  })
  const given = await page.evaluate(
    `[alert('a\\nb'), confirm('yes'), confirm('no'), prompt('name?'), prompt('yes', 'as it is'), prompt('no', 'x')]`,
  )
  expect(given).toEqual([undefined, true, false, 'Ännchen "€"', 'as it is', null])
  expect(seen).toEqual([
    ['alert', 'a\nb', ''],
    ['confirm', 'yes', ''],
    ['confirm', 'no', ''],
    ['prompt', 'name?', ''],
    ['prompt', 'yes', 'as it is'],
    ['prompt', 'no', 'x'],
  ])
})

test('a dialog is waited for, and has one answer', async () => {
  const page = await cef.newPage()
  const waiting = page.waitForEvent('dialog', (dialog) => dialog.type() === 'confirm')
  const answer = page.evaluate(`confirm('Sure?')`)
  const dialog = await waiting
  expect((await failure(dialog.accept(1 as never))).message).toBe(
    'dialog.accept() failed: the text is 1. Give a string.',
  )
  await dialog.accept()
  expect(await answer).toBe(true)
  expect(await failure(dialog.dismiss())).toMatchObject({
    code: 'PROMPT_HANDLED',
    message:
      'dialog.dismiss() failed: confirm("Sure?") has had its answer already, or its document is gone. Answer it once, and within the page\'s timeout.',
  })
})

test('a dialog of an iframe, also of another site, is answered', async () => {
  const page = await cef.newPage()
  page.on('dialog', (dialog) => dialog.accept(dialog.message()))
  await page.serve('https://a.test/', () => '<iframe src="https://b.test/"></iframe>')
  await page.serve('https://b.test/', () => '<script>document.title = prompt("from b")</script>')
  await page.goto('https://a.test/')
  const frame = page.frames().find((frame) => frame.url() === 'https://b.test/')
  expect(await frame?.title()).toBe('from b')
})

test('a listener that does not answer leaves the default to the deadline', async () => {
  const page = await cef.newPage({ timeout: 200 })
  const dialogs: Dialog[] = []
  page.on('dialog', (dialog) => dialogs.push(dialog))
  expect(await page.evaluate(`confirm('?')`)).toBe(false)
  expect((await failure(dialogs[0]!.accept())).code).toBe('PROMPT_HANDLED')
})

test('a page with an open dialog is closed at once', async () => {
  const page = await cef.newPage()
  const open = page.waitForEvent('dialog')
  const asked = page.evaluate(`confirm('?')`).catch((error) => error.code)
  const dialog = await open
  await page.close()
  expect(await asked).toBe('PAGE_CLOSED')
  expect((await failure(dialog.accept())).code).toBe('PROMPT_HANDLED')
})

test('pages answer dialogs at once, each its own', async () => {
  const pages = await Promise.all([1, 2, 3, 4].map(() => cef.newPage()))
  for (const [index, page] of pages.entries()) page.on('dialog', (dialog) => dialog.accept(`page ${index}`))
  const given = await Promise.all(pages.map((page) => page.evaluate(`[1, 2, 3].map(() => prompt('?'))`)))
  expect(given).toEqual([0, 1, 2, 3].map((index) => Array(3).fill(`page ${index}`)))
})

test('a page that asks before it is left is left when nobody listens', async () => {
  const page = await asking()
  await page.goto('data:text/html,<title>next</title>')
  expect(await page.title()).toBe('next')
})

test('a listener keeps a page that asks before it is left, or lets it go', async () => {
  const page = await asking()
  const stay = page.waitForEvent('dialog').then(async (dialog) => {
    await dialog.dismiss()
    return facts(dialog)
  })
  const refused = await failure(page.goto('data:text/html,<title>next</title>'))
  expect(refused.code).toBe('NAVIGATION_FAILED')
  expect(await stay).toEqual(['beforeunload', '', ''])
  expect(await page.locator('button').count()).toBe(1)
  page.once('dialog', (dialog) => dialog.accept())
  await page.goto('data:text/html,<title>next</title>')
  expect(await page.title()).toBe('next')
})

test('an event that does not come, or a page that closes, ends the waiting', async () => {
  const page = await cef.newPage()
  expect(await failure(page.waitForEvent('dialog', { timeout: 20 }))).toMatchObject({
    code: 'TIMEOUT',
    message:
      'page.waitForEvent() failed: no event "dialog" came within 20 ms. Check what the page does, or raise `timeout`.',
  })
  expect((await failure(page.waitForEvent('dialog', { predicate: 1 as never }))).code).toBe('BAD_ARGUMENT')
  const waiting = failure(page.waitForEvent('dialog'))
  await page.close()
  expect((await waiting).code).toBe('PAGE_CLOSED')
})
