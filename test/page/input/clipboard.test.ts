import { launch, type Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const html = (body: string) => () => ({ contentType: 'text/html', body })

describe('page.clipboard', () => {
  test('is written and read', async () => {
    const page = await cef.newPage()
    await page.clipboard.writeText('a text, ä 日 😀')
    expect(await page.clipboard.readText()).toBe('a text, ä 日 😀')
    expect(await page.clipboard.read()).toEqual({ text: 'a text, ä 日 😀', html: '' })
    await page.clipboard.write({ text: 'plain', html: '<b>bold</b>' })
    const content = await page.clipboard.read()
    expect(content.text).toBe('plain')
    expect(content.html).toMatch(/<b\b.*>bold<\/b>/)
    await page.clipboard.writeText('')
    expect(await page.clipboard.readText()).toBe('')
  })

  test('shortcuts copy, cut and paste, in documents of any kind', async () => {
    const page = await cef.show('<textarea>one</textarea>')
    const field = page.locator('textarea')
    await field.press('Control+A')
    await page.keyboard.press('Control+C')
    expect(await page.clipboard.readText()).toBe('one')
    await page.clipboard.writeText('two ')
    await page.keyboard.press('Control+V')
    await page.keyboard.press('Control+V')
    expect(await field.inputValue()).toBe('two two ')
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Control+X')
    expect(await field.inputValue()).toBe('')
    await page.keyboard.press('Shift+Insert')
    expect(await field.inputValue()).toBe('two two ')
    await page.keyboard.press('Control+Z')
    expect(await field.inputValue()).toBe('')
    await page.keyboard.press('Control+Shift+Z')
    expect(await field.inputValue()).toBe('two two ')
  })

  test("a page's scripts use it unasked, and its handlers have their say", async () => {
    const page = await cef.newPage()
    await page.serve(
      'https://one.test/',
      html(`<input value="x"><script>
      document.oncopy = (e) => { e.preventDefault(); e.clipboardData.setData('text/plain', 'from the page') }
      document.onpaste = (e) => { window.pasted = e.clipboardData.getData('text/plain') }
      window.first = navigator.clipboard.readText()
    </script>`),
    )
    await page.clipboard.writeText('from the test')
    await page.goto('https://one.test/')
    expect(await page.evaluate('first')).toBe('from the test')
    await page.locator('input').press('Control+A')
    await page.keyboard.press('Control+C')
    expect(await page.clipboard.readText()).toBe('from the page')
    await page.evaluate('navigator.clipboard.writeText("by script")')
    expect(await page.clipboard.readText()).toBe('by script')
    await page.keyboard.press('Control+V')
    expect(await page.evaluate('pasted')).toBe('by script')
  })

  test('pages that use it at once take turns', async () => {
    // The last one waits for all others, however slow the machine is.
    const pages = await Promise.all([0, 1, 2].map(() => cef.show('<input>', { timeout: 60_000 })))
    const work = async (page: Page, index: number) => {
      for (let turn = 0; turn < 2; turn++) {
        const value = `${index} ${turn}`
        await page.clipboard.exclusive(async () => {
          await page.clipboard.writeText(value)
          await page.locator('input').fill('')
          await page.keyboard.press('Control+V')
          expect(await page.clipboard.readText()).toBe(value)
        })
        expect(await page.locator('input').inputValue()).toBe(value)
      }
    }
    await Promise.all(pages.map(work))
  })

  test('a page that holds it lets go of it at the end, however that comes', async () => {
    const [one, two, three] = await Promise.all([cef.newPage(), cef.newPage({ timeout: 200 }), cef.newPage()])
    const error = new Error('own')
    await expect(one.clipboard.exclusive(() => Promise.reject(error))).rejects.toBe(error)
    await one.clipboard.exclusive(async () => {
      expect(await failure(two.clipboard.readText())).toMatchObject({
        code: 'TIMEOUT',
        message: `clipboard.readText() failed: the page ${one.id} has held the clipboard for more than 200 ms. End what it does in clipboard.exclusive(), or raise \`timeout\`.`,
      })
      expect((await failure(two.keyboard.press('Control+V'))).code).toBe('TIMEOUT')
      const waiting = three.clipboard.exclusive(() => 'waited')
      await one.close()
      expect(await waiting).toBe('waited')
    })
    expect((await failure(one.clipboard.readText())).code).toBe('PAGE_CLOSED')
  })

  test('is of one Host alone', async () => {
    const page = await cef.newPage()
    await page.clipboard.writeText('mine')
    await using other = await launch()
    expect(await (await other.newPage()).clipboard.readText()).toBe('')
  })

  test('refuses what is no text', async () => {
    const { clipboard } = await cef.newPage()
    expect(await failure(clipboard.writeText(1 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'clipboard.writeText() failed: the text is 1. Give a string.',
    })
    expect((await failure(clipboard.write({}))).message).toMatch(/the content is an object/)
    expect((await failure(clipboard.write({ txt: '' } as never))).code).toBe('UNKNOWN_OPTION')
    expect((await failure(clipboard.exclusive(1 as never))).message).toMatch(
      /the argument is 1\. Give a function/,
    )
  })
})
