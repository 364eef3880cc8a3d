import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

const form = `
  <h1>Order</h1>
  <form>
    <label>Name <input placeholder="Your name" value="Ada"></label>
    <label for="mail">Mail</label><input id="mail" type="email" title="Address">
    <button type="button" data-testid="save">Save it</button>
    <button type="button" disabled>Delete</button>
    <input type="checkbox" aria-label="Agree" checked>
    <textarea readonly aria-label="Terms">text</textarea>
    <select aria-label="Colour"><option value="r">Red</option><option value="g">Green</option></select>
    <img alt="A cat">
  </form>
  <ul><li>one</li><li>two <b>!</b></li><li hidden>three</li></ul>`

describe('a locator', () => {
  test('finds elements by selector, role, text, label, test id, placeholder, alternative text and title', async () => {
    const page = await cef.show(form)
    expect(await page.locator('form > button').count()).toBe(2)
    expect(await page.locator('//h1').textContent()).toBe('Order')
    expect(await page.getByRole('button').count()).toBe(2)
    expect(await page.getByRole('button', { name: 'save' }).textContent()).toBe('Save it')
    expect(await page.getByRole('button', { name: 'save', exact: true }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /^Save/ }).count()).toBe(1)
    expect(await page.getByRole('button', { disabled: true }).textContent()).toBe('Delete')
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByText('two').textContent()).toBe('two !')
    expect(await page.getByText(/^ONE$/i).count()).toBe(1)
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada')
    expect(await page.getByLabel('Mail').getAttribute('id')).toBe('mail')
    expect(await page.getByTestId('save').count()).toBe(1)
    expect(await page.getByPlaceholder('your NAME').count()).toBe(1)
    expect(await page.getByAltText('cat').count()).toBe(1)
    expect(await page.getByTitle('Address').count()).toBe(1)
  })

  test('quotes what it is given', async () => {
    const page = await cef.show(`<button>It's "a" \\ b >> c</button><p title='x"y'>x</p>`)
    expect(await page.getByRole('button', { name: `It's "a" \\ b >> c`, exact: true }).count()).toBe(1)
    expect(await page.getByRole('button', { name: /"a" \\ b >> c$/ }).count()).toBe(1)
    expect(await page.getByText(`It's "a"`).count()).toBe(1)
    expect(await page.getByText(/It's "a"/).count()).toBe(1)
    expect(await page.getByTitle('x"y', { exact: true }).count()).toBe(1)
  })

  test('is narrowed by filter, nth, first, last, and, or, and other locators inside it', async () => {
    const page = await cef.show(form)
    const items = page.locator('li')
    expect(await items.first().textContent()).toBe('one')
    expect(await items.last().textContent()).toBe('three')
    expect(await items.nth(1).textContent()).toBe('two !')
    expect(await items.filter({ hasText: 'two' }).count()).toBe(1)
    expect(await items.filter({ hasNotText: /two/ }).count()).toBe(2)
    expect(await items.filter({ has: page.locator('b') }).textContent()).toBe('two !')
    expect(await items.filter({ hasNot: page.locator('b') }).count()).toBe(2)
    expect(await items.filter({ visible: true }).count()).toBe(2)
    expect(await page.getByRole('button').and(page.getByTestId('save')).count()).toBe(1)
    expect(await page.getByTestId('save').or(page.locator('h1')).allTextContents()).toEqual([
      'Order',
      'Save it',
    ])
    expect(await page.locator('ul').locator('li').getByText('!').count()).toBe(1)
    expect(await page.locator('ul').locator(page.locator('b')).count()).toBe(1)
    expect(await Promise.all((await items.all()).map((item) => item.textContent()))).toEqual([
      'one',
      'two !',
      'three',
    ])
  })

  test('sees into open shadow roots', async () => {
    const page = await cef.show('<div id="host"></div>')
    await page.evaluate(() => {
      const root = document.querySelector('#host')!.attachShadow({ mode: 'open' })
      root.innerHTML = '<button onclick="this.textContent = `done`">inside</button>'
    })
    await page.getByRole('button', { name: 'inside' }).click()
    expect(await page.locator('button').textContent()).toBe('done')
  })

  test('reads elements', async () => {
    const page =
      await cef.show(`${form}<p id="p" style="position:absolute;left:10px;top:20px;width:30px;height:40px;margin:0">a <i>b</i>
      <span hidden>c</span></p>`)
    const p = page.locator('#p')
    expect(await p.textContent()).toMatch(/^a b\s+c$/)
    expect(await p.innerText()).toBe('a b')
    expect(await p.innerHTML()).toContain('<i>b</i>')
    expect(await p.getAttribute('id')).toBe('p')
    expect(await p.getAttribute('none')).toBeNull()
    expect(await p.boundingBox()).toEqual({ x: 10, y: 20, width: 30, height: 40 })
    expect(await page.locator('li').last().boundingBox()).toBeNull()
    expect(await page.locator('li').allInnerTexts()).toEqual(['one', 'two !', 'three'])
    expect(await page.getByLabel('Colour').inputValue()).toBe('r')
  })

  test('tells the state of elements', async () => {
    const page = await cef.show(form)
    expect(await page.getByText('one').isVisible()).toBe(true)
    expect(await page.locator('li').last().isVisible()).toBe(false)
    expect(await page.locator('li').last().isHidden()).toBe(true)
    expect(await page.locator('#none').isVisible()).toBe(false)
    expect(await page.locator('#none').isHidden()).toBe(true)
    expect(await page.getByTestId('save').isEnabled()).toBe(true)
    expect(await page.getByText('Delete').isDisabled()).toBe(true)
    expect(await page.getByLabel('Agree').isChecked()).toBe(true)
    expect(await page.getByLabel('Name').isEditable()).toBe(true)
    expect(await page.getByLabel('Terms').isEditable()).toBe(false)
  })

  test('runs functions on its element, or all of them', async () => {
    const page = await cef.show(form)
    expect(await page.locator('h1').evaluate((node, more) => node.textContent + more, '!')).toBe('Order!')
    expect(await page.locator('li').evaluateAll((nodes, n) => nodes.length + n, 1)).toBe(4)
    expect(await page.locator('#none').evaluateAll((nodes) => nodes.length)).toBe(0)
    const handle = await page.locator('h1').evaluateHandle((node) => node.parentElement)
    expect(await handle.evaluate((node) => node?.tagName)).toBe('BODY')
    const element = await page.locator('h1').elementHandle()
    expect(await page.evaluate((node) => node.id || node.tagName, element)).toBe('H1')
    const isSame = await page
      .locator('h1')
      .evaluate((node) => node instanceof HTMLElement && node === document.querySelector('h1'))
    expect(isSame).toBe(true)
  })

  test('waits for its element', async () => {
    const page = await cef.show('')
    const p = page.locator('p')
    const steps = [
      ['attached', 'document.body.innerHTML = "<p hidden>x</p>"', 1, false],
      ['visible', 'document.querySelector("p").hidden = false', 1, true],
      ['hidden', 'document.querySelector("p").hidden = true', 1, false],
      ['detached', 'document.body.innerHTML = ""', 0, false],
    ] as const
    for (const [state, change, count, isVisible] of steps) {
      let isOver = false
      const waiting = p.waitFor({ state }).then(() => {
        isOver = true
      })
      await page.evaluate('new Promise((done) => setTimeout(done, 40))')
      expect(isOver).toBe(false)
      await page.evaluate(change)
      await waiting
      expect([state, await p.count(), await p.isVisible()]).toEqual([state, count, isVisible])
    }
  })

  test('goes on waiting in the next document', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) => (url.endsWith('/two') ? '<p>two</p>' : '<p>one</p>'))
    await page.goto('https://a.test/one')
    const waiting = page.getByText('two').waitFor()
    await page.goto('https://a.test/two')
    await waiting
  })

  test('waits where frames come only when asked for', async () => {
    const page = await cef.newPage({ rendering: 'manual' })
    await page.setContent(
      '<script>setTimeout(() => document.body.append("late"), 60)</script><button>b</button>',
    )
    await page.getByText('late').waitFor()
    await page.getByRole('button').click()
  })

  test('describes itself', async () => {
    const page = await cef.newPage()
    const locator = page.getByRole('list', { name: "a'b" }).locator('li').filter({ hasText: /x/i }).nth(2)
    expect(String(locator)).toBe(
      "getByRole('list', { name: 'a\\'b' }).locator('li').filter({ hasText: /x/i }).nth(2)",
    )
  })
})

