import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download, Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()
let directory: string
let server: Server
let origin: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'downloads-'))
  // Sends half of what it promises and then waits, or breaks off.
  server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-half', 'content-length': '2000' })
    response.write(Buffer.alloc(1000, 'x'), () => {
      if (request.url === '/broken') response.destroy()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(directory, { recursive: true })
})

async function linking(href: string, name = ''): Promise<Page> {
  return cef.show(`<a href="${href}" download="${name}">get</a>`)
}

/** What a click on the page's link downloads. */
async function downloaded(page: Page): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a').click()])
  return download
}

test('what the page makes is downloaded, read and saved', async () => {
  const page = await linking('data:text/plain,made%20here', 'here.txt')
  const download = await downloaded(page)
  expect(download.suggestedFilename()).toBe('here.txt')
  expect(download.url()).toBe('data:text/plain,made%20here')
  expect(await download.failure()).toBe(null)
  const path = await download.path()
  expect(readFileSync(path, 'utf8')).toBe('made here')
  expect(path).toMatch(/\/here\.txt$/)
  expect([download.received, download.total]).toEqual([9, 9])
  await download.saveAs(join(directory, 'new/saved.txt'))
  expect(readFileSync(join(directory, 'new/saved.txt'), 'utf8')).toBe('made here')
  await page.close()
  expect(existsSync(path)).toBe(false)
})

test('an attachment that a server sends, also to goto()', async () => {
  const page = await cef.newPage()
  const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="a b.csv"' }
  await page.serve('https://files.test/', () => ({ headers, body: '1,2' }))
  const waiting = page.waitForEvent('download')
  expect((await failure(page.goto('https://files.test/get'))).code).toBe('NAVIGATION_FAILED')
  const download = await waiting
  expect([download.suggestedFilename(), download.mimeType()]).toEqual(['a b.csv', 'text/csv'])
  expect(readFileSync(await download.path(), 'utf8')).toBe('1,2')
})

test('a download tells how far it is, and is cancelled', async () => {
  const page = await linking(`${origin}/half`)
  const download = await downloaded(page)
  await expect.poll(() => [download.received, download.total]).toEqual([1000, 2000])
  await download.cancel()
  expect(await download.failure()).toBe('canceled')
  expect(await failure(download.path())).toMatchObject({
    code: 'DOWNLOAD_FAILED',
    message: `download.path() failed: the download of "half" from ${origin}/half failed: canceled. Ask failure() first where that may happen.`,
  })
  await download.cancel()
})

test('a download that breaks off says why', async () => {
  const page = await linking(`${origin}/broken`)
  const download = await downloaded(page)
  expect(await download.failure()).toMatch(/^(NETWORK|SERVER)_[A-Z_]+$/)
})

test('a download does not outlive its page, and waiting for it has an end', async () => {
  const page = await linking(`${origin}/half`)
  const download = await downloaded(page)
  expect(await failure(download.path({ timeout: 50 }))).toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringMatching(/^download\.path\(\) failed: "half" was not there after 50 ms, but /),
  })
  await page.close()
  expect(await download.failure()).toBe('canceled')
})

test('a file that cannot be written is an error', async () => {
  const page = await linking('data:text/plain,x', 'x.txt')
  const download = await downloaded(page)
  writeFileSync(join(directory, 'file'), '')
  expect((await failure(download.saveAs(join(directory, 'file/x.txt')))).code).toBe('FILE_FAILED')
  expect((await failure(download.saveAs(1 as never))).code).toBe('BAD_ARGUMENT')
})

test('without a listener a download is cancelled, and the page goes on', async () => {
  const page = await linking('data:text/plain,x', 'x.txt')
  await page.locator('a').click()
  expect((await page.pixels()).width).toBe(400)
})
