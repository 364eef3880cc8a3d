import type { Page } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../page/setup.js'
import { colour } from './pictures.js'

const cef = launched()

const square =
  '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><rect width="50" height="50" fill="#f0f"/></svg>'
const svg = { headers: { 'content-type': 'image/svg+xml' }, body: square }

/** What a test opens by hand. */
function gate() {
  let open!: () => void
  const opened = new Promise<void>((done) => {
    open = done
  })
  return { open, opened }
}

/** A page of a.test with that markup; `late` paths are answered when the gate opens. */
async function served(
  html: string,
  late: Promise<void> = Promise.resolve(),
  waitUntil: 'load' | 'domcontentloaded' = 'load',
): Promise<Page> {
  const page = await cef.newPage()
  await page.serve('https://a.test/', async ({ url }) => {
    if (url.includes('/late')) await late
    return url.endsWith('.svg') ? svg : url.endsWith('/late') ? 'answer' : html
  })
  await page.goto('https://a.test/', { waitUntil })
  return page
}

/** The error of a capture that has little time. */
const refused = (page: Page, ready: Parameters<Page['pixels']>[0] = {}) =>
  failure(page.pixels({ timeout: 600, ...ready }))

const green = (page: Page) => page.evaluate(`document.body.style.background = '#00ff00'`)
const inTime = { timeout: 20_000 }

describe("the page's own promise", () => {
  test('is waited for without being asked for', async () => {
    const page = await cef.show(`<body><script>
      window['cefrig:ready'] = new Promise((done) => { window.go = () => { document.body.style.background = '#00ff00'; done() } })</script>`)
    const taken = page.pixels(inTime)
    await page.evaluate('go()')
    expect(colour(await taken, 5, 5)).toBe('#00ff00')
  })

  test('holds in iframes, with a Promise of their own, and for the box of an element', async () => {
    const page = await cef.newPage()
    await page.serve(
      'https://a.test/',
      () =>
        '<body style="margin: 0"><p style="margin: 0; width: 50px; height: 20px">x</p><iframe src="https://b.test/"></iframe>',
    )
    await page.serve(
      'https://b.test/',
      () => `<script>
      const own = Promise
      window.Promise = class { then() { throw new Error('patched') } }
      window['cefrig:ready'] = { then(done) { window.go = done } }</script>`,
    )
    await page.goto('https://a.test/')
    const taken = page.locator('p').screenshot(inTime)
    const inner = page.frames().find((frame) => frame.url() === 'https://b.test/')!
    await inner.waitForFunction('window.go !== undefined')
    await page.evaluate(`document.querySelector('p').style.width = '70px'`)
    await inner.evaluate('go()')
    expect((await taken).readUInt32BE(16)).toBe(70)
  })

  test('that never settles is named, unless it is left out', async () => {
    const page = await served(`<script>globalThis['cefrig:ready'] = new Promise(() => {})</script>`)
    const error = await refused(page)
    expect(error).toMatchObject({ code: 'CAPTURE_TIMEOUT', facts: { pending: ['page'] } })
    expect(error.message).toBe(
      'page.pixels() failed: the page did not settle within 600 ms: the page\'s promise "cefrig:ready" is pending: https://a.test/. Wait for these before the capture, or raise its timeout.',
    )
    expect((await page.pixels({ ready: { page: false } })).width).toBe(400)
  })

  test('that rejects is told', async () => {
    const page = await served(
      `<script>globalThis['cefrig:ready'] = Promise.reject(new TypeError('no data')); globalThis['cefrig:ready'].catch(() => {})</script>`,
    )
    const error = await failure(page.pixels())
    expect(error.code).toBe('EVALUATION_FAILED')
    expect(error.message).toBe(
      'page.pixels() failed: the page\'s promise "cefrig:ready" rejected with TypeError: no data (https://a.test/). Mend what it waits for, or leave it out with ready: { page: false }.',
    )
  })

  test('may be replaced, be no promise, or be new each time', async () => {
    const page = await cef.show(`<body><script>
      window['cefrig:ready'] = new Promise((done) => { window.first = done })</script>`)
    const taken = page.pixels(inTime)
    await page.evaluate(
      `window['cefrig:ready'] = new Promise((done) => { window.second = () => { document.body.style.background = '#00ff00'; done() } }); first()`,
    )
    await page.evaluate('second()')
    expect(colour(await taken, 5, 5)).toBe('#00ff00')
    await page.evaluate(`window['cefrig:ready'] = 'yes'`)
    expect(colour(await page.pixels(), 5, 5)).toBe('#00ff00')
    await page.evaluate(`Object.defineProperty(window, 'cefrig:ready', { get: () => Promise.resolve() })`)
    expect(colour(await page.pixels(), 5, 5)).toBe('#00ff00')
  })

  test('of a page without scripts there is none', async () => {
    const page = await cef.show('<body style="background: #00ff00">', { javaScriptEnabled: false })
    expect(colour(await page.pixels(), 5, 5)).toBe('#00ff00')
  })
})

