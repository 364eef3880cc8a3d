import * as matchers from 'cefrig/matchers'
import { describe, expect as plain, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()
plain.extend(matchers as never)
// biome-ignore lint/suspicious/noExplicitAny: the types are those of the runner's own set-up
const expect = plain as any

/** The message of an assertion that fails, without colours. */
async function said(assertion: Promise<unknown>): Promise<string> {
  try {
    await assertion
  } catch (error) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    return (error as Error).message.replace(/\x1b\[\d+m/g, '')
  }
  throw new Error('the assertion held')
}

const html = `<p id=p>Hello  <b>there</b></p><ul><li>one</li><li>two</li></ul><input id=i value=text title="A title">
  <input id=c type=checkbox checked disabled><p id=hidden hidden>x</p><textarea id=t readonly>area</textarea>`

describe('matchers of locators', () => {
  test('hold when it is so, and with .not when it is not', async () => {
    const page = await cef.show(html)
    const at = (selector: string) => page.locator(selector)
    await expect(at('#p')).toBeVisible()
    await expect(at('#hidden')).not.toBeVisible()
    await expect(at('#none')).not.toBeVisible()
    await expect(at('#hidden')).toBeHidden()
    await expect(at('#none')).toBeHidden()
    await expect(at('#i')).toBeEnabled()
    await expect(at('#c')).toBeDisabled()
    await expect(at('#c')).toBeChecked()
    await expect(at('#i')).toBeEditable()
    await expect(at('#t')).not.toBeEditable()
    await expect(at('#i')).not.toBeFocused()
    await at('#i').focus()
    await expect(at('#i')).toBeFocused()
    await expect(at('#p')).toHaveText('Hello there')
    await expect(at('#p')).toHaveText(/^Hello\s+there$/)
    await expect(at('#p')).not.toHaveText('Hello')
    await expect(at('#p')).toContainText('lo th')
    await expect(at('li')).toHaveText(['one', /tw/])
    await expect(at('li')).not.toHaveText(['two', 'one'])
    await expect(at('#i')).toHaveValue('text')
    await expect(at('#i')).toHaveAttribute('title')
    await expect(at('#i')).toHaveAttribute('title', /A/)
    await expect(at('#i')).not.toHaveAttribute('lang')
    await expect(at('li')).toHaveCount(2)
    await expect(at('#none')).toHaveCount(0)
  })

  test('wait until it is so', async () => {
    const page = await cef.show('<div></div>')
    const p = page.locator('p')
    const steps: [assertion: Promise<void>, change: string][] = [
      [expect(p).toHaveText('soon'), 'document.querySelector("div").innerHTML = "<p>soon</p>"'],
      [expect(p).toHaveText(/now/), 'document.querySelector("p").textContent = "now"'],
    ]
    for (const [assertion, change] of steps) {
      await page.evaluate(change)
      await assertion
    }
    const gone = Promise.all([expect(p).not.toBeVisible(), expect(p).toHaveCount(0)])
    await page.evaluate('document.querySelector("p").remove()')
    await gone
  })

  test('tell what was expected and what there was', async () => {
    const page = await cef.show(html)
    const options = { timeout: 60 }
    plain(await said(expect(page.locator('#p')).toHaveText('Bye', options))).toBe(
      `expect(locator('#p')).toHaveText() failed: it did not become as expected within 60 ms.

Expected: "Bye"
Received: "Hello  there"`,
    )
    plain(await said(expect(page.locator('#p')).not.toContainText('there', options))).toBe(
      `expect(locator('#p')).not.toContainText() failed: it did not become another within 60 ms.

Expected: not "there"
Received: "Hello  there"`,
    )
    plain(await said(expect(page.locator('#hidden')).toBeVisible(options))).toBe(
      `expect(locator('#hidden')).toBeVisible() failed: it did not become visible within 60 ms.`,
    )
    plain(await said(expect(page.locator('#none')).toHaveText('x', options))).toBe(
      `expect(locator('#none')).toHaveText() failed: no element matched within 60 ms.

Expected: "x"`,
    )
    plain(await said(expect(page.locator('#none')).not.toHaveText('x', options))).toContain(
      'no element matched',
    )
    plain(await said(expect(page.locator('li')).toHaveCount(3, options))).toContain('Received: 2')
    plain(await said(expect(page.locator('#i')).not.toHaveAttribute('title', undefined, options))).toContain(
      'it did not stop being given the attribute "title"',
    )
  })

  test('refuse several elements and wrong arguments', async () => {
    const page = await cef.show(html)
    plain(await failure(expect(page.locator('li')).toHaveText('x'))).toMatchObject({ code: 'NOT_STRICT' })
    plain(await failure(expect(5).toBeVisible())).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'toBeVisible() failed: expect() was given 5. Give it a locator.',
    })
    plain(await failure(expect(page).toBeVisible())).toMatchObject({
      message: 'toBeVisible() failed: expect() was given a page. Give it a locator.',
    })
    plain(await failure(expect(page.locator('li')).toHaveConsole('x'))).toMatchObject({
      message: "toHaveConsole() failed: expect() was given the locator locator('li'). Give it a page.",
    })
    plain(await failure(expect(page.locator('li')).toHaveText(5))).toMatchObject({
      message: 'toHaveText() failed: the text is 5. Give a string or a regular expression.',
    })
    plain(await failure(expect(page.locator('li')).toHaveCount(-1))).toMatchObject({
      message: 'toHaveCount() failed: the count is -1. Give a whole number from 0.',
    })
    plain(await failure(expect(page.locator('li')).toBeVisible({ timout: 1 }))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'toBeVisible() failed: unknown option "timout". Did you mean "timeout"?',
    })
    await page.close()
    plain(await failure(expect(page.locator('li')).toBeVisible())).toMatchObject({ code: 'PAGE_CLOSED' })
  })
})

describe('matchers of pages', () => {
  test('toHaveConsole() waits for a message', async () => {
    const page = await cef.show(`<script>console.log('at once')</script>`)
    await expect(page).toHaveConsole('at once')
    await expect(page).not.toHaveConsole('later')
    const later = expect(page).toHaveConsole({ level: 'error', text: /later \d/ })
    await page.evaluate(`void setTimeout(() => console.error('later', 5), 20)`)
    await later
    await expect(page).toHaveConsole({ level: 'error' })
    await expect(page).not.toHaveConsole({ level: 'warning' })
    const message = await said(expect(page).toHaveConsole('never', { timeout: 30 }))
    plain(message).toMatch(
      /^expect\(page\)\.toHaveConsole\(\) failed: no such message came within 30 ms\.\n\nExpected: "never"\n/,
    )
    plain(message).toContain('"console.error: later 5"')
    plain(await failure(expect(page).toHaveConsole(5))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'toHaveConsole() failed: the pattern is 5. Give a string, a regular expression, or { level, text }.',
    })
    plain(await failure(expect(5).toHaveConsole('x'))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })

  test('toHaveNoErrors() tells the errors that were not expected', async () => {
    const page = await cef.show('<p>x</p>')
    await expect(page).toHaveNoErrors()
    await page.evaluate('console.error("bad")')
    await expect(page).not.toHaveNoErrors()
    plain(await said(expect(page).toHaveNoErrors())).toContain(
      'expect(page).toHaveNoErrors() failed: the page had an error that the test did not expect.\n\nconsole.error: bad',
    )
    page.expectError('bad')
    await expect(page).toHaveNoErrors()
  })
})
