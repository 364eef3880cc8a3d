// The documentation site: every guide is in it, and in continuous integration it is built, broken on purpose, and used in a browser.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { launch } from 'cefrig'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { pagesOf } from '../../site/pages.mjs'
import { repository } from './code-blocks.js'

// The index of the search is large, and machines may be busy.
vi.setConfig({ testTimeout: 180_000 })
const timeout = 60_000

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-site-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
}

test('pages have the titles of the guides, in the order and below the headings of the list', () => {
  write({
    'docs/README.md':
      '# All\n\n## Start\n\n- [One](one.md#part): x\n\n## Why\n\n[two](deep/two.md), [log](../LOG.md)\n',
    'docs/one.md': '# One of `two`\n',
    'docs/deep/two.md': '# Two\n',
    'LOG.md': '# Log\n',
    'examples/x/README.md': '# X\n',
  })
  expect(() => pagesOf(directory)).toThrow(
    'docs/README.md does not list docs/one.md. Put it below a heading.',
  )
  write({ 'docs/README.md': readFileSync(join(directory, 'docs/README.md'), 'utf8').replace('#part', '') })
  expect(pagesOf(directory)).toEqual([
    { path: 'docs/README.md', title: 'All', group: 'Start' },
    { path: 'docs/one.md', title: 'One of two', group: 'Start' },
    { path: 'docs/deep/two.md', title: 'Two', group: 'Why' },
    { path: 'LOG.md', title: 'Log', group: 'Why' },
    { path: 'examples/x/README.md', title: 'X', group: 'Examples' },
  ])
})

test('every guide of this repository is a page', () => {
  const pages = pagesOf(repository).map(({ path }) => path)
  expect(new Set(pages).size).toBe(pages.length)
  const guides = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
  for (const guide of guides.filter((name) => name.endsWith('.md'))) expect(pages).toContain(`docs/${guide}`)
})

// It fetches TypeDoc and compiles the package, half a minute of work.
describe.runIf(process.env.CEFRIG_TEST_RUNNERS === 'all')('built', () => {
  const site = join(repository, 'site/public')
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [join(repository, 'scripts/docs.mjs')])
  }, 600_000)

  test('dead links and what is loaded from elsewhere are found', async () => {
    const { checkSite } = (await import(join(repository, 'site/links.mjs'))) as {
      checkSite(path: string): string[]
    }
    expect(checkSite(site)).toEqual([])
    write({
      'site/a.html': `<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a><a href="#">4</a>
        <a href="/b.html">5</a><a href="../x">6</a><a href="d.md">7</a><a href="https://example.org">8</a><a href="deep">9</a>`,
      'site/b.html':
        '<p id="there"><script src="//x.test/a.js"></script><img src="data:,"><link href="a.css">',
      'site/d.md': '',
      'site/deep/e.html': '<a href="../a.html">up</a><a href="%61.html">none</a>',
    })
    expect(checkSite(join(directory, 'site'))).toEqual([
      'a.html: b.html#gone: the page has no such anchor',
      'a.html: c.html: is not there',
      'a.html: /b.html: counts from the root of a server',
      'a.html: ../x: leads out of the site',
      'a.html: d.md: is no page of the site',
      'a.html: deep: is not there',
      'b.html: //x.test/a.js: is loaded from elsewhere',
      'b.html: a.css: is not there',
      'deep/e.html: %61.html: is not there',
    ])
  })

  test('search finds guides and what the package exports, and there is a dark theme', async () => {
    await using cef = await launch({ root: site, timeout })
    await using page = await cef.newPage()
    await page.emulate({ colorScheme: 'dark' })
    await page.goto('/')
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await background()
    await page.emulate({ colorScheme: 'light' })
    expect(await background()).not.toBe(dark)

    const results = page.locator('#tsd-search-results')
    for (const [word, found] of [
      ['toMatchGolden', 'GoldenMatchers.toMatchGolden'],
      ['jest-image-snapshot', 'From jest-image-snapshot'],
    ] as const) {
      await page.locator('#tsd-search-trigger').click()
      await page.locator('#tsd-search-input').fill(word)
      await page.waitForFunction(
        (text) => document.querySelector('#tsd-search-results')!.textContent!.includes(text),
        found,
      )
      await results.locator('a').first().click()
      await page.waitForURL('**/*.html*')
    }
    expect(page.errors).toEqual([])
  })

  test('opened as a file it works as well', async () => {
    cpSync(site, join(directory, 'copy'), { recursive: true })
    await using cef = await launch({ timeout })
    await using page = await cef.newPage()
    await page.goto(`file://${join(directory, 'copy/docs/goldens.html')}`)
    await page.locator('#tsd-search-trigger').click()
    await page.locator('#tsd-search-input').fill('comparator')
    await page.waitForFunction(() => document.querySelector('#tsd-search-results a') !== null)
    expect(page.errors).toEqual([])
  })
})