describe('what is busy', () => {
  test('is waited for when that is asked for, in shadow roots and if it is shown', async () => {
    const page =
      await cef.show(`<body><div id=list class="rows" aria-busy=true>rows</div><p aria-busy=true hidden></p><x-y></x-y>
      <script>document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML = '<i aria-busy="true">i</i>'</script>`)
    expect((await page.pixels()).width).toBe(400)
    const error = await refused(page, { ready: { busy: true } })
    expect(error).toMatchObject({ code: 'CAPTURE_TIMEOUT', facts: { pending: ['busy'] } })
    expect(error.message).toContain(': elements are busy (aria-busy): div#list.rows, i. Wait for')
    const taken = page.pixels({ ready: { busy: true }, ...inTime })
    await page.evaluate(`document.querySelector('#list').ariaBusy = 'false'`)
    await green(page)
    await page.evaluate(`document.querySelector('x-y').shadowRoot.querySelector('i').remove()`)
    expect(colour(await taken, 395, 295)).toBe('#00ff00')
  })
})

describe('the network', () => {
  test('is quiet when no request is under way and none was for a while', async () => {
    const { open, opened } = gate()
    const page = await served('<body>', opened)
    await page.evaluate(
      `void fetch('/late').then((answer) => answer.text()).then(() => { document.body.style.background = '#00ff00' })`,
    )
    expect(colour(await page.pixels(), 5, 5)).toBe('#ffffff')
    const error = await refused(page, { ready: { network: 50 } })
    expect(error).toMatchObject({ facts: { pending: ['network'] } })
    expect(error.message).toContain(': requests are under way: https://a.test/late. Wait for')
    const taken = page.pixels({ ready: { network: 50 }, ...inTime })
    open()
    expect(colour(await taken, 5, 5)).toBe('#00ff00')
    const busy = await refused(page, { ready: { network: 1e9 } })
    expect(busy.message).toContain('no 1000000000 ms have gone by without a request')
  })

  test('streams of events do not count', async () => {
    const page = await cef.newPage()
    const { opened } = gate()
    await page.serve('https://a.test/', async ({ url }) => {
      if (url.endsWith('/events')) await opened
      return '<body><script>new EventSource("/events")</script>'
    })
    await page.goto('https://a.test/')
    expect((await page.pixels({ ready: { network: true } })).width).toBe(400)
  })
})

describe('images', () => {
  test('that are lazy are loaded when all are asked for, and are lazy again', async () => {
    const lazy = (path: string) =>
      `<img loading=lazy src="${path}" width=50 height=50 style="position: absolute; top: 20000px; left: 0">`
    const page = await served(`<body style="margin: 0">${lazy('/a.svg')}<x-y></x-y><script>
      document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML = '${lazy('/b.svg')}'</script>`)
    const states = `[document.querySelector('img'), document.querySelector('x-y').shadowRoot.querySelector('img')].map((image) => [image.loading, image.naturalWidth])`
    await page.pixels()
    expect(await page.evaluate(states)).toEqual([
      ['lazy', 0],
      ['lazy', 0],
    ])
    await page.pixels({ ready: { images: 'all' } })
    expect(await page.evaluate(states)).toEqual([
      ['lazy', 50],
      ['lazy', 50],
    ])
  })

  test('style sheets and frames are named, and not waited for when they are left out', async () => {
    const { open, opened } = gate()
    const page = await served('<body>', opened)
    await page.evaluate(`{ const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = '/late.css'; document.head.append(link)
      document.body.insertAdjacentHTML('beforeend', '<img src="/late.svg"><iframe src="/late.html"></iframe>') }`)
    const error = await refused(page)
    expect(error).toMatchObject({
      code: 'CAPTURE_TIMEOUT',
      facts: { pending: ['images', 'stylesheets', 'frames'] },
    })
    expect(error.message).toContain(
      'images are loading: https://a.test/late.svg; style sheets are loading: https://a.test/late.css; iframes are loading: https://a.test/late.html.',
    )
    const none = { images: false, stylesheets: false, frames: false }
    expect((await page.pixels({ ready: none })).width).toBe(400)
    open()
  })

  test('a document that is still loading is named, and not waited for when load is left out', async () => {
    const { open, opened } = gate()
    const page = await served(
      '<body style="background: #00ff00"><img src="/late.svg">',
      opened,
      'domcontentloaded',
    )
    const error = await refused(page)
    expect(error).toMatchObject({ facts: { pending: ['load', 'images'] } })
    expect(error.message).toContain(
      'the document is still interactive; images are loading: https://a.test/late.svg.',
    )
    expect(colour(await page.pixels({ ready: { load: false, images: false } }), 300, 250)).toBe('#00ff00')
    open()
  })
})

