import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page, StorageState } from 'cefrig'
import { afterEach, describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const file = launched()
const contexts: BrowserContext[] = []

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})

async function newContext(options?: Parameters<typeof file.cef.newContext>[0]): Promise<BrowserContext> {
  const context = await file.cef.newContext(options)
  contexts.push(context)
  return context
}

/** Shows https://a.test, which answers with the cookies that it got. */
async function visit(page: Page, url = 'https://a.test/', headers: Record<string, string> = {}) {
  await page.serve(`${new URL(url).origin}/`, (request) => ({
    headers: { 'content-type': 'text/html', ...headers },
    body: `<p>${request.headers.Cookie ?? ''}</p>`,
  }))
  await page.goto(url)
  return page.locator('p').textContent()
}

describe('the cookies of a context', () => {
  test('are those that its pages made', async () => {
    const page = await file.newPage()
    await visit(page)
    await page.evaluate('document.cookie = "plain=1; path=/"')
    expect(await page.context.cookies()).toEqual([
      {
        name: 'plain',
        value: '1',
        domain: 'a.test',
        path: '/',
        expires: -1,
        httpOnly: false,
        secure: false,
      },
    ])
  })

  test('are sent once they are set, httpOnly ones too, and removed one by one or all', async () => {
    const context = await newContext()
    await context.addCookies([
      { name: 'hidden', value: 'h', url: 'https://a.test/', httpOnly: true, sameSite: 'Lax' },
      { name: 'wide', value: 'w', domain: '.a.test', path: '/', expires: 4_000_000_000, secure: true },
      { name: 'other', value: 'o', url: 'https://b.test/' },
    ])
    const page = await context.newPage()
    expect(await visit(page)).toBe('hidden=h; wide=w')
    expect(await page.evaluate('document.cookie')).toBe('wide=w')
    const named = async (urls?: string | string[]) =>
      (await context.cookies(urls)).map(({ name }) => name).sort()
    expect(await named()).toEqual(['hidden', 'other', 'wide'])
    expect(await named('https://b.test/x')).toEqual(['other'])
    expect(await named(['https://sub.a.test/', 'https://b.test/'])).toEqual(['other', 'wide'])
    await context.clearCookies({ name: 'hidden' })
    expect(await visit(page)).toBe('wide=w')
    await context.clearCookies({ domain: 'c.test' })
    expect(await named()).toEqual(['other', 'wide'])
    await context.clearCookies()
    expect(await context.cookies()).toEqual([])
    expect(await visit(page)).toBe('')
  })

  test('are of no other context', async () => {
    const [one, two] = [await newContext(), await newContext()]
    await one.addCookies([{ name: 'a', value: '1', url: 'https://a.test/' }])
    expect(await two.cookies()).toEqual([])
    expect(await (await file.newPage()).context.cookies()).toEqual([])
  })

  test('can be asked for when no page is open', async () => {
    const context = await newContext()
    const page = await context.newPage()
    await context.addCookies([{ name: 'a', value: '1', url: 'https://a.test/' }])
    await page.close()
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['a'])
    expect(context.pages).toEqual([])
  })

  test('are refused when they make no sense', async () => {
    const context = await newContext()
    const add = (cookie: unknown) => failure(context.addCookies([cookie as never]))
    expect(await add({ name: 'a', value: '1' })).toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'context.addCookies() failed: the cookie "a" is for no place. Give it a url, or a domain and a path.',
    })
    expect(await add({ name: 'a', value: '1', url: 'https://a.test/', samesite: 'Lax' })).toMatchObject({
      code: 'UNKNOWN_OPTION',
    })
    expect(await add({ value: '1', url: 'https://a.test/' })).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(context.addCookies('a=1' as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(context.cookies('a.test'))).toMatchObject({ code: 'BAD_ARGUMENT' })
    await context.close()
    expect(await failure(context.cookies())).toMatchObject({ code: 'CONTEXT_CLOSED' })
    const page = await file.newPage()
    await page.close()
    expect(await failure(page.context.clearCookies())).toMatchObject({ code: 'CONTEXT_CLOSED' })
  })
})

