import { JSHandle } from 'cefrig'
import { describe, expect, test, vi } from 'vitest'
import { formatFailures, pageFailures } from '../../src/client/page-failures.js'
import { failure, launched } from './setup.js'

const cef = launched()

describe('page.console', () => {
  test('holds every message with level, text, arguments and place, from the first script on', async () => {
    const page = await cef.newPage()
    await page.serve(
      'https://a.test/',
      () => `<script>
console.log('first', 1, -0, 5n, undefined, null, true)
console.warn({ a: [1, { b: 2 }] }, document.body)
console.debug('d'); console.info('i'); console.assert(false, 'no'); console.table([1]); console.trace('t')
</script>`,
    )
    await page.goto('https://a.test/')
    const [first, second] = page.console
    expect(first).toMatchObject({
      level: 'log',
      origin: 'page',
      args: ['first', 1, -0, 5n, undefined, null, true],
    })
    expect(first?.text).toBe('first 1 -0 5 undefined null true'.replace('5 ', '5n '))
    expect(first?.location).toEqual({ url: 'https://a.test/', line: 2, column: 9 })
    expect(first?.frame).toBe(page.mainFrame())
    expect(second?.level).toBe('warning')
    const [object] = second!.args as [JSHandle<{ a: unknown[] }>]
    expect(object).toBeInstanceOf(JSHandle)
    expect(await object.jsonValue()).toEqual({ a: [1, { b: 2 }] })
    expect(await page.evaluate((o) => o.a.length, object)).toBe(2)
    expect(page.console.map(({ level }) => level)).toEqual([
      'log',
      'warning',
      'debug',
      'info',
      'assert',
      'table',
      'trace',
    ])
  })

  test('has no frame of cefrig in its stacks', async () => {
    const page = await cef.newPage()
    await page.setContent(
      `<input oninput="console.log('input')"><script>function outer() { console.log('written') }; outer()</script>`,
    )
    await page.locator('input').fill('x')
    await vi.waitFor(() => expect(page.console).toHaveLength(2))
    const stacks = page.console.map(({ text, stack }) => [
      text,
      ...stack.map(({ functionName }) => functionName),
    ])
    expect(stacks).toEqual([
      ['written', 'outer', ''],
      ['input', 'oninput'],
    ])
  })

  test('holds messages of iframes and workers', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) => {
      if (url.endsWith('.js'))
        return { headers: { 'content-type': 'text/javascript' }, body: 'console.log("worker", { a: 1 })' }
      return url.endsWith('/inner')
        ? '<script>console.log("inner")</script>'
        : '<iframe src=/inner></iframe><script>new Worker("/w.js")</script>'
    })
    await page.serve('https://b.test/', () => '<script>console.log("other")</script>')
    await page.goto('https://a.test/')
    await page.evaluate(
      'void document.body.append(Object.assign(document.createElement("iframe"), { src: "https://b.test/" }))',
    )
    await vi.waitFor(() => expect(page.console.map(({ text }) => text)).toHaveLength(3), 3000)
    const by = (text: string) => page.console.find((message) => message.text.startsWith(text))
    expect(by('inner')).toMatchObject({ origin: 'iframe' })
    expect(by('inner')?.frame?.url()).toBe('https://a.test/inner')
    expect(by('worker')).toMatchObject({ origin: 'worker', frame: null })
    expect(by('other')).toMatchObject({ origin: 'iframe' })
    expect(by('other')?.frame?.url()).toBe('https://b.test/')
  })

  test('comes as an event too; a listener that throws harms no other', async () => {
    const page = await cef.newPage()
    const texts: string[] = []
    const uncaught = vi.fn()
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', uncaught)
    page.on('console', () => {
      throw new Error('mine')
    })
    page.on('console', (message) => texts.push(String(message)))
    await page.evaluate('console.log("a")')
    await vi.waitFor(() => expect(uncaught).toHaveBeenCalledTimes(1))
    for (const listener of others) process.on('uncaughtException', listener)
    expect(texts).toEqual(['console.log: a'])
    expect(uncaught.mock.calls[0]?.[0]).toMatchObject({ message: 'mine' })
  })
})

