import { describe, expect, test } from 'vitest'
import { de } from '../../../src/host/input/layouts/de.js'
import { layouts } from '../../../src/host/input/layouts/layout.js'
import { failure, launched } from '../setup.js'

const cef = launched()

const script = `<script>window.seen = []
  for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, (e) => seen.push([type, e.key, e.code, e.keyCode, e.shiftKey].join(' ')), true)
</script>`

/** A page with a field that has the focus, and writes down key events. */
async function field(layout: string) {
  const page = await cef.show(`<textarea></textarea>${script}`)
  await page.locator('textarea').focus()
  await page.keyboard.setLayout(layout)
  return page
}

describe('page.keyboard.setLayout()', () => {
  test('has the keys in their places', async () => {
    const page = await field('de')
    await page.keyboard.press('z')
    await page.keyboard.press('KeyY')
    await page.keyboard.press('Shift+BracketLeft')
    expect(await page.evaluate('seen')).toEqual([
      'keydown z KeyY 90 false',
      'keypress z KeyY 122 false',
      'keyup z KeyY 90 false',
      'keydown z KeyY 90 false',
      'keypress z KeyY 122 false',
      'keyup z KeyY 90 false',
      'keydown Shift ShiftLeft 16 true',
      'keydown Ü BracketLeft 219 true',
      'keypress Ü BracketLeft 220 true',
      'keyup Ü BracketLeft 219 true',
      'keyup Shift ShiftLeft 16 false',
    ])
    expect(await page.locator('textarea').inputValue()).toBe('zzÜ')
  })

  test('has AltGr', async () => {
    const page = await field('de')
    await page.keyboard.press('AltGraph+q')
    await page.keyboard.press('€')
    expect(await page.locator('textarea').inputValue()).toBe('@€')
    expect(await page.evaluate<string[]>('seen')).toContain('keydown AltGraph AltRight 225 false')
  })

  test('has dead keys: with the letter after them, with space, with what does not fit', async () => {
    const page = await field('fr')
    await page.keyboard.press('BracketLeft')
    await page.keyboard.press('e')
    expect(await page.locator('textarea').inputValue()).toBe('ê')
    expect(await page.evaluate('seen')).toEqual([
      'keydown Dead BracketLeft 219 false',
      'keyup Dead BracketLeft 219 false',
      'keydown ê KeyE 69 false',
      'keypress ê KeyE 234 false',
      'keyup e KeyE 69 false',
    ])
    await page.keyboard.press('BracketLeft')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+BracketLeft')
    await page.keyboard.press('i')
    await page.keyboard.press('BracketLeft')
    await page.keyboard.press('x')
    expect(await page.locator('textarea').inputValue()).toBe('ê^ï^x')
  })

  const texts = {
    de: 'Zwölf Boxkämpfer, 100 € @ {ß} ~ é à ê?',
    fr: "Où ça ? À l'été, 3 ê ï ñ #%µ§ @",
    es: '¿Mañana? ¡Sí! José ü ç 5 € [ok]',
    ru: 'Съешь ещё этих мягких булок, №5 Ё.',
  }
  for (const [layout, text] of Object.entries(texts)) {
    test(`types ${layout} with keys`, async () => {
      const page = await field(layout)
      await page.keyboard.type(text)
      expect(await page.locator('textarea').inputValue()).toBe(text)
      // Characters that no key has are inserted.
      await page.keyboard.type('日')
      expect(await page.locator('textarea').inputValue()).toBe(`${text}日`)
      expect((await page.evaluate<string[]>('seen')).filter((line) => line.includes('日'))).toEqual([])
    })
  }

  test('shortcuts go by the letter, or by the place where there is no Latin one', async () => {
    for (const [layout, key] of [
      ['fr', 'Control+a'],
      ['ru', 'Control+ф'],
    ]) {
      const page = await field(layout!)
      await page.keyboard.type('1')
      await page.keyboard.press(key!)
      expect(await page.evaluate('getSelection().toString()'), layout).toBe('1')
    }
  })

  test('goes back to that of the United States', async () => {
    const page = await field('ru')
    await page.keyboard.press('KeyA')
    await page.keyboard.setLayout('us')
    await page.keyboard.press('KeyA')
    expect(await page.locator('textarea').inputValue()).toBe('фa')
  })

  test('refuses layouts and keys that there are not', async () => {
    const page = await field('de')
    expect(await failure(page.keyboard.setLayout('klingon'))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'keyboard.setLayout() failed: there is no layout "klingon". Give one of "us", "de", "es", "fr", "ru".',
    })
    expect((await failure(page.keyboard.press('я'))).message).toMatch(
      /^keyboard\.press\(\) failed: a de keyboard has no key "я"/,
    )
  })
})

test('every layout has all keys that type characters, each in one place of it', () => {
  const codes = Object.keys(de)
  for (const layout of layouts.values()) {
    for (const code of codes) expect(layout.at(code, 0)?.code, `${layout.name} ${code}`).toBe(code)
    // Russian has some twice on the key that US keyboards do not have.
    for (const code of codes.filter((one) => one !== 'IntlBackslash')) {
      const { text, isDead } = layout.at(code, 0)!
      if (!isDead) expect(layout.typing(text)?.code, `${layout.name} ${text}`).toBe(code)
    }
  }
})