describe('context.storageState()', () => {
  test('goes into another context, over a file too', async () => {
    const context = await newContext()
    const page = await context.newPage()
    await visit(page, 'https://a.test/', { 'set-cookie': 'session=abc; HttpOnly; Path=/; Secure' })
    await page.evaluate(`localStorage.setItem('theme', 'dark'); localStorage.setItem('"', "'")`)
    await visit(page, 'https://b.test/')
    await page.evaluate(`localStorage.setItem('n', '1')`)
    await visit(page, 'https://empty.test/')
    await page.close()
    const directory = await mkdtemp(join(tmpdir(), 'cefrig-storage-'))
    try {
      const path = join(directory, 'state.json')
      const state = await context.storageState({ path })
      expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(state)
      expect(state.cookies).toMatchObject([{ name: 'session', value: 'abc', httpOnly: true }])
      expect(state.origins).toEqual([
        {
          origin: 'https://a.test',
          localStorage: expect.arrayContaining([
            { name: 'theme', value: 'dark' },
            { name: '"', value: "'" },
          ]),
        },
        { origin: 'https://b.test', localStorage: [{ name: 'n', value: '1' }] },
      ])
      for (const storageState of [state, path]) {
        const other = await newContext({ storageState })
        const restored = await other.newPage()
        expect(await visit(restored)).toBe('session=abc')
        expect(await restored.evaluate(`[localStorage.getItem('theme'), localStorage.getItem('"')]`)).toEqual(
          ['dark', "'"],
        )
        expect(await other.storageState()).toEqual(state)
      }
      await writeFile(path, '[]')
      expect(await failure(file.cef.newContext({ storageState: path }))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message: `cef.newContext() failed: ${path} holds no storage state. Write it with context.storageState({ path }).`,
      })
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  test('leaves the pages as they are', async () => {
    const page = await file.newPage()
    await visit(page)
    await page.evaluate(`window.mark = 1; localStorage.setItem('a', '1')`)
    expect((await page.context.storageState()).origins).toEqual([
      { origin: 'https://a.test', localStorage: [{ name: 'a', value: '1' }] },
    ])
    expect(await page.evaluate('mark')).toBe(1)
    expect(page.context.pages).toEqual([page])
  })

  test('refuses options that do not exist', async () => {
    expect(await failure(file.cef.newContext({ storage: {} } as never))).toMatchObject({
      code: 'UNKNOWN_OPTION',
    })
    expect(await failure(file.cef.newContext({ storageState: 5 as never }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
    expect(await failure(file.cef.newContext({ storageState: '/no/such.json' }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
  })
})

describe('cef.newPage({ storageState })', () => {
  const state: StorageState = {
    cookies: [
      {
        name: 'session',
        value: 's',
        domain: 'a.test',
        path: '/',
        expires: -1,
        httpOnly: true,
        secure: false,
      },
    ],
    origins: [{ origin: 'https://a.test', localStorage: [{ name: 'theme', value: 'dark' }] }],
  }

  test('gives the page cookies and localStorage before its first document', async () => {
    const page = await file.cef.newPage({ storageState: state, viewport: { width: 200, height: 100 } })
    expect(page.viewport).toEqual({ width: 200, height: 100 })
    expect(await visit(page)).toBe('session=s')
    expect(await page.evaluate(`localStorage.getItem('theme')`)).toBe('dark')
    const other = await file.newPage()
    expect(await visit(other)).toBe('')
    await page.close()
  })

  test('refuses what is no state', async () => {
    expect(await failure(file.cef.newPage({ storageState: {} as never }))).toMatchObject({
      code: 'BAD_ARGUMENT',
    })
    expect(await failure(file.cef.newPage({ storageState: '/no/such/file' }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining('/no/such/file cannot be read'),
    })
    expect(file.cef.pages.filter((page) => !page.closed)).toEqual([])
  })
})
