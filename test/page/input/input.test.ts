import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

/** A page that writes each event into `window.seen`. */
async function listening(html: string, types: string[], parts: string) {
  return cef.show(`${html}<script>window.seen = []
    for (const type of ${JSON.stringify(types)}) document.addEventListener(type, (e) => seen.push([type, ${parts}].join(' ')), true)
  </script>`)
}

describe('page.mouse', () => {
  test('moves in steps, and drags', async () => {
    const page = await listening(
      '<p>x</p>',
      ['mousemove', 'mousedown', 'mouseup'],
      'e.clientX, e.clientY, e.buttons',
    )
    await page.mouse.move(10, 20)
    await page.mouse.down()
    await page.mouse.move(40, 50, { steps: 3 })
    await page.mouse.up()
    expect(await page.evaluate('seen')).toEqual([
      'mousemove 10 20 0',
      'mousedown 10 20 1',
      'mousemove 20 30 1',
      'mousemove 30 40 1',
      'mousemove 40 50 1',
      'mouseup 40 50 0',
    ])
  })

  test('clicks with every button, twice, and turns the wheel', async () => {
    const page = await listening(
      '<div style="height:2000px"></div>',
      ['click', 'dblclick', 'auxclick', 'wheel'],
      'e.button, e.detail, e.deltaX ?? "", e.deltaY ?? ""',
    )
    await page.mouse.click(5, 6)
    await page.mouse.dblclick(50, 60)
    await page.mouse.click(5, 6, { button: 'middle' })
    await page.mouse.wheel(0, 100)
    expect(await page.evaluate('seen')).toEqual([
      'click 0 1  ',
      'click 0 1  ',
      'click 0 2  ',
      'dblclick 0 2  ',
      'auxclick 1 1  ',
      'wheel 0 0 0 100',
    ])
    await page.waitForFunction('scrollY > 0')
  })

  test('has the buttons that browsers go back and forward with', async () => {
    const page = await listening(
      '<p>x</p>',
      ['mousedown', 'mouseup', 'auxclick', 'mousemove'],
      'e.button, e.buttons',
    )
    await page.mouse.click(5, 6, { button: 'back' })
    await page.mouse.down({ button: 'forward' })
    await page.mouse.move(50, 60)
    await page.mouse.down()
    await page.mouse.up()
    await page.mouse.up({ button: 'forward' })
    await page.mouse.move(10, 10)
    expect(await page.evaluate('seen')).toEqual([
      'mousemove 0 0',
      'mousedown 3 8',
      'mouseup 3 0',
      'auxclick 3 0',
      'mousedown 4 16',
      'mousemove 0 16',
      'mousedown 0 17',
      'mouseup 0 16',
      'mouseup 4 0',
      'mousemove 0 0',
    ])
  })

  test('goes back and forward in the history with them, as browsers do', async () => {
    const page = await cef.newPage()
    await page.serve('https://one.test/', ({ url }) => ({
      contentType: 'text/html',
      body: `<title>${new URL(url).pathname}</title>`,
    }))
    await page.goto('https://one.test/first')
    await page.goto('https://one.test/second')
    await page.mouse.click(50, 60, { button: 'back' })
    await page.waitForURL('**/first')
    await page.waitForLoadState()
    await page.mouse.click(50, 60, { button: 'forward' })
    await page.waitForURL('**/second')
  })

  test('clicks with the keys that are held', async () => {
    const page = await listening(
      '<p>x</p>',
      ['mousedown', 'click', 'wheel'],
      'e.shiftKey, e.ctrlKey, e.altKey, e.metaKey',
    )
    for (const key of ['Shift', 'Control', 'Alt', 'Meta']) {
      await page.keyboard.down(key)
      await page.mouse.click(5, 6)
      await page.keyboard.up(key)
    }
    await page.keyboard.down('Control')
    await page.keyboard.down('Shift')
    await page.mouse.click(5, 6, { button: 'back' })
    await page.mouse.wheel(0, 1)
    await page.keyboard.up('Shift')
    await page.keyboard.up('Control')
    await page.mouse.click(5, 6)
    const seen = await page.evaluate<string[]>('seen')
    expect(seen.filter((line) => !line.startsWith('mousedown'))).toEqual([
      'click true false false false',
      'click false true false false',
      'click false false true false',
      'click false false false true',
      'wheel true true false false',
      'click false false false false',
    ])
    expect(seen).toContain('mousedown true true false false')
  })

  test('selects a word with two clicks, and all with three', async () => {
    const page = await cef.show('<p style="margin:0">one two</p><p>three</p>')
    await page.mouse.dblclick(5, 10)
    expect(await page.evaluate<string>('getSelection().toString().trim()')).toBe('one')
    await page.mouse.click(5, 10, { clickCount: 3 })
    expect(await page.evaluate<string>('getSelection().toString().trim()')).toBe('one two')
  })

  test('refuses wrong arguments', async () => {
    const page = await cef.newPage()
    expect(await failure(page.mouse.move('1' as never, 2))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'mouse.move() failed: x is a string. Give a finite number.',
    })
    expect(await failure(page.mouse.move(1, Number.NaN))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.mouse.click(1, 2, { buton: 'left' } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'mouse.click() failed: unknown option "buton". Did you mean "button"?',
    })
    expect(await failure(page.mouse.move(1, 2, { steps: 0 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'mouse.move() failed: option "steps" is 0. Give a whole number from 1 to 10000.',
    })
  })
})

describe('page.keyboard', () => {
  const types = ['keydown', 'keypress', 'keyup']

  test('sends what a keyboard sends', async () => {
    const page = await listening('<input autofocus>', types, 'e.key, e.code, e.shiftKey, e.ctrlKey')
    await page.locator('input').focus()
    await page.keyboard.press('a')
    await page.keyboard.press('A')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Control+b')
    expect(await page.evaluate('seen')).toEqual([
      'keydown a KeyA false false',
      'keypress a KeyA false false',
      'keyup a KeyA false false',
      'keydown A KeyA true false',
      'keypress A KeyA true false',
      'keyup A KeyA true false',
      'keydown Shift ShiftLeft true false',
      'keydown ArrowLeft ArrowLeft true false',
      'keyup ArrowLeft ArrowLeft true false',
      'keyup Shift ShiftLeft false false',
      'keydown Control ControlLeft false true',
      'keydown b KeyB false true',
      'keyup b KeyB false true',
      'keyup Control ControlLeft false false',
    ])
    expect(await page.evaluate('[document.activeElement.value, getSelection().toString()]')).toEqual([
      'aA',
      'A',
    ])
  })

  test('holds a key, and repeats it', async () => {
    const page = await listening('<input>', ['keydown', 'keyup'], 'e.key, e.repeat')
    await page.locator('input').focus()
    await page.keyboard.down('x')
    await page.keyboard.down('x')
    await page.keyboard.up('x')
    expect(await page.evaluate('seen')).toEqual(['keydown x false', 'keydown x true', 'keyup x false'])
    expect(await page.locator('input').inputValue()).toBe('xx')
  })

  test('types every character, by keys where there are some', async () => {
    const page = await listening('<textarea></textarea>', ['keydown'], 'e.key')
    await page.locator('textarea').focus()
    const text = 'aZ09 !@#$%^&*()_+-=[]{}|;:\'",.<>/?\\`~\nß😀'
    await page.keyboard.type(text)
    expect(await page.locator('textarea').inputValue()).toBe(text)
    expect(await page.evaluate<string[]>('seen')).toContain('keydown Enter')
    expect(await page.evaluate<string[]>('seen')).not.toContain('keydown ß')
  })

  test('inserts text without keys', async () => {
    const page = await listening('<input>', ['keydown', 'input'], 'e.data')
    await page.locator('input').focus()
    await page.keyboard.insertText('日本語')
    expect(await page.evaluate('seen')).toEqual(['input 日本語'])
  })

  test('moves the focus with Tab and submits with Enter', async () => {
    const page = await cef.show(
      '<form onsubmit="window.sent = 1; return false"><input id=a><input id=b><button>s</button></form>',
    )
    await page.locator('#a').focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('b')
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('a')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('sent')).toBe(1)
  })

  test('refuses unknown keys, and lets go of those it held', async () => {
    const page = await listening('<input>', ['keydown', 'keyup'], 'e.key')
    await page.locator('input').focus()
    const error = await failure(page.keyboard.press('Shift+Entr'))
    expect(error.code).toBe('BAD_ARGUMENT')
    expect(error.message).toMatch(/^keyboard\.press\(\) failed: .*"?Entr"?/)
    expect(await page.evaluate('seen')).toEqual(['keydown Shift', 'keyup Shift'])
    expect(await failure(page.keyboard.press(''))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'keyboard.press() failed: the key is empty. Give a character, or a name as `Enter`.',
    })
    expect(await failure(page.keyboard.type(1 as never))).toMatchObject({
      message: 'keyboard.type() failed: the text is 1. Give a string.',
    })
  })
})
