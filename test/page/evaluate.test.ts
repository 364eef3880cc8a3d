import { describe, expect, test, vi } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

describe('page.evaluate()', () => {
  test('runs functions of every form with an argument', async () => {
    const page = await cef.newPage()
    const written = {
      method(n: number) {
        return n + 1
      },
      async later(n: number) {
        return n + 2
      },
    }
    expect(await page.evaluate((n) => n * 2, 4)).toBe(8)
    expect(await page.evaluate(async (n) => n * 2, 4)).toBe(8)
    expect(await page.evaluate((n) => n * 2, 4)).toBe(8)
    expect(await page.evaluate(written.method, 1)).toBe(2)
    expect(await page.evaluate(written.later, 1)).toBe(3)
    expect(await page.evaluate(() => document.location.href)).toBe('about:blank')
  })

  test('runs expressions, statements and functions in strings', async () => {
    const page = await cef.newPage()
    expect(await page.evaluate('1 + 1')).toBe(2)
    expect(await page.evaluate('1 + 1 // two')).toBe(2)
    expect(await page.evaluate('let a = 1; a + 2')).toBe(3)
    expect(await page.evaluate('(n) => n + 1', 1)).toBe(2)
    expect(await page.evaluate('Promise.resolve({ a: [1] })')).toEqual({ a: [1] })
    expect(await page.evaluate('await Promise.resolve(5)')).toBe(5)
  })

  test('copies values of every kind in both directions', async () => {
    const page = await cef.newPage()
    const value: Record<string, unknown> = {
      nothing: undefined,
      none: null,
      numbers: [0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e300],
      big: 2n ** 70n,
      text: 'a\ud800 "😀"',
      date: new Date(5),
      expression: /a\/b/gi,
      address: new URL('https://a.test/?b'),
      map: new Map([[{ a: 1 }, new Set([1, 'a'])]]),
      bytes: new Uint8Array([1, 2, 255]),
      floats: new Float64Array([-0, 0.1]),
      error: Object.assign(new RangeError('far'), { code: 7 }),
    }
    value.self = value
    const back = (await page.evaluate((v) => v, value)) as typeof value
    expect(back.self).toBe(back)
    const { self: _, error, ...rest } = back
    const { self: __, error: sent, ...expected } = value
    expect(rest).toStrictEqual(expected)
    expect(error).toMatchObject({ name: 'RangeError', message: 'far', code: 7, stack: (sent as Error).stack })
    expect(await page.evaluate('new Array(3).fill(new DOMRect(1, 2, 3, 4))')).toHaveLength(3)
    expect(await page.evaluate('new DOMRect(1, 2, 3, 4)')).toMatchObject({ x: 1, width: 3, right: 4 })
    expect(await page.evaluate('[document, document.body, window, () => 1]')).toEqual([
      'ref: <Document>',
      'ref: <Node>',
      'ref: <Window>',
      undefined,
    ])
  })

  test('carries megabytes', async () => {
    const page = await cef.newPage()
    const bytes = new Uint8Array(3_000_000).map((_, index) => index * 7)
    const back = await page.evaluate((b) => b.map((n) => n ^ 1), bytes)
    expect(
      Buffer.compare(
        back.map((n) => n ^ 1),
        bytes,
      ),
    ).toBe(0)
    expect(await page.evaluate('"x".repeat(5_000_000).length')).toBe(5_000_000)
    expect((await page.evaluate<string>('"x".repeat(5_000_000)')).length).toBe(5_000_000)
  })

  test('works on pages that replace what it might use, that forbid eval, and with fake timers in the test', async () => {
    const page = await cef.newPage()
    await page.serve('https://strict.test/', () => ({
      headers: {
        'content-type': 'text/html',
        'content-security-policy': "default-src 'self'; script-src 'unsafe-inline'",
      },
      body: `<title>t</title><script>
        Array.prototype.toJSON = () => 'broken'
        Array.prototype.push = Array.prototype.map = undefined
        window.Promise = class {}
        window.setTimeout = window.requestAnimationFrame = undefined
      </script><button>b</button>`,
    }))
    await page.goto('https://strict.test/')
    vi.useFakeTimers()
    try {
      expect(await page.evaluate((value) => [value, document.title], { a: [new Map([[1, 2]])] })).toEqual([
        { a: [new Map([[1, 2]])] },
        't',
      ])
      await page.getByRole('button').click()
      expect(await failure(page.getByRole('link').click({ timeout: 50 }))).toMatchObject({ code: 'TIMEOUT' })
    } finally {
      vi.useRealTimers()
    }
  })

  test('sees what transpilers and coverage tools add to a function', async () => {
    const page = await cef.newPage()
    expect(await page.evaluate('(() => { const f = __name(() => 3, "f"); return f() })()')).toBe(3)
    expect(await page.evaluate('(() => { cov_1ab2().f[0]++; cov_1ab2().b[1][0]++; return 4 })()')).toBe(4)
  })

  test('leaves nothing in the page', async () => {
    const page = await cef.newPage()
    const names = () => page.evaluate(() => Reflect.ownKeys(globalThis).map(String).sort())
    const before = await names()
    await page.evaluate((x) => x, new Map())
    await page.locator('body').count()
    expect(await names()).toEqual(before)
    expect(await page.evaluate('typeof __cefrig')).toBe('undefined')
  })
})