test('animations that end are waited for when that is asked for', async () => {
  const page = await cef.show(
    `<style>@keyframes turn { to { opacity: 0.5 } } i { animation: turn 50ms infinite alternate }</style><i>i</i><p id=a>x</p>`,
  )
  await page.evaluate(
    `{ window.fade = document.querySelector('p').animate([{ background: '#000' }, { background: '#0f0' }], { duration: 100_000, fill: 'forwards' }) }`,
  )
  const error = await refused(page, { ready: { animations: true } })
  expect(error).toMatchObject({ facts: { pending: ['animations'] } })
  expect(error.message).toContain('animations are running: an animation of p#a. Wait for')
  const taken = page.pixels({ ready: { animations: true }, ...inTime })
  await page.evaluate('fade.finish()')
  const { x, y } = (await page.locator('p').boundingBox())!
  expect(colour(await taken, x + 300, y + 5)).toBe('#00ff00')
})

test('all that is pending is named at once', async () => {
  const { open, opened } = gate()
  const page = await served('<body><div aria-busy=true>x</div>', opened)
  await page.evaluate(
    `{ document.body.insertAdjacentHTML('beforeend', '<img src="/late.svg">'); window['cefrig:ready'] = new Promise(() => {}); undefined }`,
  )
  const error = await refused(page, { ready: { busy: true, network: true } })
  expect(error.facts.pending).toEqual(['images', 'page', 'network', 'busy'])
  open()
})

test('a page that runs a script without end is not waited for', async () => {
  const page = await cef.show('<body><div aria-busy=true>x</div>')
  await page.evaluate(
    'void setTimeout(() => { for (const end = performance.now() + 5000; performance.now() < end; ); }, 0)',
  )
  const error = await refused(page, { ready: { busy: true } })
  expect(error).toMatchObject({ code: 'CAPTURE_TIMEOUT' })
  expect(error.message).toContain('the page does not answer: a script may be running without end')
})

test('wrong options are refused', async () => {
  const page = await cef.newPage()
  for (const ready of [{ image: true }, { images: 'lazy' }, { network: -1 }, { video: '0' }, true])
    expect(await failure(page.pixels({ ready } as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
})

describe('what has a deadline of its own', () => {
  test('ends the capture when it is pending then, and tells what of it was', async () => {
    const { open, opened } = gate()
    const page = await served(
      '<body><img src="/late.svg"><img loading="lazy" src="/never.svg" style="margin-top: 20000px">',
      opened,
      'domcontentloaded',
    )
    const error = await failure(
      page.pixels({ ready: { network: true, deadlines: { images: 100, stylesheets: 50 } }, ...inTime }),
    )
    expect(error).toMatchObject({ code: 'CAPTURE_TIMEOUT', facts: { timeout: 100, pending: ['images'] } })
    expect(error.message).toBe(
      'page.pixels() failed: "images" was not ready within its 100 ms: images are loading: https://a.test/late.svg. Wait for that before the capture, raise ready.deadlines.images, or leave it out of ready.',
    )
    open()
    expect(
      (await page.pixels({ ready: { deadlines: { images: 20_000, load: 20_000 } }, ...inTime })).width,
    ).toBe(400)
  })

  test('may be any of the names', async () => {
    const page = await cef.show(`<body><p aria-busy=true style="animation: go 1000s linear">text</p>
      <style>@keyframes go { to { opacity: 0 } }</style><script>globalThis['cefrig:ready'] = new Promise((done) => { window.go = done })</script>`)
    const late = async (
      ready: NonNullable<NonNullable<Parameters<Page['pixels']>[0]>['ready']>,
      taken = page.pixels({ ready, ...inTime }),
    ) => {
      const { facts, message } = await failure(taken)
      return [facts.pending, message.slice(message.indexOf(' ms: ') + 5, message.indexOf('. Wait'))]
    }
    expect(await late({ busy: true, deadlines: { page: 60 } })).toEqual([
      ['page'],
      `the page's promise "cefrig:ready" is pending: about:blank`,
    ])
    await page.evaluate('go()')
    expect(await late({ busy: true, animations: true, deadlines: { page: 30, busy: 60 } })).toEqual([
      ['busy'],
      'elements are busy (aria-busy): p',
    ])
    expect(await late({ busy: true, animations: true, deadlines: { animations: 60 } })).toEqual([
      ['animations'],
      'animations are running: go of p',
    ])
    const ofElement = { network: 1e6, deadlines: { network: 60 } }
    const taken = page.locator('p').screenshot({ ready: ofElement, ...inTime })
    expect(await late(ofElement, taken as never)).toEqual([
      ['network'],
      'no 1000000 ms have gone by without a request',
    ])
    expect((await page.pixels()).width).toBe(400)
  })

  test('is one that is waited for, with a time', async () => {
    const page = await cef.newPage()
    for (const ready of [
      { deadlines: { busy: 100 } },
      { images: false, deadlines: { images: 100 } },
      { deadlines: { images: 0 } },
      { deadlines: { images: -1 } },
      { deadlines: { pictures: 100 } },
      { deadlines: 100 },
      { deadlines: { deadlines: 5 } },
    ])
      expect(await failure(page.pixels({ ready } as never))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message: expect.stringContaining(
          'and deadlines: milliseconds, above 0, of names that are waited for.',
        ),
      })
  })
})
