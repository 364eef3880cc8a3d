import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const drags = ['dragstart', 'dragenter', 'dragover', 'dragleave', 'drop', 'dragend', 'mouseup']

/** A draggable box and a place for it; `seen` has the events with their targets, repeated ones once. */
const board = (
  accept = 'e.preventDefault()',
) => `<style>body { margin: 0 } div { position: absolute; width: 80px; height: 80px }</style>
  <div id=box draggable=true style="left:10px;top:10px;background:red"></div>
  <div id=place style="left:250px;top:150px;background:blue"></div>
  <script>
    window.seen = []
    box.ondragstart = (e) => { e.dataTransfer.setData('text/plain', 'a box'); e.dataTransfer.setData('application/x-own', '{"n":1}'); e.dataTransfer.effectAllowed = 'copyMove' }
    place.ondragover = (e) => { ${accept} }
    place.ondrop = (e) => { e.preventDefault(); window.got = [e.dataTransfer.getData('text/plain'), e.dataTransfer.getData('application/x-own'), e.clientX, e.clientY, e.ctrlKey] }
    box.ondragend = (e) => { window.effect = e.dataTransfer.dropEffect }
    for (const type of ${JSON.stringify(drags)}) document.addEventListener(type, (e) => {
      const line = type + ' ' + (e.target.id || e.target.nodeName)
      if (seen.at(-1) !== line) seen.push(line)
    }, true)
  </script>`