describe('what a page throws', () => {
  test('rejects with its name, message and stack', async () => {
    const page = await cef.newPage()
    const error = await failure(
      page.evaluate(() => {
        function deep() {
          throw new TypeError('odd\nin two lines')
        }
        deep()
      }),
    )
    expect(error.code).toBe('EVALUATION_FAILED')
    expect(error.message).toBe('page.evaluate() failed: the page threw TypeError: odd\nin two lines')
    expect(error.facts).toMatchObject({ name: 'TypeError', message: 'odd\nin two lines' })
    expect(error.facts.stack).toContain('deep')
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'odd\nin two lines' })
    expect(error.stack).toContain('evaluate.test.ts')
  })

  test('may be a rejection, a value or a syntax error', async () => {
    const page = await cef.newPage()
    const message = async (source: string) => (await failure(page.evaluate(source))).message
    expect(await message('Promise.reject(new RangeError("r"))')).toBe(
      'page.evaluate() failed: the page threw RangeError: r',
    )
    expect(await message('(() => { throw 5 })()')).toBe('page.evaluate() failed: the page threw Error: 5')
    expect(await message('(() => { throw { a: 1 } })()')).toContain('page.evaluate() failed: the page threw ')
    expect(await message('let let')).toMatch(/^page\.evaluate\(\) failed: the page threw SyntaxError: /)
  })
})

describe('what cannot be evaluated', () => {
  test('is refused with a reason', async () => {
    const page = await cef.newPage()
    expect(await failure(page.evaluate(5 as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.evaluate() failed: what to evaluate is 5. Give a function, or the source of an expression as a string.',
    })
    for (const fn of [parseInt, (() => 1).bind(null)]) {
      expect(await failure(page.evaluate(fn as never))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message:
          'page.evaluate() failed: the function has no source: it is built in, bound, or a mock. Give a function written in the test, which calls nothing outside itself.',
      })
    }
    expect(await failure(page.evaluate((x) => x, { a: [() => 1] }))).toMatchObject({
      code: 'NOT_SERIALIZABLE',
      message:
        'page.evaluate() failed: argument 1, value a[0] is a function, which cannot be sent to the page. Send data (numbers, text, arrays, objects, dates, maps, sets, bytes) or a handle of this page.',
    })
  })

  test('ends when the document goes away', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => 'a')
    const pending = failure(page.evaluate(() => new Promise((done) => setTimeout(done, 1e8))))
    await page.evaluate('1')
    await page.goto('https://a.test/')
    expect(await pending).toMatchObject({ code: 'EXECUTION_CONTEXT_LOST' })
  })

  test('ends when nothing can settle its promise any more', async () => {
    const page = await cef.newPage()
    const pending = failure(page.evaluate(() => new Promise(() => {})))
    const collecting = setInterval(
      () => void page.cdp.send('HeapProfiler.collectGarbage').catch(() => {}),
      50,
    )
    expect(await pending).toMatchObject({
      code: 'EVALUATION_FAILED',
      message: expect.stringContaining('can never settle'),
    })
    clearInterval(collecting)
  })
})

describe('a handle', () => {
  test('stands for an object of the page', async () => {
    const page = await cef.newPage()
    const handle = await page.evaluateHandle(() => ({ list: [1, 2], node: document.body }))
    expect(await handle.evaluate((object, more) => object.list.concat(more), 3)).toEqual([1, 2, 3])
    expect(await page.evaluate(({ object }) => object.list.length, { object: handle })).toBe(2)
    expect(await (await handle.getProperty('list')).jsonValue()).toEqual([1, 2])
    expect((await handle.getProperty('node')).asElement()).not.toBeNull()
    expect(handle.asElement()).toBeNull()
    expect(await page.evaluate((a) => a[0] === a[1], [handle, handle])).toBe(true)
  })

  test('of a primitive is its value', async () => {
    const page = await cef.newPage()
    for (const [source, value] of [
      ['-0', -0],
      ['10n', 10n],
      ['"text"', 'text'],
      ['undefined', undefined],
      ['null', null],
    ] as const) {
      const handle = await page.evaluateHandle(source)
      expect(await handle.jsonValue()).toBe(value)
      expect(await page.evaluate((v) => v, handle)).toBe(value)
    }
  })

  test('that was disposed of is refused', async () => {
    const page = await cef.newPage()
    const handle = await page.evaluateHandle('({})')
    await handle.dispose()
    await handle.dispose()
    const next = 'the handle JSHandle@object was disposed of. Make a new one.'
    expect(await failure(handle.jsonValue())).toMatchObject({
      code: 'HANDLE_DISPOSED',
      message: `handle.jsonValue() failed: ${next}`,
    })
    expect(await failure(page.evaluate((x) => x, [handle]))).toMatchObject({
      code: 'HANDLE_DISPOSED',
      message: `page.evaluate() failed: ${next}`,
    })
  })

  test('of another page or of a document that is gone is refused', async () => {
    const [page, other] = [await cef.newPage(), await cef.newPage()]
    const handle = await page.evaluateHandle('({})')
    expect(await failure(other.evaluate((x) => x, handle))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.evaluate() failed: the handle JSHandle@object belongs to another page. Use it in the frame that it came from.',
    })
    await page.serve('https://a.test/', () => 'a')
    await page.goto('https://a.test/')
    expect(await failure(handle.jsonValue())).toMatchObject({
      code: 'HANDLE_DISPOSED',
      message:
        'handle.jsonValue() failed: an object of the page is gone with its document. Make a new handle.',
    })
  })
})

