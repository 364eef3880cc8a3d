import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

/** Shows HTML and keeps in `window.seen` the events of the types given, as `type target`. */
async function watched(html: string, types: string): Promise<Page> {
  const page = await cef.show(`${html}<script>window.seen = []
    for (const type of '${types}'.split(' ')) document.addEventListener(type, (event) =>
      seen.push([type, event.target.id || event.target.tagName, event.detail || event.data || event.key].filter(Boolean).join(' ')), true)
  </script>`)
  return page
}

const seen = (page: Page) => page.evaluate<string[]>('seen')

describe('click()', () => {
  test('sends what a mouse sends, trusted, to the middle of the element', async () => {
    const page = await watched(
      '<button id=b>b</button>',
      'pointermove mousemove pointerdown mousedown focusin pointerup mouseup click',
    )
    await page.evaluate(`addEventListener('click', (e) => {
      const box = e.target.getBoundingClientRect()
      window.at = [e.isTrusted, Math.abs(e.clientX - box.x - box.width / 2) <= 1, Math.abs(e.clientY - box.y - box.height / 2) <= 1]
    })`)
    await page.locator('#b').click()
    expect(await seen(page)).toEqual([
      'pointermove b',
      'mousemove b',
      'pointerdown b',
      'mousedown b 1',
      'focusin b',
      'pointerup b',
      'mouseup b 1',
      'click b 1',
    ])
    expect(await page.evaluate('at')).toEqual([true, true, true])
  })

  test('takes a button, a count, a position, a delay and modifiers', async () => {
    const page = await watched(
      '<div id=d style="width:100px;height:50px;border:5px solid">x</div>',
      'click dblclick auxclick contextmenu',
    )
    await page.evaluate(`addEventListener('mousedown', (e) => (window.down = [e.button, e.clientX, e.clientY, e.shiftKey, e.ctrlKey, performance.now()]))
      addEventListener('mouseup', () => (window.held = performance.now() - down[5]))`)
    const box = (await page.locator('#d').boundingBox())!
    await page.locator('#d').click({ position: { x: 1, y: 2 }, modifiers: ['Shift', 'Control'], delay: 40 })
    expect((await page.evaluate<unknown[]>('down')).slice(0, 5)).toEqual([
      0,
      box.x + 6,
      box.y + 7,
      true,
      true,
    ])
    expect(await page.evaluate<number>('held')).toBeGreaterThanOrEqual(35)
    await page.locator('#d').dblclick()
    await page.locator('#d').click({ button: 'middle' })
    await page.locator('#d').click({ button: 'right' })
    expect(await seen(page)).toEqual([
      'click d 1',
      'click d 1',
      'click d 2',
      'dblclick d 2',
      'auxclick d 1',
      'contextmenu d',
      'auxclick d 1',
    ])
  })

  test('waits until the element is visible, enabled and still', async () => {
    const page = await watched(
      `<button id=b hidden disabled style="position:absolute;left:0">b</button><script>
        const b = document.querySelector('#b')
        setTimeout(() => (b.hidden = false), 50)
        setTimeout(() => (b.disabled = false), 120)
        let left = 0
        const move = () => { if (left < 200) { b.style.left = (left += 10) + 'px'; requestAnimationFrame(move) } }
        move()
      </script>`,
      'click',
    )
    await page.locator('#b').click()
    expect(await seen(page)).toEqual(['click b 1'])
    expect(await page.locator('#b').evaluate((b) => b.style.left)).toBe('200px')
  })

  test('scrolls to the element, also inside another', async () => {
    const page = await watched(
      `<div style="height:2000px"></div><div style="height:100px;overflow:auto"><div style="height:900px"></div><button id=b>b</button></div>`,
      'click',
    )
    await page.locator('#b').click()
    expect(await seen(page)).toEqual(['click b 1'])
  })

  test('avoids what covers a part of the page', async () => {
    const page = await watched(
      `<header style="position:fixed;top:0;left:0;right:0;height:140px;background:#ccc"></header>
       <footer style="position:fixed;bottom:0;left:0;right:0;height:60px;background:#ccc"></footer>
       <div style="height:1000px"></div><button id=b>b</button><div style="height:150px"></div>`,
      'click',
    )
    await page.locator('#b').click()
    expect(await seen(page)).toEqual(['click b 1'])
  })

  test('waits until nothing covers the element, and says what does', async () => {
    const page = await watched(
      `<button id=b>b</button><div id=cover style="position:fixed;inset:0"></div>`,
      'click pointerdown',
    )
    const error = await failure(page.locator('#b').click({ timeout: 150 }))
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      message:
        'locator.click() failed: locator(\'#b\'): <div id="cover"></div> intercepts pointer events, after 150 ms. Check the locator against the page, or raise `timeout`.',
    })
    expect(await seen(page)).toEqual([])
    await page.evaluate(`setTimeout(() => document.querySelector('#cover').remove(), 100)`)
    await page.locator('#b').click()
    expect(await seen(page)).toEqual(['pointerdown b', 'click b 1'])
  })

  test('tries again when something moves under the pointer at the last moment', async () => {
    const page = await watched(
      `<button id=b>b</button><script>
        document.querySelector('#b').addEventListener('mousemove', () => {
          const cover = Object.assign(document.createElement('div'), { id: 'cover', style: 'position:fixed;inset:0' })
          document.body.append(cover)
          setTimeout(() => cover.remove(), 60)
        }, { once: true })
      </script>`,
      'pointerdown mousedown click',
    )
    await page.locator('#b').click()
    expect(await seen(page)).toEqual(['pointerdown b', 'mousedown b 1', 'click b 1'])
  })

  test('reaches a button through what is inside it, and a field through its label', async () => {
    const page = await watched(
      `<button id=b><span id=s>text</span></button>
       <style>label { position: relative } label i { position: absolute; inset: 0 }</style>
       <label><input type=checkbox id=c> on<i></i></label>`,
      'change',
    )
    await page.evaluate(`void (document.querySelector('#b').onclick = () => seen.push('clicked'))`)
    await page.locator('#s').click()
    await page.locator('#c').check()
    expect(await seen(page)).toEqual(['clicked', 'change c'])
  })

  test('may be tried, or forced', async () => {
    const page = await watched(
      `<button id=b>b</button><div id=cover style="position:fixed;inset:0"></div><p id=p>p</p>`,
      'click',
    )
    await page.locator('#cover').click({ trial: true })
    expect(await seen(page)).toEqual([])
    await page.locator('#b').click({ force: true })
    expect(await seen(page)).toEqual(['click cover 1'])
    expect(await failure(page.locator('#b').click({ trial: true, timeout: 60 }))).toMatchObject({
      code: 'TIMEOUT',
    })
  })

  test('may lead to another document', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/two') ? '<h1>two</h1>' : '<a href="/two">go</a>',
    )
    await page.goto('https://a.test/one')
    await page.getByRole('link').click()
    expect(await page.getByRole('heading').textContent()).toBe('two')
  })

  test('refuses wrong options', async () => {
    const page = await cef.show('<p>x</p>')
    expect(await failure(page.locator('p').click({ button: 'top' as never }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'locator.click() failed: option "button" is "top". Give "left", "middle", "right", "back" or "forward".',
    })
    expect(await failure(page.locator('p').click({ clicks: 2 } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
    })
    expect(await failure(page.locator('p').click({ position: { x: 1 } as never }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
  })
})

test('hover() moves the mouse over the element', async () => {
  const page = await watched(
    '<style>#b:hover { color: rgb(1, 2, 3) }</style><button id=b>b</button>',
    'mouseover',
  )
  await page.locator('#b').hover()
  expect(await seen(page)).toContain('mouseover b')
  expect(await page.locator('#b').evaluate((b) => getComputedStyle(b).color)).toBe('rgb(1, 2, 3)')
})

describe('check() and uncheck()', () => {
  test('click only when the state is another', async () => {
    const page = await watched(
      '<input type=checkbox id=c><input type=radio id=r name=n><input type=radio id=q name=n checked>',
      'change',
    )
    await page.locator('#c').check()
    await page.locator('#c').check()
    await page.locator('#c').uncheck()
    await page.locator('#c').setChecked(true)
    await page.locator('#r').check()
    expect(await seen(page)).toEqual(['change c', 'change c', 'change c', 'change r'])
    expect(await page.locator('#q').isChecked()).toBe(false)
  })

  test('understand ARIA checkboxes that take their time', async () => {
    const page = await cef.show(`<div role=switch aria-checked=false style="width:50px;height:20px"
      onclick="setTimeout(() => this.setAttribute('aria-checked', 'true'), 80)">s</div>`)
    await page.getByRole('switch').check()
    expect(await page.getByRole('switch').isChecked()).toBe(true)
  })

  test('say when the click changes nothing, or the element is none of the kind', async () => {
    const page = await cef.show('<input type=checkbox onclick="return false"><p>p</p>')
    expect(await failure(page.locator('input').check({ timeout: 200 }))).toMatchObject({
      code: 'TIMEOUT',
      message:
        "locator.check() failed: locator('input') is not checked 200 ms after the click. Look at what the page does with the click.",
    })
    expect(await failure(page.locator('p').check())).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        "locator.check() failed: locator('p'): <p>p</p> is not a checkbox or radio button. Check the locator.",
    })
  })
})

describe('fill() and clear()', () => {
  test('replace the text of fields, with the events of typing', async () => {
    const page = await watched(
      '<input id=i value=old><textarea id=t>old</textarea><div id=e contenteditable>old <b>text</b></div>',
      'beforeinput input',
    )
    await page.locator('#i').fill('né w 😀')
    await page.locator('#t').fill('two\nlines')
    await page.locator('#e').fill('text')
    expect(await page.locator('#i').inputValue()).toBe('né w 😀')
    expect(await page.locator('#t').inputValue()).toBe('two\nlines')
    expect(await page.locator('#e').innerText()).toBe('text')
    expect((await seen(page)).filter((entry) => entry.startsWith('input i'))).toHaveLength(1)
    await page.locator('#i').clear()
    await page.locator('#e').clear()
    expect(await page.locator('#i').inputValue()).toBe('')
    expect(await page.locator('#e').textContent()).toBe('')
  })

  test('set inputs that take no text', async () => {
    const page = await watched(
      '<input id=d type=date><input id=r type=range max=10><input id=c type=color>',
      'input change',
    )
    await page.locator('#d').fill('2026-01-02')
    await page.locator('#r').fill('7')
    await page.locator('#c').fill('#FF0000')
    expect(
      await page.locator('input').evaluateAll((all: HTMLInputElement[]) => all.map((input) => input.value)),
    ).toEqual(['2026-01-02', '7', '#ff0000'])
    expect(await seen(page)).toEqual(['input d', 'change d', 'input r', 'change r', 'input c', 'change c'])
  })

  test('wait until the field can be edited', async () => {
    const page = await cef.show('<input readonly disabled>')
    const options = { timeout: 60 }
    expect(await failure(page.locator('input').fill('x', options))).toMatchObject({
      code: 'TIMEOUT',
      message:
        "locator.fill() failed: locator('input'): <input readonly disabled/> is not enabled, after 60 ms. Check the locator against the page, or raise `timeout`.",
    })
    await page.evaluate(`document.querySelector('input').disabled = false`)
    expect((await failure(page.locator('input').fill('x', options))).message).toContain('is not editable')
    await page.evaluate(`setTimeout(() => (document.querySelector('input').readOnly = false), 50)`)
    await page.locator('input').fill('x')
    expect(await page.locator('input').inputValue()).toBe('x')
  })

  test('refuse what cannot be filled', async () => {
    const page = await cef.show(
      '<p>p</p><input type=checkbox><input type=number><input type=date><select></select>',
    )
    const message = async (selector: string, text = 'x') => {
      const error = await failure(page.locator(selector).fill(text))
      expect(error.code).toBe('BAD_ARGUMENT')
      return error.message
    }
    expect(await message('p')).toContain(
      'is not an <input>, <textarea>, <select> or [contenteditable] element',
    )
    expect(await message('[type=checkbox]')).toContain('an input of type "checkbox" takes no text')
    expect(await message('[type=number]')).toContain('"x" is not a number')
    expect(await message('[type=date]', '5')).toContain('"5" is not a value of an input of type "date"')
    expect(await message('select')).toContain('whose options are chosen by selectOption()')
    expect(
      await failure(
        page
          .locator('input')
          .first()
          .fill(5 as never),
      ),
    ).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'locator.fill() failed: the text is 5. Give a string.',
    })
  })
})