describe('dragging within a page', () => {
  test('locator.dragTo() drags and drops with the data of the page', async () => {
    const page = await cef.show(board('e.preventDefault(); e.dataTransfer.dropEffect = "move"'))
    await page.locator('#box').dragTo(page.locator('#place'))
    expect(await page.evaluate('got')).toEqual(['a box', '{"n":1}', 290, 190, false])
    expect(await page.evaluate('effect')).toBe('move')
    const seen = await page.evaluate<string[]>('seen')
    expect(seen[0]).toBe('dragstart box')
    expect(seen.slice(-2)).toEqual(['drop place', 'dragend box'])
    expect(seen).toContain('dragenter place')
    expect(seen).not.toContain('mouseup place')
  })

  test('what is not accepted is not dropped', async () => {
    const page = await cef.show(board(''))
    await page.dragAndDrop('#box', '#place', { targetPosition: { x: 5, y: 6 } })
    expect(await page.evaluate('[window.got ?? null, effect]')).toEqual([null, 'none'])
    expect((await page.evaluate<string[]>('seen')).at(-1)).toBe('dragend box')
  })

  test('goes step by step with page.mouse, holds modifiers, and can be repeated', async () => {
    const page = await cef.show(board())
    for (const x of [260, 300]) {
      await page.mouse.move(50, 50)
      await page.mouse.down()
      await page.mouse.move(100, 100, { steps: 3 })
      await page.keyboard.down('Control')
      await page.mouse.move(x, 200)
      await page.mouse.up()
      await page.keyboard.up('Control')
      expect(await page.evaluate('got')).toEqual(['a box', '{"n":1}', x, 200, true])
    }
    await page.mouse.click(300, 250)
    expect(await page.evaluate<string[]>('seen')).toContain('mouseup BODY')
  })

  test('Escape takes it back', async () => {
    const page = await cef.show(board())
    await page.mouse.move(50, 50)
    await page.mouse.down()
    await page.mouse.move(290, 190, { steps: 3 })
    await page.keyboard.press('Escape')
    expect(await page.evaluate('[window.got ?? null, effect]')).toEqual([null, 'none'])
    await page.mouse.up()
  })

  test('a page that prevents it gets the mouse', async () => {
    const page = await cef.show(board())
    await page.evaluate('void (box.ondragstart = (e) => e.preventDefault())')
    await page.locator('#box').dragTo(page.locator('#place'))
    expect((await page.evaluate<string[]>('seen')).at(-1)).toBe('mouseup place')
  })

  test('elements that follow the pointer are dragged by the mouse alone', async () => {
    const page =
      await cef.show(`<div id=a style="position:absolute;width:40px;height:40px;background:red"></div>
      <div id=b style="position:absolute;left:200px;top:100px;width:60px;height:60px;background:blue"></div>
      <script>
        a.onpointerdown = () => document.onpointermove = (e) => { a.style.left = e.clientX - 20 + 'px'; a.style.top = e.clientY - 20 + 'px' }
        document.onpointerup = () => { document.onpointermove = null }
      </script>`)
    await page.locator('#a').dragTo(page.locator('#b'))
    expect(await page.locator('#a').boundingBox()).toMatchObject({ x: 210, y: 110 })
  })

  test('into an iframe of another origin', async () => {
    const page = await cef.newPage()
    await page.serve('https://one.test/', () => ({
      contentType: 'text/html',
      body: `${board()}<iframe src="https://two.test/" style="position:absolute;left:100px;top:100px;width:120px;height:120px;border:0"></iframe>`,
    }))
    await page.serve('https://two.test/', () => ({
      contentType: 'text/html',
      body: `<body style="margin:0;height:120px" ondragover="event.preventDefault()" ondrop="event.preventDefault(); document.title = event.dataTransfer.getData('text/plain')">`,
    }))
    await page.goto('https://one.test/')
    const frame = page.frames()[1]!
    await page.locator('#box').dragTo(frame.locator('body'))
    expect(await frame.evaluate('document.title')).toBe('a box')
    expect(await page.evaluate('effect')).not.toBe('none')
  })

  test('one that raw events began is ended at once', async () => {
    const page = await cef.show(board())
    await page.mouse.move(50, 50)
    await page.raw.mouseClick({ x: 50, y: 50, modifiers: 16 })
    for (const x of [60, 70, 80]) await page.raw.mouseMove({ x, y: 60, modifiers: 16 })
    await page.waitForFunction('seen.at(-1) === "dragend box"')
    expect(await page.evaluate('effect')).toBe('none')
  })

  test('a page that closes meanwhile ends it', async () => {
    const page = await cef.show(board())
    await page.mouse.move(50, 50)
    await page.mouse.down()
    await page.mouse.move(100, 100, { steps: 3 })
    const moving = failure(page.mouse.move(200, 200, { steps: 1000 }))
    await page.close()
    expect((await moving).code).toBe('PAGE_CLOSED')
  })

  test('refuses a target that is no locator', async () => {
    const page = await cef.show(board())
    expect(await failure(page.locator('#box').dragTo('#place' as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'locator.dragTo() failed: the target is a string. Give a locator.',
    })
  })
})

describe('dropping from outside', () => {
  const target = `<body style="margin:0"><div id=place style="width:100px;height:100px;background:blue"></div>
    <textarea style="position:absolute;top:150px;left:0"></textarea><script>
    place.ondragover = (e) => e.preventDefault()
    place.ondrop = async (e) => {
      e.preventDefault()
      const { dataTransfer: data } = e
      const files = [...data.files]
      window.got = { types: [...data.types], text: data.getData('text/plain'), html: data.getData('text/html'), url: data.getData('text/uri-list') }
      window.files = Promise.all(files.map(async (file) => [file.name, file.size, await file.text()]))
    }</script>`

  test('page.drop() drops text, HTML and links', async () => {
    const page = await cef.show(target)
    expect(await page.drop({ text: 'a text', html: '<b>a text</b>' }, { x: 50, y: 50 })).toBe(true)
    expect(await page.evaluate('got')).toMatchObject({ text: 'a text', html: '<b>a text</b>' })
    expect(await page.drop({ url: 'https://example.test/' }, { x: 50, y: 50 })).toBe(true)
    expect(await page.evaluate('got')).toMatchObject({ url: 'https://example.test/' })
  })

  test('locator.drop() drops files, which the page reads', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'cefrig-drop-'))
    const [one, two] = [join(directory, 'one.txt'), join(directory, 'zwei ä.txt')]
    await Promise.all([writeFile(one, 'eins'), writeFile(two, 'zwei\n')])
    const page = await cef.show(target)
    expect(await page.locator('#place').drop({ files: [one, two] })).toBe(true)
    expect(await page.evaluate('got.types')).toEqual(['Files'])
    expect(await page.evaluate('files')).toEqual([
      ['one.txt', 4, 'eins'],
      ['zwei ä.txt', 5, 'zwei\n'],
    ])
    await rm(directory, { recursive: true })
  })

  test('reaches an iframe of another origin', async () => {
    const page = await cef.newPage()
    const html = (body: string) => () => ({ contentType: 'text/html', body })
    await page.serve(
      'https://one.test/',
      html('<iframe src="https://two.test/" style="margin:50px;width:120px;height:120px"></iframe>'),
    )
    await page.serve(
      'https://two.test/',
      html(
        '<body style="margin:0;height:100px" ondragover="event.preventDefault()" ondrop="event.preventDefault(); document.title = event.dataTransfer.files[0].name">',
      ),
    )
    await page.goto('https://one.test/')
    const frame = page.frames()[1]!
    expect(await frame.locator('body').drop({ files: [fileURLToPath(import.meta.url)] })).toBe(true)
    expect(await frame.evaluate('document.title')).toBe('drag.test.ts')
  })

  test('a field takes text by itself', async () => {
    const page = await cef.show(target)
    expect(await page.locator('textarea').drop({ text: 'dropped' })).toBe(true)
    expect(await page.locator('textarea').inputValue()).toBe('dropped')
  })

  test('a page that does not take it says so, and points outside do no harm', async () => {
    const page = await cef.show(target)
    expect(await page.drop({ text: 'x' }, { x: 300, y: 200 })).toBe(false)
    expect(await page.drop({ text: 'x' }, { x: 5000, y: -20 })).toBe(false)
  })

  test('refuses what cannot be dropped', async () => {
    const page = await cef.show(target)
    expect(await failure(page.drop({}, { x: 1, y: 1 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.drop() failed: the data is an object. Give { text, html, url, files }, one of them or several.',
    })
    expect(await failure(page.drop({ files: ['/no/such/file'] }, { x: 1, y: 1 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.drop() failed: there is no file /no/such/file. Give paths of files or directories.',
    })
    expect((await failure(page.drop({ txt: 'a' } as never, { x: 1, y: 1 }))).code).toBe('UNKNOWN_OPTION')
  })
})
