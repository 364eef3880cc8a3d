import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const types = ['keydown', 'compositionstart', 'compositionupdate', 'compositionend', 'beforeinput', 'input']
const script = `<script>window.seen = []
  for (const type of ${JSON.stringify(types)}) document.addEventListener(type, (e) => seen.push([type, e.data, e.inputType ?? '', e.isComposing ?? ''].join('|')), true)
</script>`

const fields = [
  ['an input', '<input>', 'document.activeElement.value'],
  ['a textarea', '<textarea></textarea>', 'document.activeElement.value'],
  ['an editable element', '<p contenteditable></p>', 'document.activeElement.textContent'],
] as const

describe('page.keyboard.ime', () => {
  for (const [name, html, value] of fields) {
    test(`composes in ${name}, and commits`, async () => {
      const page = await cef.show(html + script)
      await page.locator('input, textarea, p').first().focus()
      const { ime } = page.keyboard
      await ime.compose('に')
      await ime.compose('にほ')
      expect(await page.evaluate(value)).toBe('にほ')
      await ime.commit('日本')
      expect(await page.evaluate(value)).toBe('日本')
      expect(await page.evaluate('seen')).toEqual([
        'compositionstart|||',
        'compositionupdate|に||',
        'beforeinput|に|insertCompositionText|true',
        'input|に|insertCompositionText|true',
        'compositionupdate|にほ||',
        'beforeinput|にほ|insertCompositionText|true',
        'input|にほ|insertCompositionText|true',
        'compositionupdate|日本||',
        'beforeinput|日本|insertCompositionText|true',
        'input|日本|insertCompositionText|true',
        'compositionend|日本||',
      ])
    })
  }

  test('commits what was composed last', async () => {
    const page = await cef.show(`<input value="ab">${script}`)
    await page.locator('input').focus()
    await page.keyboard.press('End')
    await page.keyboard.ime.compose('ㅎ')
    await page.keyboard.ime.compose('한')
    await page.keyboard.ime.commit()
    expect(await page.locator('input').inputValue()).toBe('ab한')
    expect((await page.evaluate<string[]>('seen')).at(-1)).toBe('compositionend|한||')
  })

  test('cancels', async () => {
    const page = await cef.show(`<input value="ab">${script}`)
    await page.locator('input').focus()
    await page.keyboard.ime.compose('xy')
    await page.keyboard.ime.cancel()
    expect(await page.locator('input').inputValue()).toBe('ab')
    expect((await page.evaluate<string[]>('seen')).at(-1)).toBe('compositionend|||')
    await page.keyboard.ime.cancel()
  })

  test('selects in the text that is composed', async () => {
    const page = await cef.show('<input>')
    await page.locator('input').focus()
    const selection = '[document.activeElement.selectionStart, document.activeElement.selectionEnd]'
    await page.keyboard.ime.compose('abcd', { selection: [1, 3] })
    expect(await page.evaluate(selection)).toEqual([1, 3])
    await page.keyboard.ime.compose('abcd', { selection: 2 })
    expect(await page.evaluate(selection)).toEqual([2, 2])
    await page.keyboard.ime.compose('abcd')
    expect(await page.evaluate(selection)).toEqual([4, 4])
  })

  test('composes in an iframe of another origin', async () => {
    const page = await cef.newPage()
    const html = (body: string) => () => ({ contentType: 'text/html', body })
    await page.serve('https://one.test/', html('<iframe src="https://two.test/"></iframe>'))
    await page.serve('https://two.test/', html('<input>'))
    await page.goto('https://one.test/')
    const field = page.frames()[1]!.locator('input')
    await field.click()
    await page.keyboard.ime.compose('に')
    await page.keyboard.ime.commit('二')
    expect(await field.inputValue()).toBe('二')
  })

  test('nothing happens where nothing takes text', async () => {
    const page = await cef.show(`<p>x</p>${script}`)
    await page.keyboard.ime.compose('に')
    await page.keyboard.ime.commit()
    expect(await page.evaluate('seen')).toEqual([])
  })

  test('refuses what is no text, and selections outside', async () => {
    const { ime } = (await cef.newPage()).keyboard
    expect(await failure(ime.compose(1 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'ime.compose() failed: the text is 1. Give a string.',
    })
    expect(await failure(ime.compose('ab', { selection: [1, 3] }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'ime.compose() failed: the selection from 1 to 3 is not within the 2 units of the text. Give places in it.',
    })
    expect((await failure(ime.compose('ab', { selection: -1 }))).code).toBe('BAD_ARGUMENT')
  })
})
