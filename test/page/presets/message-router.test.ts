import type { Page } from 'cefrig'
import { jcef, messageRouter, type RouterQuery } from 'cefrig/presets'
import { describe, expect, test, vi } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()

/** Notes what a query gets, in `heard` of the page. */
const asking = (request: string, more = '') =>
  `cefQuery({ request: ${JSON.stringify(request)}, onSuccess: (...a) => heard.push(['success', ...a]), onFailure: (...a) => heard.push(['failure', ...a]) ${more} })`

/** A page with a router whose queries are kept. */
async function routed(more: Partial<Parameters<typeof messageRouter>[0]> = {}) {
  const page = await cefrig.newPage()
  const queries: RouterQuery[] = []
  const cancelled: number[] = []
  const onQuery = (query: RouterQuery) => {
    queries.push(query)
    return true
  }
  await page.bind(messageRouter({ onQuery, onCancel: (id) => cancelled.push(id), ...more }))
  await page.setContent('<script>heard = []</script>')
  return { page, queries, cancelled }
}

const heard = (page: Page) => page.evaluate('heard')

describe('messageRouter()', () => {
  test('gives the page two functions before its first script; the number of a query comes at once', async () => {
    const { page } = await routed()
    await page.setContent('<script>early = [typeof cefQuery, typeof cefQueryCancel]; heard = []</script>')
    expect(await page.evaluate('early')).toEqual(['function', 'function'])
    expect(await page.evaluate(`[${asking('a')}, ${asking('b')}]`)).toEqual([1, 2])
  })

  test('a query is answered once, by success or failure', async () => {
    const { page, queries } = await routed()
    await page.evaluate(`${asking('good')}; ${asking('bad')}`)
    await vi.waitFor(() => expect(queries).toHaveLength(2), 10_000)
    const [good, bad] = queries as [RouterQuery, RouterQuery]
    expect([good.request, good.persistent, good.pending, good.id === bad.id]).toEqual([
      'good',
      false,
      true,
      false,
    ])
    await good.success('yes')
    await good.success('again')
    await bad.failure(7, 'no')
    await bad.success('late')
    expect(await heard(page)).toEqual([
      ['success', 'yes'],
      ['failure', 7, 'no'],
    ])
    expect([good.pending, bad.pending]).toEqual([false, false])
  })

  test('a persistent query is answered any number of times, and ends with a failure', async () => {
    const { page, queries, cancelled } = await routed()
    await page.evaluate(asking('feed', ', persistent: true'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    const [feed] = queries as [RouterQuery]
    await feed.success('1')
    await feed.success('2')
    await feed.failure(3, 'over')
    await feed.success('4')
    expect(await heard(page)).toEqual([
      ['success', '1'],
      ['success', '2'],
      ['failure', 3, 'over'],
    ])
    expect(cancelled).toEqual([])
  })

  test('the page cancels by number; nothing reaches it afterwards', async () => {
    const { page, queries, cancelled } = await routed()
    expect(await page.evaluate(`id = ${asking('a', ', persistent: true')}`)).toBe(1)
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    expect(await page.evaluate('[cefQueryCancel(id), cefQueryCancel(id), cefQueryCancel(99)]')).toEqual([
      true,
      false,
      false,
    ])
    await vi.waitFor(() => expect(cancelled).toEqual([queries[0]!.id]), 10_000)
    await queries[0]!.success('late')
    expect(await heard(page)).toEqual([])
  })

  test.each([
    ['returns nothing', () => {}],
    ['returns false', () => false],
    ['resolves with false', async () => false],
  ])('a query is cancelled when its handler %s', async (_, onQuery) => {
    const { page, cancelled } = await routed({ onQuery })
    await page.evaluate(asking('a'))
    await page.waitForFunction('heard.length > 0')
    expect(await heard(page)).toEqual([['failure', -1, 'The query has been canceled']])
    expect(cancelled).toEqual([])
    expect(page.failures({})).toEqual([])
  })

  test('a handler that throws cancels the query and fails the test', async () => {
    const onQuery = () => {
      throw new Error('handler broke')
    }
    const { page } = await routed({ onQuery })
    await page.evaluate(asking('a'))
    await page.waitForFunction('heard.length > 0')
    expect(page.failures({})).toMatchObject([{ kind: 'handler', request: 'cefQuery()' }])
  })

  test('a handler may answer at once, or when it has waited', async () => {
    const { page } = await routed({ onQuery: async (query) => void query.success(`re: ${query.request}`) })
    await page.evaluate(asking('a'))
    await page.waitForFunction('heard.length > 0')
    expect(await heard(page)).toEqual([['success', 're: a']])
  })

  test('requests and answers may be buffers', async () => {
    const { page, queries } = await routed()
    await page.evaluate(
      'cefQuery({ request: new Uint8Array([1, 2, 3]).buffer, onSuccess: (b) => heard.push([...new Uint8Array(b)]) })',
    )
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    expect(queries[0]!.request).toEqual(new Uint8Array([1, 2, 3]).buffer)
    await queries[0]!.success(new Uint8Array([4, 5]).buffer)
    expect(await heard(page)).toEqual([[4, 5]])
  })

  test('queries are cancelled when their document is left', async () => {
    const { page, queries, cancelled } = await routed()
    await page.evaluate(asking('a', ', persistent: true'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    await page.goto('about:blank')
    await vi.waitFor(() => expect(cancelled).toEqual([queries[0]!.id]), 10_000)
    expect(queries[0]!.pending).toBe(false)
    await queries[0]!.success('late')
  })

  test('queries are cancelled when the page is closed', async () => {
    const { page, queries, cancelled } = await routed()
    await page.evaluate(asking('a'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    await page.close()
    await vi.waitFor(() => expect(cancelled).toEqual([queries[0]!.id]), 10_000)
  })

  test('queries are cancelled when the renderer dies', async () => {
    const { page, queries, cancelled } = await routed()
    page.expectError('crashed')
    await page.evaluate(asking('a'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    await page.goto('chrome://crash').catch(() => {})
    await vi.waitFor(() => expect(cancelled).toEqual([queries[0]!.id]), 10_000)
  })

  test('queries are cancelled when the router is taken away, on both sides', async () => {
    const { page, queries, cancelled } = await routed()
    await page.evaluate(asking('a'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    await page.unbind('cefQuery')
    expect(cancelled).toEqual([queries[0]!.id])
    expect(await heard(page)).toEqual([['failure', -1, 'The query has been canceled']])
    expect(await page.evaluate('[typeof cefQuery, typeof cefQueryCancel]')).toEqual([
      'undefined',
      'undefined',
    ])
  })

  test.each([
    ['cefQuery()', 'give a single object'],
    ['cefQuery({})', '"request" must be a string or an ArrayBuffer'],
    ['cefQuery({ request: "a", persistent: 1 })', '"persistent" must be a boolean'],
    ['cefQuery({ request: "a", onSuccess: 1 })', '"onSuccess" must be a function'],
    ['cefQuery({ request: "a", onFailure: null })', '"onFailure" must be a function'],
    ['cefQueryCancel("1")', 'give the number of one query'],
  ])('%s throws', async (call, sentence) => {
    const { page, queries } = await routed()
    expect(await page.evaluate(`(() => { try { ${call} } catch (e) { return e.message } })()`)).toBe(
      `Invalid arguments: ${sentence}`,
    )
    expect(queries).toEqual([])
  })

  test('two routers have functions of their own, and two pages have queries of their own', async () => {
    const answer = (text: string) => messageRouter({ onQuery: (query) => void query.success(text) })
    const { page } = await routed({ onQuery: (query) => void query.success('first') })
    await page.bind(
      messageRouter({
        onQuery: (query) => void query.success('second'),
        queryFunction: 'askHost',
        cancelFunction: 'askHostCancel',
      }),
    )
    const other = await cefrig.newPage()
    await other.bind(answer('other'))
    const script = (name: string) =>
      `new Promise((resolve, reject) => ${name}({ request: '', onSuccess: resolve, onFailure: reject }))`
    expect(
      await Promise.all([
        page.evaluate(script('cefQuery')),
        page.evaluate(script('askHost')),
        other.evaluate(script('cefQuery')),
      ]),
    ).toEqual(['first', 'second', 'other'])
    expect((await failure(page.bind(answer('again')))).code).toBe('BINDING_EXISTS')
    expect(await failure(page.bind('cefQueryCancel', 1))).toMatchObject({
      code: 'BINDING_EXISTS',
      message: expect.stringContaining('cefQueryCancel is bound already'),
    })
  })

  test('wrong options and wrong answers are refused', async () => {
    const said = (make: () => unknown) => failure((async () => make())())
    const onQuery = () => true
    expect((await said(() => messageRouter({} as never))).message).toBe(
      'messageRouter() failed: there is no `onQuery`. Give a function.',
    )
    expect((await said(() => messageRouter({ onQuerry: onQuery } as never))).code).toBe('UNKNOWN_OPTION')
    expect((await said(() => messageRouter({ onQuery, queryFunction: 'a.b' }))).code).toBe('BAD_ARGUMENT')
    const { page, queries } = await routed()
    await page.evaluate(asking('a'))
    await vi.waitFor(() => expect(queries).toHaveLength(1), 10_000)
    expect((await said(() => queries[0]!.success(1 as never))).message).toBe(
      'query.success() failed: the response is 1. Give a string or an ArrayBuffer.',
    )
    expect((await said(() => queries[0]!.failure('1' as never, 'no'))).code).toBe('BAD_ARGUMENT')
  })
})

test("jcef() has the names of JCEF's configuration, and takes strings only", async () => {
  const page = await cefrig.newPage()
  await page.bind(
    jcef({
      onQuery: (query) => void query.success(`${query.request}!`),
      queryFunction: 'cefQuery_17_1',
      cancelFunction: 'cefQueryCancel_17_1',
    }),
  )
  expect(
    await page.evaluate('new Promise((resolve) => cefQuery_17_1({ request: "hello", onSuccess: resolve }))'),
  ).toBe('hello!')
  expect(
    await page.evaluate(
      '(() => { try { cefQuery_17_1({ request: new ArrayBuffer(1) }) } catch (e) { return e.message } })()',
    ),
  ).toBe('Invalid arguments: "request" must be a string')
})
