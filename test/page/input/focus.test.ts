import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const script = `<script>window.seen = []
  for (const type of ['focus', 'blur']) addEventListener(type, (e) => seen.push(type + ' ' + (e.target.nodeName ?? 'window')), true)
</script>`

describe('page.setFocused()', () => {
  test('the window loses and gets the focus, and what has it in the document too', async () => {
    const page = await cef.show(`<input>${script}`)
    await page.locator('input').focus()
    expect(await page.evaluate('document.hasFocus()')).toBe(true)
    await page.evaluate('seen.length = 0')
    await page.setFocused(false)
    expect(await page.evaluate('[document.hasFocus(), document.activeElement.nodeName]')).toEqual([
      false,
      'INPUT',
    ])
    await page.setFocused(false)
    await page.setFocused(true)
    expect(await page.evaluate('document.hasFocus()')).toBe(true)
    expect(await page.evaluate('seen')).toEqual(['blur INPUT', 'blur window', 'focus window', 'focus INPUT'])
  })

  test('stays so in another process', async () => {
    const page = await cef.newPage()
    const html = () => ({ contentType: 'text/html', body: '<p>x</p>' })
    await page.serve('https://one.test/', html)
    await page.serve('https://two.test/', html)
    await page.goto('https://one.test/')
    await page.setFocused(false)
    await page.goto('https://two.test/')
    await page.mouse.move(1, 1)
    expect(await page.evaluate('document.hasFocus()')).toBe(false)
    await page.setFocused(true)
    expect(await page.evaluate('document.hasFocus()')).toBe(true)
    await page.goto('https://one.test/')
    expect(await page.evaluate('document.hasFocus()')).toBe(true)
  })

  test('refuses what is neither true nor false', async () => {
    const page = await cef.newPage()
    expect(await failure(page.setFocused(1 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.setFocused() failed: the argument is 1. Give true or false.',
    })
  })
})

describe('page.raw', () => {
  test('sends single events of the mouse', async () => {
    const page = await cef.show(`<div style="height:2000px">x</div><script>window.seen = []
      for (const type of ['mousemove', 'mousedown', 'mouseup', 'mouseleave', 'wheel']) document.addEventListener(type, (e) => seen.push([type, e.clientX, e.clientY, e.buttons, e.shiftKey].join(' ')), true)
    </script>`)
    await page.mouse.move(1, 1)
    await page.raw.mouseMove({ x: 10, y: 20, modifiers: 2 })
    await page.raw.mouseClick({ x: 10, y: 20, modifiers: 16 })
    await page.raw.mouseClick({ x: 10, y: 20, up: true })
    await page.raw.mouseWheel({ x: 10, y: 20, deltaY: 50 })
    await page.waitForFunction('seen.some((line) => line.startsWith("wheel"))')
    expect(await page.evaluate('seen')).toEqual([
      'mousemove 1 1 0 false',
      'mousemove 10 20 0 true',
      'mousedown 10 20 1 false',
      'mouseup 10 20 0 false',
      'wheel 10 20 0 false',
    ])
  })

  test('sends single events of keys, fingers and the focus', async () => {
    const page = await cef.show(`<input style="touch-action:none"><script>window.seen = []
      for (const type of ['keydown', 'keypress', 'keyup', 'touchstart', 'touchend', 'blur']) addEventListener(type, (e) => seen.push([type, e.key ?? ''].join(' ')), true)
    </script>`)
    await page.locator('input').tap()
    await page.evaluate('seen.length = 0')
    const a = { windowsKeyCode: 65, nativeKeyCode: 38 }
    await page.raw.key({ kind: 'rawKeyDown', ...a })
    await page.raw.key({ kind: 'char', ...a, character: 97 })
    await page.raw.key({ kind: 'keyUp', ...a })
    await page.raw.touch({ kind: 'pressed', x: 300, y: 200, force: 1 })
    await page.raw.touch({ kind: 'released', x: 300, y: 200 })
    await page.raw.captureLost()
    await page.raw.focus(false)
    await page.waitForFunction('!document.hasFocus() && seen.includes("touchend ")')
    expect(await page.evaluate<string[]>('seen.slice(0, 3)')).toEqual(['keydown a', 'keypress a', 'keyup a'])
    expect(await page.locator('input').inputValue()).toBe('a')
  })

  test('refuses what is no such event', async () => {
    const page = await cef.newPage()
    expect(await failure(page.raw.mouseMove({ x: 1 } as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'raw.mouseMove() failed: y is undefined. Give a finite number.',
    })
    expect((await failure(page.raw.key({ kind: 'keydown' } as never))).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.raw.touch({ x: 1, y: 2, kind: 'pressed', who: 1 } as never))).code).toBe(
      'UNKNOWN_OPTION',
    )
  })
})
