import type { Page } from 'cefrig'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

const files: Record<string, [type: string, body: string]> = {
  '/': ['text/html', '<link rel="stylesheet" href="/page.css"><p>text</p><script src="/page.js"></script>'],
  '/page.js': ['text/javascript', 'function used() { return 1 }\nfunction unused() { return 2 }\nused()'],
  '/page.css': ['text/css', 'p { color: red }\n.none { color: blue }'],
}

async function serve(page: Page): Promise<void> {
  await page.serve('https://a.test/', ({ url }) => {
    const [type, body] = files[new URL(url).pathname] ?? ['text/plain', '']
    return { headers: { 'content-type': type }, body }
  })
}

test('coverage of scripts is in the form of V8, with sources, without what the test evaluates', async () => {
  const page = await cef.newPage()
  await serve(page)
  await page.coverage.startJS()
  await page.goto('https://a.test/')
  await page.evaluate('1 + 1')
  const [script, ...others] = await page.coverage.stopJS()
  expect(others).toEqual([])
  expect(script).toMatchObject({ url: 'https://a.test/page.js', source: files['/page.js']![1] })
  const counts = script!.functions.map(({ functionName, ranges }) => [functionName, ranges[0]!.count])
  expect(counts).toEqual([
    ['', 1],
    ['used', 1],
    ['unused', 0],
  ])
})

test('coverage of styles tells the rules that are used', async () => {
  const page = await cef.newPage()
  await serve(page)
  await page.coverage.startCSS()
  await page.goto('https://a.test/')
  const [sheet, ...others] = await page.coverage.stopCSS()
  expect(others).toEqual([])
  expect(sheet).toEqual({
    url: 'https://a.test/page.css',
    text: files['/page.css']![1],
    ranges: [{ start: 0, end: 'p { color: red }'.length }],
  })
})

test('coverage is started once, and stopped when it was started', async () => {
  const page = await cef.newPage()
  const { coverage } = page
  expect(await failure(coverage.stopJS())).toMatchObject({
    code: 'BAD_ARGUMENT',
    message: 'coverage.stopJS() failed: nothing is being counted. Call page.coverage.startJS() first.',
  })
  expect(await failure(coverage.stopCSS())).toMatchObject({ code: 'BAD_ARGUMENT' })
  await coverage.startJS()
  await coverage.startCSS()
  expect(await failure(coverage.startJS())).toMatchObject({ code: 'BUSY' })
  expect(await failure(coverage.startCSS())).toMatchObject({
    code: 'BUSY',
    message: 'coverage.startCSS() failed: coverage is being counted already. Stop it first.',
  })
  expect(await coverage.stopJS()).toEqual([])
  expect(await coverage.stopCSS()).toEqual([])
})