describe('page.errors', () => {
  test('holds uncaught exceptions and unhandled rejections of frames and workers', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) => {
      if (url.endsWith('.js'))
        return { headers: { 'content-type': 'text/javascript' }, body: 'throw new RangeError("from worker")' }
      if (url.endsWith('/inner')) return '<script>throw new Error("from iframe")</script>'
      return `<script>function broken() { missing() }
setTimeout(broken)
Promise.reject(new TypeError("later"))
</script><iframe src=/inner></iframe><script>new Worker("/w.js")</script>`
    })
    const seen: string[] = []
    page.on('pageerror', (error) => seen.push(error.message))
    await page.goto('https://a.test/')
    await vi.waitFor(() => expect(page.errors).toHaveLength(4), 3000)
    expect(seen).toHaveLength(4)
    const by = (message: string) => page.errors.find((error) => error.message.includes(message))!
    const broken = by('missing is not defined')
    expect(broken).toMatchObject({ name: 'ReferenceError', kind: 'exception', origin: 'page' })
    expect(broken).toBeInstanceOf(Error)
    expect(broken.stack).toMatch(
      /^ReferenceError: missing is not defined\n {4}at broken \(https:\/\/a\.test\/:1:/,
    )
    expect(by('later')).toMatchObject({ name: 'TypeError', kind: 'rejection' })
    expect(by('from iframe')).toMatchObject({ origin: 'iframe' })
    expect(by('from worker')).toMatchObject({ name: 'RangeError', origin: 'worker', frame: null })
  })

  test('have stacks with the positions of the sources, from inline and separate source maps', async () => {
    const { build } = await import('esbuild')
    const contents = `
      interface Note { text: string }
      export function open(note: Note): void {
        throw new TypeError(note.text)
      }
      const name = location.search.slice(1)
      if (name) setTimeout(() => open({ text: name }))`
    const make = async (sourcemap: 'inline' | 'linked') => {
      const result = await build({
        stdin: { contents, loader: 'ts', sourcefile: 'editor.ts', resolveDir: '/src' },
        bundle: true,
        minify: true,
        sourcemap,
        write: false,
        outfile: '/out/app.js',
      })
      return Object.fromEntries(result.outputFiles.map((file) => [file.path.split('/').at(-1), file.text]))
    }
    const files = { inline: await make('inline'), linked: await make('linked') }
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) => {
      const { pathname } = new URL(url)
      const [, kind, name] = pathname.split('/') as [string, 'inline' | 'linked', string]
      const body = files[kind]?.[name]
      if (body !== undefined) return { headers: { 'content-type': 'text/javascript' }, body }
      return `<script src="/${pathname.slice(1)}/app.js"></script>`
    })
    for (const kind of ['inline', 'linked']) {
      await page.goto(`https://a.test/${kind}?broken`)
      await vi.waitFor(() => expect(page.errors.at(-1)?.url).toContain(kind))
      const error = page.errors.at(-1)!
      await error.mapped
      expect(error.stack).toMatch(/at \S+ \(.*editor\.ts:4:\d+\)/)
      expect(error.pageStack).toContain(`https://a.test/${kind}/app.js:`)
    }
  })
})

describe('trouble that a test did not expect', () => {
  const trouble = `<script>
    console.error('went wrong', 5)
    setTimeout(() => { throw new Error('uncaught one') })
    console.assert(1 === 2, 'odd')
    console.warn('only a warning')
  </script>`

  test('is told with what, where and why', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => trouble)
    await page.goto('https://a.test/')
    await vi.waitFor(() => expect(page.errors).toHaveLength(1))
    const failures = pageFailures(page)
    expect(failures.map(({ kind }) => kind).sort()).toEqual(['consoleError', 'consoleError', 'pageError'])
    const text = await formatFailures(failures)
    expect(text).toMatch(/^The page had 3 errors that the test did not expect\.\n\n1\) /)
    expect(text).toContain('console.error: went wrong 5\n    at https://a.test/:2:13\n    in https://a.test/')
    expect(text).toContain('Uncaught Error: uncaught one\n    at https://a.test/:3:')
    expect(text).toContain('page.expectError()')
  })

  test('may be expected, before or afterwards, by a part of the text or an expression', async () => {
    const page = await cef.newPage()
    page.expectError('went wrong')
    await page.setContent(trouble)
    await vi.waitFor(() => expect(page.errors).toHaveLength(1))
    expect(pageFailures(page)).toHaveLength(2)
    page.expectError(/uncaught (one|two)/g)
    page.expectError('odd')
    expect(pageFailures(page)).toHaveLength(0)
    expect(await failure(Promise.resolve().then(() => page.expectError(5 as never)))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'page.expectError() failed: the pattern is 5. Give a part of the text, or a regular expression.',
    })
  })

  test('counts by failOn, without what the browser itself says of resources', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/none') ? { status: 404 } : `${trouble}<img src=/none>`,
    )
    await page.goto('https://a.test/')
    await vi.waitFor(() => expect(page.errors).toHaveLength(1))
    await vi.waitFor(() => expect(page.console.some(({ origin }) => origin === 'browser')).toBe(true))
    expect(pageFailures(page)).toHaveLength(3)
    expect(pageFailures(page, { consoleError: false }).map(({ kind }) => kind)).toEqual(['pageError'])
    expect(pageFailures(page, { pageError: false, consoleError: false })).toHaveLength(0)
  })

  test('of the handler that serves a page is told too', async () => {
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => {
      throw new Error('handler broke')
    })
    const response = await page.goto('https://a.test/')
    expect(response?.status()).toBe(500)
    expect(await formatFailures(pageFailures(page).slice(0, 1))).toContain(
      'The handler of https://a.test/ failed: handler broke',
    )
  })
})
