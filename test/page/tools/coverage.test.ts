import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()
let root: string

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'cefrig-coverage-')))
  // As a compiler makes it of `src/made.ts`: each line of the one is a line of the other.
  const map = {
    version: 3,
    sources: ['src/made.ts'],
    sourcesContent: ['let made: number = 1\nmade++\n'],
    names: [],
    mappings: 'AAAA;AACA',
  }
  const pages = {
    'plain.html': '<script src="plain.js"></script><script src="made.js"></script>',
    'plain.js': files['/page.js']![1],
    'made.js': 'let made = 1\nmade++\n//# sourceMappingURL=made.js.map\n',
    'made.js.map': JSON.stringify(map),
    'scripts.html': [
      '<!doctype html><button onclick="one()"></button>',
      '<script>',
      'function one() { return 1 }',
      '</script><script>function two() { return 2 }; two()</script>',
    ].join('\r\n'),
  }
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(root, name), text)
})
afterAll(() => rmSync(root, { recursive: true }))

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

test('coverage of scripts has the form of Istanbul too: by files, and by sources where there is a source map', async () => {
  const page = await cef.newPage({ root })
  await page.coverage.startJS()
  await page.goto('/plain.html')
  const scripts = await page.coverage.stopJS()
  const files = await page.coverage.toIstanbul(scripts)
  expect(Object.keys(files).sort()).toEqual([join(root, 'plain.js'), join(root, 'src/made.ts')])
  const plain = files[join(root, 'plain.js')]!
  const named = Object.entries(plain.fnMap).map(([id, fn]) => [(fn as { name: string }).name, plain.f[id]])
  expect(named).toEqual([
    ['used', 1],
    ['unused', 0],
  ])
  expect(await failure(page.coverage.toIstanbul(5 as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
})

test('scripts of a document have their places in it; one with a wrong source map is named', async () => {
  const page = await cef.newPage({ root })
  await page.coverage.startJS()
  await page.goto('/scripts.html')
  await page.evaluate(() => document.querySelector('button')!.click())
  const scripts = await page.coverage.stopJS()
  const files = await page.coverage.toIstanbul([...scripts, ...scripts])
  expect(Object.keys(files)).toEqual([join(root, 'scripts.html')])
  const { fnMap, statementMap, f } = files[join(root, 'scripts.html')]!
  const placed = Object.entries(fnMap as Record<string, { decl: { start: object }; name: string }>)
  expect(placed.map(([id, { name, decl }]) => [name, decl.start, f[id]])).toEqual([
    ['one', { line: 3, column: 9 }, 2],
    ['two', { line: 4, column: 26 }, 2],
  ])
  // That of the handler among them.
  const lines = Object.values(statementMap as Record<string, { start: { line: number } }>)
  expect(lines.map(({ start }) => start.line).sort()).toEqual([1, 3, 4, 4])

  const map = { version: 3, sources: ['wrong.ts'], names: [], mappings: 'AADA' }
  const comment = `//# sourceMappingURL=data:application/json;base64,${btoa(JSON.stringify(map))}`
  const wrong = { url: 'https://a.test/wrong.js', source: `1\n${comment}`, scriptId: '1', functions: [] }
  expect(await failure(page.coverage.toIstanbul([wrong]))).toMatchObject({
    code: 'BAD_ARGUMENT',
    message: expect.stringMatching(
      /^coverage\.toIstanbul\(\) failed: what ran of https:\/\/a\.test\/wrong\.js cannot be told: its source map is wrong: .+\. Leave that script out\.$/,
    ),
  })
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