describe('page.waitForFunction()', () => {
  test('waits until the result is truthy, over navigations', async () => {
    const page = await cef.newPage()
    await page.serve(
      'https://a.test/',
      () => '<script>setTimeout(() => (window.ready = { yes: 1 }), 100)</script>',
    )
    const waiting = page.waitForFunction(() => (globalThis as { ready?: { yes: number } }).ready)
    await page.goto('https://a.test/')
    expect(await (await waiting).jsonValue()).toEqual({ yes: 1 })
  })

  test('fails after its timeout, and with what the function throws', async () => {
    const page = await cef.newPage()
    expect(await failure(page.waitForFunction('false', undefined, { timeout: 60 }))).toMatchObject({
      code: 'TIMEOUT',
      message:
        'page.waitForFunction() failed: the function was not truthy after 60 ms. Check it against the page, or raise `timeout`.',
    })
    expect(await failure(page.waitForFunction('nothing.at.all'))).toMatchObject({ code: 'EVALUATION_FAILED' })
    expect(
      await failure(page.waitForFunction(() => new Promise(() => {}), undefined, { timeout: 60 })),
    ).toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('page.addInitScript()', () => {
  test('runs before the first script of every document and frame, in order', async () => {
    const page = await cef.newPage()
    await page.addInitScript('window.seen = ["text"]')
    await page.addInitScript(
      (value) => void (window as never as { seen: unknown[] }).seen.push(value),
      new Map([[1, 2]]),
    )
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/inner')
        ? '<script>window.early = seen.length</script>'
        : '<script>window.early = seen.length</script><iframe src="/inner"></iframe>',
    )
    await page.goto('https://a.test/')
    expect(await page.evaluate('[early, seen]')).toEqual([2, ['text', new Map([[1, 2]])]])
    const inner = page.frames()[1]!
    expect(await inner.evaluate('early')).toBe(2)
    await page.reload()
    expect(await page.evaluate('early')).toBe(2)
  })

  test('refuses what is no script', async () => {
    const page = await cef.newPage()
    expect(await failure(page.addInitScript({} as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.addInitScript() failed: the script has neither content nor path. Give a function, a string, { content } or { path }.',
    })
    expect(await failure(page.addInitScript({ path: '/no/such/file.js' }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
  })
})

describe('tags', () => {
  test('addStyleTag() and addScriptTag() take content, a file or an address and wait for it', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) => {
      if (url.endsWith('.css'))
        return { headers: { 'content-type': 'text/css' }, body: 'body { margin: 7px }' }
      if (url.endsWith('.js'))
        return { headers: { 'content-type': 'text/javascript' }, body: 'window.loaded = 1' }
      return { status: 404 }
    })
    await page.addStyleTag({ content: 'body { color: rgb(1, 2, 3) }' })
    await page.addStyleTag({ url: 'https://a.test/x.css' })
    expect(
      await page.evaluate(() => [
        getComputedStyle(document.body).color,
        getComputedStyle(document.body).margin,
      ]),
    ).toEqual(['rgb(1, 2, 3)', '7px'])
    await page.addScriptTag({ content: 'window.inline = 1' })
    await page.addScriptTag({ content: 'window.module = typeof import.meta', type: 'module' })
    await page.waitForFunction('window.module')
    const script = await page.addScriptTag({ url: 'https://a.test/x.js' })
    expect(await page.evaluate('[window.inline, window.module, window.loaded]')).toEqual([1, 'object', 1])
    expect(await script.evaluate((tag) => (tag as { tagName: string }).tagName)).toBe('SCRIPT')
    expect(await failure(page.addScriptTag({ url: 'https://a.test/none' }))).toMatchObject({
      code: 'EVALUATION_FAILED',
      message:
        'page.addScriptTag() failed: the page threw Error: the script cannot be loaded from https://a.test/none',
    })
    expect(await failure(page.addStyleTag({}))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'page.addStyleTag() failed: 0 of content, path and url are given. Give one of the three.',
    })
  })
})
