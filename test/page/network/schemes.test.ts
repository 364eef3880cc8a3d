import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cef, launch, type Page } from 'cefrig'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure } from '../setup.js'

let cef: Cef
let page: Page

beforeAll(async () => {
  cef = await launch({ schemes: { app: {}, bare: { secure: false, fetchEnabled: false } }, timeout: 3000 })
  page = await cef.newPage()
  const html = { headers: { 'content-type': 'text/html' } }
  await page.serve('app://one/', ({ url }) =>
    url.endsWith('.js')
      ? { headers: { 'content-type': 'text/javascript' }, body: 'postMessage(1)' }
      : { ...html, body: url },
  )
  await page.serve('app://two/', ({ url }) => ({
    headers: {
      ...html.headers,
      ...(url.endsWith('open') ? { 'access-control-allow-origin': 'app://one' } : {}),
    },
    body: url,
  }))
  await page.serve('bare://x/', ({ url }) => ({ ...html, body: url }))
})

afterAll(() => cef?.close())

const fetched = (url: string) =>
  page.evaluate<string>(
    `fetch(${JSON.stringify(url)}).then((answer) => answer.text(), ({ message }) => message)`,
  )

describe('a scheme of one’s own', () => {
  test('has origins, relative URLs, storage and a secure context', async () => {
    await page.goto('app://one/deep/page')
    expect(await page.evaluate('[location.href, origin, isSecureContext]')).toEqual([
      'app://one/deep/page',
      'app://one',
      true,
    ])
    expect(await fetched('../x?y')).toBe('app://one/x?y')
    expect(await page.evaluate(`localStorage.setItem('a', 'b'), localStorage.getItem('a')`)).toBe('b')
    expect(
      await page.evaluate(
        `new Promise((done) => { new Worker('/w.js').onmessage = ({ data }) => done(data) })`,
      ),
    ).toBe(1)
    expect(
      await page.evaluate(
        'crypto.subtle.digest("SHA-256", new Uint8Array()).then((hash) => hash.byteLength)',
      ),
    ).toBe(32)
  })

  test('follows the rules of other origins', async () => {
    await page.goto('app://one/')
    expect(await fetched('app://two/open')).toBe('app://two/open')
    expect(await fetched('app://two/closed')).toBe('Failed to fetch')
  })

  test('serves a directory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cefrig-scheme-'))
    try {
      writeFileSync(join(directory, 'index.html'), '<title>file</title>')
      await page.serve('app://files/', directory)
      await page.goto('app://files/')
      expect(await page.title()).toBe('file')
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  test('is routed too', async () => {
    await page.goto('app://one/')
    await page.route('app://one/routed', (route) => route.fulfill({ body: 'routed' }))
    expect(await fetched('/routed')).toBe('routed')
    await page.unrouteAll()
  })

  test('is only what it was booted as', async () => {
    await page.goto('bare://x/')
    expect(await page.evaluate('[origin, isSecureContext]')).toEqual(['bare://x', false])
    expect(await fetched('bare://x/y')).toBe('Failed to fetch')
  })

  test('must be known to CEF', async () => {
    const error = await failure(page.serve('other://x/', () => 'x'))
    expect(error).toMatchObject({ code: 'BAD_ARGUMENT', facts: { scheme: 'other' } })
    expect(error.message).toBe(
      'page.serve() failed: CEF was not booted with the scheme "other". Give `schemes: { "other": {} }` to launch() or the plugin.',
    )
  })

  test.each([
    { http: {} },
    { 'a b': {} },
    { App: {} },
    { app: { secured: true } },
    { app: { secure: 1 } },
    [],
  ])('%j is refused', async (schemes) => {
    const error = await failure(launch({ schemes: schemes as never }))
    expect(error).toMatchObject({ code: 'BAD_ARGUMENT', facts: { option: 'schemes' } })
  })
})
