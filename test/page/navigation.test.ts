import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

/** A page whose origin https://site.test answers by path. */
async function site() {
  const page = await cef.newPage({ baseURL: 'https://site.test/app/' })
  await page.serve('https://site.test/', ({ url, headers }) => {
    const { pathname } = new URL(url)
    if (pathname === '/missing')
      return { status: 404, headers: { 'content-type': 'text/html' }, body: 'none' }
    if (pathname === '/echo') return `<pre>${headers.referer ?? headers.Referer ?? ''}</pre>`
    return `<!doctype html><title>${pathname}</title><a href="/two">two</a>`
  })
  return page
}

describe('page.goto()', () => {
  test('loads a URL relative to baseURL and answers with the response', async () => {
    const page = await site()
    const response = await page.goto('one')
    expect(page.url()).toBe('https://site.test/app/one')
    expect(await page.title()).toBe('/app/one')
    expect(response?.status()).toBe(200)
    expect(response?.ok()).toBe(true)
    expect(response?.url()).toBe('https://site.test/app/one')
    expect(response?.headers()['content-type']).toContain('text/html')
  })

  test('answers with the response of an error page too', async () => {
    const page = await site()
    const response = await page.goto('/missing')
    expect([response?.status(), response?.ok()]).toEqual([404, false])
  })

  test('answers null for about:blank and within a document', async () => {
    const page = await site()
    expect(await page.goto('about:blank')).toBeNull()
    await page.goto('/one')
    expect(await page.goto('/one#part')).toBeNull()
    expect(page.url()).toBe('https://site.test/one#part')
  })

  test('sends the referer asked for', async () => {
    const page = await site()
    await page.goto('/echo', { referer: 'https://site.test/from' })
    expect(await page.locator('pre').textContent()).toBe('https://site.test/from')
  })

  test('fails for an address that cannot be reached, naming it and the reason', async () => {
    const page = await cef.newPage()
    const error = await failure(page.goto('http://127.0.0.1:9/'))
    expect(error.code).toBe('NAVIGATION_FAILED')
    expect(error.message).toMatch(/^page\.goto\(\) failed: .*http:\/\/127\.0\.0\.1:9\/.*ERR_/)
  })

  test('fails after its timeout', async () => {
    const page = await cef.newPage()
    await page.serve('https://slow.test/', () => new Promise(() => {}))
    const error = await failure(page.goto('https://slow.test/', { timeout: 200 }))
    expect(error.code).toBe('TIMEOUT')
    // What the page showed before has nothing to do with it.
    expect(error.message).toMatch(/^page\.goto\(\) failed: .*200 ms \(so far: nothing\)/)
  })

  test('ends with its page, whether that is closed or dies', async () => {
    const loading = async () => {
      const page = await cef.newPage()
      const asked = page.waitForRequest('https://slow.test/image')
      await page.serve('https://slow.test/', ({ url }) =>
        url.endsWith('/image') ? new Promise(() => {}) : '<img src=/image>',
      )
      const ended = failure(page.goto('https://slow.test/', { timeout: 0 }))
      await asked
      return { page, ended }
    }
    const [closed, dead] = await Promise.all([loading(), loading()])
    await closed.page.close()
    expect((await closed.ended).code).toBe('PAGE_CLOSED')
    dead.page.cdp.send('Page.crash').catch(() => {})
    expect((await dead.ended).code).toBe('RENDERER_CRASHED')
  })

  test('refuses wrong arguments', async () => {
    const page = await cef.newPage()
    expect(await failure(page.goto(5 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.goto() failed: the URL is 5. Give a string.',
    })
    expect(await failure(page.goto('http://'))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.goto() failed: "http://" is no URL. Give an absolute URL, or one relative to https://cefrig.test/.',
    })
    expect(await failure(page.goto('/', { waituntil: 'load' } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'page.goto() failed: unknown option "waituntil". Did you mean "waitUntil"?',
    })
    expect(await failure(page.goto('/', { timeout: 'long' } as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.goto() failed: option "timeout" is "long". Give a number of milliseconds up to 2147483647, 0 for no limit.',
    })
  })

  test('names the line of the test in its stack, not its own', async () => {
    const page = await cef.newPage()
    const error = await failure(page.goto(5 as never))
    expect(error.stack?.split('\n')[1]).toContain('navigation.test.ts')
  })
})

describe('the history', () => {
  test('goes back and forward, and answers null at its ends', async () => {
    const page = await site()
    await page.goto('/one')
    await page.goto('/two')
    await page.goBack()
    expect(page.url()).toBe('https://site.test/one')
    await page.goForward()
    expect(page.url()).toBe('https://site.test/two')
    expect(await page.goForward()).toBeNull()
    expect(page.url()).toBe('https://site.test/two')
  })

  test('goes to entries that the page made within its document', async () => {
    const page = await site()
    await page.goto('/one')
    await page.evaluate(() => {
      history.pushState({ at: 'route' }, '', '/app/route')
      addEventListener('popstate', ({ state }) => document.body.setAttribute('data-at', state?.at ?? 'start'))
    })
    expect(page.url()).toBe('https://site.test/app/route')
    expect(await page.goBack()).toBeNull()
    expect(page.url()).toBe('https://site.test/one')
    await page.waitForFunction(() => document.body.dataset.at === 'start')
    await page.goForward()
    expect(page.url()).toBe('https://site.test/app/route')
    await page.waitForFunction(() => document.body.dataset.at === 'route')
    // Back over the entry to another document.
    await page.goto('/two')
    expect((await page.goBack())?.status()).toBe(200)
    expect(page.url()).toBe('https://site.test/app/route')
  })

  test('reload() loads the document again', async () => {
    const page = await site()
    await page.goto('/one')
    await page.evaluate('globalThis.mark = 1')
    const response = await page.reload()
    expect(response?.status()).toBe(200)
    expect(await page.evaluate('globalThis.mark')).toBeUndefined()
  })
})

describe('page.setContent()', () => {
  test('replaces the document at the present URL and waits for its resources', async () => {
    const page = await site()
    await page.goto('/one')
    await page.setContent(
      '<title>new</title><script src="https://site.test/x.js" onerror="window.state=1"></script>',
    )
    expect(await page.title()).toBe('new')
    expect(page.url()).toBe('https://site.test/one')
    expect(await page.content()).toContain('<title>new</title>')
  })

  test('keeps every character', async () => {
    const text = '\u2028 <b>&amp;</b> ` $x </script> 😀 é'
    const page = await cef.show(`<!doctype html><p>${text}</p>`)
    expect(await page.locator('p').textContent()).toBe('\u2028 & ` $x  😀 é')
    expect(await page.evaluate('document.compatMode')).toBe('CSS1Compat')
  })

  test('refuses what is no string', async () => {
    const page = await cef.newPage()
    expect(await failure(page.setContent({} as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.setContent() failed: the HTML is an object. Give a string.',
    })
  })
})

describe('waiting for a navigation', () => {
  test('waitForURL() takes a string, an expression or a function', async () => {
    const page = await site()
    await page.goto('/one')
    await Promise.all([page.waitForURL('/two'), page.getByText('two').click()])
    await page.waitForURL(/two$/)
    await page.waitForURL((url) => url.pathname === '/two')
    for (const pattern of ['**/two', '/t*', 'https://site.test/**']) await page.waitForURL(pattern)
    expect(await failure(page.waitForURL('https://*/w', { timeout: 50 }))).toMatchObject({ code: 'TIMEOUT' })
    const error = await failure(page.waitForURL('/three', { timeout: 50 }))
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      message:
        'page.waitForURL() failed: after 50 ms its URL is https://site.test/two, which is not https://site.test/three. Check what the page does, or raise `timeout`.',
    })
  })

  test('waitForLoadState() sees what has been loaded already', async () => {
    const page = await site()
    await page.goto('/one', { waitUntil: 'commit' })
    await page.waitForLoadState('domcontentloaded')
    await page.waitForLoadState()
    expect(await page.evaluate('document.readyState')).toBe('complete')
    expect(await failure(page.waitForLoadState('idle' as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })

  test('events tell what happens in its order', async () => {
    const page = await site()
    const seen: string[] = []
    page.on('framenavigated', (frame) => seen.push(frame.url()))
    page.on('domcontentloaded', () => seen.push('domcontentloaded'))
    page.on('load', () => seen.push('load'))
    page.on('title', (title) => seen.push(title))
    await page.goto('/one')
    await expect.poll(() => seen).toContain('/one')
    expect(seen.filter((entry) => entry !== '/one' && !entry.startsWith('site.test'))).toEqual([
      'https://site.test/one',
      'domcontentloaded',
      'load',
    ])
  })
})

test('a navigation that never comes says nothing of the document before it', async () => {
  const page = await cef.newPage()
  await page.serve('https://a.test/', () => '')
  await page.goto('https://a.test/')
  await page.route('**/never', () => new Promise(() => {}))
  const { code, message } = await failure(page.goto('https://a.test/never', { timeout: 200 }))
  expect([code, message]).toEqual(['TIMEOUT', expect.stringContaining('within 200 ms (so far: nothing).')])
})

describe('a closed page', () => {
  test('refuses every method with PAGE_CLOSED', async () => {
    const page = await cef.newPage()
    const closed: unknown[] = []
    page.on('closed', () => closed.push(page.closed))
    await page.close()
    await page.close()
    expect(page.closed).toBe(true)
    expect(closed).toEqual([true])
    const calls: [string, () => Promise<unknown>][] = [
      ['page.goto', () => page.goto('/')],
      ['page.setContent', () => page.setContent('')],
      ['page.reload', () => page.reload()],
      ['page.goBack', () => page.goBack()],
      ['page.evaluate', () => page.evaluate('1')],
      ['page.title', () => page.title()],
      ['page.content', () => page.content()],
      ['page.screenshot', () => page.screenshot()],
      ['page.pixels', () => page.pixels()],
      ['page.resize', () => page.resize({ width: 10, height: 10 })],
      ['page.addInitScript', () => page.addInitScript('1')],
      ['page.serve', () => page.serve('/', () => '')],
      ['page.unserve', () => page.unserve('/')],
      ['page.waitForFunction', () => page.waitForFunction('1')],
      ['locator.click', () => page.locator('p').click()],
      ['locator.count', () => page.locator('p').count()],
      ['locator.isVisible', () => page.locator('p').isVisible()],
      ['mouse.move', () => page.mouse.move(1, 1)],
      ['keyboard.press', () => page.keyboard.press('a')],
      ['rendering.pause', () => page.rendering.pause()],
      ['page.cdp.send', () => page.cdp.send('Page.enable')],
    ]
    for (const [method, call] of calls) {
      const error = await failure(call())
      expect([method, error.code]).toEqual([method, 'PAGE_CLOSED'])
      expect(error.message).toBe(
        `${method}() failed: the page ${page.id} is closed. Open another one with cef.newPage().`,
      )
    }
  })

  test('rejects what was pending when it closed', async () => {
    const page = await cef.newPage()
    const pending = failure(page.evaluate(() => new Promise((done) => setTimeout(done, 1e8))))
    const waiting = failure(page.locator('p').waitFor())
    await page.evaluate('1')
    await page.close()
    expect((await pending).code).toBe('PAGE_CLOSED')
    expect((await waiting).code).toBe('PAGE_CLOSED')
  })

  test.for(['goto', 'reload'] as const)('rejects %s(), whose document never comes', async (method) => {
    const page = await cef.newPage({ timeout: 0 })
    await page.serve('https://a.test/', () => '')
    await page.goto('https://a.test/')
    const asked = new Promise<void>((resolve) => {
      void page.route('**/*', () => {
        resolve()
        return new Promise(() => {})
      })
    })
    const pending = failure(method === 'goto' ? page.goto('https://a.test/b') : page.reload())
    await asked
    await page.close()
    expect((await pending).code).toBe('PAGE_CLOSED')
  })

  test('closes at the end of an `await using` block', async () => {
    let kept: { closed: boolean }
    {
      await using page = await cef.cef.newPage()
      kept = page
      expect(page.closed).toBe(false)
    }
    expect(kept.closed).toBe(true)
  })
})
