import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { fetched } from './routed.js'
import { servers } from './server.js'

const cef = launched()
const listen = servers()
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-har-'))
})

afterAll(() => rmSync(directory, { recursive: true }))

/** A page of a server with everything that a recording must keep, recorded; the server is gone then. */
async function recorded(path: string, options?: object): Promise<string> {
  const host = await listen((request, answer) => {
    const { url, method } = request
    if (url === '/old') answer.writeHead(302, { location: '/new' })
    else if (url === '/bytes') answer.writeHead(200, { 'content-type': 'application/x' })
    else if (url === '/gone') answer.writeHead(404, { 'x-own': 'yes' })
    else if (url === '/') answer.writeHead(200, { 'content-type': 'text/html' })
    if (url === '/bytes') return void answer.end(Buffer.from([0, 255, 254]))
    request.on('data', (data) => answer.write(`got ${data} `))
    request.on('end', () => answer.end(`${method} ${url}`))
  })
  const page = await cef.newPage()
  const recording = await page.recordHar(path, options)
  await page.goto(`http://${host}/`)
  for (const url of ['/old', '/bytes', '/gone', '/q?a=1']) await fetched(page, url)
  for (const body of ['one', 'two']) await fetched(page, '/post', { method: 'POST', body })
  await recording.stop()
  await recording.stop()
  await page.close()
  return host
}

describe('page.recordHar() and page.routeFromHAR()', () => {
  test('record what a server answers, and answer so without it', async () => {
    const path = join(directory, 'all.har')
    const host = await recorded(path)
    const page = await cef.newPage()
    await page.routeFromHAR(path)
    await page.goto(`http://${host}/`)
    expect(await page.locator('body').textContent()).toBe('GET /')
    expect(await fetched(page, '/old')).toBe('GET /new')
    expect(await fetched(page, '/q?a=1')).toBe('GET /q?a=1')
    expect(await fetched(page, '/post', { method: 'POST', body: 'two' })).toBe('got two POST /post')
    const facts = (url: string) =>
      page.evaluate<unknown[]>(`fetch('${url}').then(async (answer) =>
        [answer.status, answer.headers.get('x-own'), [...new Uint8Array(await answer.arrayBuffer())].slice(0, 3)])`)
    expect(await facts('/bytes')).toEqual([200, null, [0, 255, 254]])
    expect(await facts('/gone')).toEqual([404, 'yes', [...Buffer.from('GET')]])
    expect(await fetched(page, '/other')).toBe('Failed to fetch')
  })

  test('write what others read', async () => {
    const path = join(directory, 'not/there/some.har')
    const host = await recorded(path, { url: '**/post', content: 'omit' })
    const { log } = JSON.parse(readFileSync(path, 'utf8'))
    expect([log.version, log.creator.name, log.entries.length]).toEqual(['1.2', 'cefrig', 2])
    expect(log.entries[0]).toMatchObject({
      request: { method: 'POST', url: `http://${host}/post`, postData: { text: 'one' } },
      response: { status: 200, content: { size: -1 } },
    })
    expect(Number.isNaN(Date.parse(log.entries[0].startedDateTime))).toBe(false)
  })

  test('leave what is not in the file to others, where that is asked for', async () => {
    const path = join(directory, 'empty.har')
    writeFileSync(path, JSON.stringify({ log: { version: '1.2', entries: [] } }))
    const page = await cef.newPage()
    await page.serve('https://a.test/', () => 'served')
    await page.goto('https://a.test/')
    await page.routeFromHAR(path, { url: '**/aborted' })
    await page.routeFromHAR(path, { url: '**/left', notFound: 'fallback' })
    expect([await fetched(page, '/aborted'), await fetched(page, '/left')]).toEqual([
      'Failed to fetch',
      'served',
    ])
  })

  test('do not wait for ever for an answer that does not end', async () => {
    const path = join(directory, 'endless.har')
    const page = await cef.newPage({ timeout: 300 })
    await page.serve('https://a.test/', ({ url }) =>
      url.endsWith('/endless') ? new Promise<string>(() => {}) : 'served',
    )
    await page.goto('https://a.test/', { timeout: 3000 })
    const recording = await page.recordHar(path)
    const begun = page.waitForRequest('**/endless', { timeout: 3000 })
    await page.evaluate(`void fetch('/endless')`)
    await begun
    await recording.stop()
    const { log } = JSON.parse(readFileSync(path, 'utf8'))
    expect(log.entries).toMatchObject([
      { request: { url: 'https://a.test/endless' }, response: { status: -1 } },
    ])
  })

  test('refuse what is none', async () => {
    const page = await cef.newPage()
    const path = join(directory, 'none.har')
    writeFileSync(path, '{"log":{}}')
    expect((await failure(page.routeFromHAR(path))).message).toBe(
      `page.routeFromHAR() failed: ${path} is no HAR file. Give one that page.recordHar() or a browser has written.`,
    )
    expect((await failure(page.routeFromHAR('/nowhere.har'))).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.recordHar(path, { contents: 'x' } as never))).code).toBe('UNKNOWN_OPTION')
    const recording = await page.recordHar('/proc/none/a.har')
    expect((await failure(recording.stop())).message).toMatch(
      /^recording\.stop\(\) failed: \/proc\/none\/a\.har cannot be written/,
    )
  })
})