describe('selectOption()', () => {
  const html = `<select id=s><option value=a>Red</option><option value=b>Light  green</option><option value=c disabled>Blue</option></select>
    <select id=m multiple><option>1</option><option>2</option><option>3</option></select>`

  test('chooses by value, label and index, and answers with the values', async () => {
    const page = await watched(html, 'input change')
    const select = page.locator('#s')
    expect(await select.selectOption('b')).toEqual(['b'])
    expect(await select.selectOption('Red')).toEqual(['a'])
    expect(await select.selectOption({ label: 'Light green' })).toEqual(['b'])
    expect(await select.selectOption({ index: 0 })).toEqual(['a'])
    expect(await page.locator('#m').selectOption(['1', '3'])).toEqual(['1', '3'])
    expect(await page.locator('#m').selectOption(null)).toEqual([])
    expect((await seen(page)).slice(0, 2)).toEqual(['input s', 'change s'])
  })

  test('waits for the option and refuses what is no <select>', async () => {
    const page = await cef.show(`${html}<p>p</p>`)
    await page.evaluate(`setTimeout(() => document.querySelector('#s').add(new Option('late', 'l')), 60)`)
    expect(await page.locator('#s').selectOption('l')).toEqual(['l'])
    expect((await failure(page.locator('#s').selectOption('c', { timeout: 60 }))).message).toContain(
      'has not all of these options, or not enabled',
    )
    expect(await failure(page.locator('#s').selectOption(['a', 'b']))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect((await failure(page.locator('p').selectOption('a'))).message).toContain(
      '<p>p</p> is not a <select>',
    )
  })
})

describe('keys', () => {
  test('press(), pressSequentially() and type() go to the focused element', async () => {
    const page = await watched('<input id=i>', 'keydown keyup')
    await page.locator('#i').pressSequentially('aB é')
    await page.locator('#i').press('Backspace')
    await page.locator('#i').type('!')
    expect(await page.locator('#i').inputValue()).toBe('aB !')
    expect((await seen(page)).slice(0, 4)).toEqual(['keydown i a', 'keyup i a', 'keydown i B', 'keyup i B'])
    await page.locator('#i').press('Control+A')
    await page.locator('#i').press('Delete')
    expect(await page.locator('#i').inputValue()).toBe('')
  })

  test('focus(), blur() and selectText()', async () => {
    const page = await watched('<input id=i value=text>', 'focus blur')
    await page.locator('#i').focus()
    await page.locator('#i').blur()
    await page.locator('#i').selectText()
    await page.keyboard.press('x')
    expect(await page.locator('#i').inputValue()).toBe('x')
    expect(await seen(page)).toEqual(['focus i', 'blur i', 'focus i'])
  })
})

test('scrollIntoViewIfNeeded() scrolls only if needed', async () => {
  const page = await cef.show('<p id=a>a</p><div style="height:3000px"></div><p id=b>b</p>')
  await page.locator('#a').scrollIntoViewIfNeeded()
  expect(await page.evaluate('scrollY')).toBe(0)
  await page.locator('#b').scrollIntoViewIfNeeded()
  expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(2000)
})