describe('a locator that fails', () => {
  test('says what was missing at the end', async () => {
    const page = await cef.show(`${form}<div id="still" hidden>x</div>`)
    const message = async (promise: Promise<unknown>) => {
      const error = await failure(promise)
      expect(error.code).toBe('TIMEOUT')
      return error.message
    }
    const options = { timeout: 60 }
    const end = ', after 60 ms. Check the locator against the page, or raise `timeout`.'
    expect(await message(page.locator('#none').textContent(options))).toBe(
      `locator.textContent() failed: locator('#none'): no element matches${end}`,
    )
    expect(await message(page.locator('#still').waitFor(options))).toBe(
      `locator.waitFor() failed: locator('#still'): <div hidden="" id="still">x</div> is not visible${end}`,
    )
    expect(await message(page.locator('h1').waitFor({ ...options, state: 'detached' }))).toBe(
      `locator.waitFor() failed: locator('h1'): <h1>Order</h1> is still there${end}`,
    )
  })

  test('names the elements when there are several', async () => {
    const page = await cef.show(form)
    const error = await failure(page.getByRole('button').textContent())
    expect(error.code).toBe('NOT_STRICT')
    expect(error.facts).toMatchObject({ count: 2 })
    expect(error.message).toBe(
      `locator.textContent() failed: getByRole('button'): it matches 2 elements:
  1) <button type="button" data-testid="save">Save it</button>, which is getByTestId('save')
  2) <button disabled type="button">Delete</button>, which is getByRole('button', { name: 'Delete' })
Make the locator more exact, or choose one with first(), last() or nth().`,
    )
  })

  test('refuses wrong arguments at once', async () => {
    const page = await cef.show(form)
    const now = (work: () => unknown) => failure(Promise.resolve().then(work))
    expect(await now(() => page.locator(''))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.locator() failed: the selector is empty. Give a CSS selector, or `text=…`.',
    })
    expect(await now(() => page.getByText(5 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.getByText() failed: the text is 5. Give a string or a regular expression.',
    })
    expect(await now(() => page.locator('p').nth(1.5))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'locator.nth() failed: the index is 1.5. Give a whole number from 0, or -1.',
    })
    expect(await now(() => page.locator('p').filter({ hastext: 'x' } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'locator.filter() failed: unknown option "hastext". Did you mean "hasText"?',
    })
    expect(await now(() => page.getByRole('button', { nam: 'x' } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'page.getByRole() failed: unknown option "nam". Did you mean "name"?',
    })
    const error = await failure(page.locator('p[').count())
    expect(error.code).toBe('BAD_ARGUMENT')
    expect(error.message).toMatch(
      /^locator\.count\(\) failed: locator\('p\['\): the selector `p\[` is not valid: /,
    )
    expect(await failure(page.locator('h1').inputValue())).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        "locator.inputValue() failed: locator('h1'): <h1>Order</h1> is not an <input>, <textarea> or <select> element. Check the locator.",
    })
    expect(await failure(page.locator('h1').isChecked())).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.locator('h1').isEditable())).toMatchObject({ code: 'BAD_ARGUMENT' })
  })

  test('does not wait for a page whose script never ends', async () => {
    const page = await cef.show('<p>x</p>')
    void page.evaluate('for (;;) {}').catch(() => {})
    const error = await failure(page.locator('p').textContent({ timeout: 100 }))
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      message:
        "locator.textContent() failed: locator('p'): the page does not answer; its script may be busy, or a dialog open, after 100 ms. Check the locator against the page, or raise `timeout`.",
    })
  })
})
