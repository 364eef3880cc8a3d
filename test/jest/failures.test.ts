// What goes wrong in pages, Hosts and options, and what Jest then reports.
import { afterEach, expect, test } from 'vitest'
import { JestProject } from './project.js'
import { config, docblockOf, tests } from './seeds.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const troubles = tests(`
  test('throws', async () => {
    await page.setContent('<script>setTimeout(() => { throw new TypeError("boom") })</script>')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)))
  })
  test('logs', async () => {
    await page.evaluate(() => console.error('bad thing'))
  })
  test('crashes under a call', async () => {
    await page.goto('chrome://crash').catch(() => {})
    await page.evaluate(() => 1)
  })
  test('of a handler', async () => {
    await page.serve('/broken', () => { throw new RangeError('of the handler') })
    await page.evaluate(() => fetch('https://cefrig.test/broken').catch(() => {}))
  })
  test('expects it', async () => {
    page.expectError(/bo+m/)
    await page.setContent('<script>throw new Error("booom")</script>')
  })
  test('of a page made by hand', async () => {
    const other = await cef.newPage()
    await other.evaluate(() => console.error('by hand'))
  })
  test('fails by itself too', async () => {
    await page.evaluate(() => console.error('first sign'))
    expect(1).toBe(2)
  })
  test('in a hook', () => {})
  afterEach(async () => {
    if (expect.getState().currentTestName === 'in a hook') await page.evaluate(() => console.error('last sign'))
  })
  test.failing('is known to fail by its page', async () => {
    await page.evaluate(() => console.error('known'))
  })
  test.failing('is known to fail by itself', async () => { expect(await page.title()).toBe('other') })
  test.failing('is not as bad as it says', async () => { expect(await page.title()).toBe('') })
  test.skip('does not run', async () => { await page.title() })
  test.todo('is to be written')
`)

const retries = tests(`
  jest.retryTimes(2)
  let attempts = 0
  const pages = new Set()
  test('recovers', async () => {
    // Not its number: a Host that died before leaves the same ones to its follower.
    pages.add(page)
    expect(await page.evaluate(() => window.name)).toBe('')
    await page.evaluate(() => { window.name = 'used' })
    if (++attempts < 3) await page.evaluate(() => console.error('not yet'))
    else note([attempts, pages.size])
  })
`)

const killed = tests(`
  test('loses its Host', async () => {
    process.kill(ownHost(), 'SIGKILL')
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  })
  test('gets another one', async () => { expect(await page.evaluate(() => 1 + 1)).toBe(2) })
  test('has no page, while the Host dies', () => { process.kill(ownHost(), 'SIGKILL') })
`)

test('a test fails by its page; retries, test.failing and the death of a Host are what they are elsewhere', async () => {
  project = new JestProject({
    'jest.config.json': config(),
    'trouble.test.js': troubles,
    'retries.test.js': retries,
    'killed.test.js': killed,
    'misspelt.test.js': tests(
      `test('misspelt', () => {})`,
      docblockOf({ viewPort: { width: 1, height: 1 } }),
    ),
    'lenient.test.js': tests(
      `test('may log', async () => { await page.evaluate(() => console.error('harmless')) })`,
      docblockOf({ failOn: { consoleError: false } }),
    ),
  })
  const run = await project.run(['-w', '2'])
  expect(run.tests).toEqual({
    throws: 'failed',
    logs: 'failed',
    'crashes under a call': 'failed',
    'of a handler': 'failed',
    'expects it': 'passed',
    'of a page made by hand': 'failed',
    'fails by itself too': 'failed',
    'in a hook': 'failed',
    'is known to fail by its page': 'passed',
    'is known to fail by itself': 'passed',
    'is not as bad as it says': 'failed',
    'does not run': 'pending',
    'is to be written': 'todo',
    recovers: 'passed',
    'loses its Host': 'failed',
    'gets another one': 'passed',
    'has no page, while the Host dies': 'passed',
    'may log': 'passed',
  })
  for (const message of [
    'TypeError: boom',
    'bad thing',
    'of the handler',
    'by hand',
    'first sign',
    'Expected: 2',
    'last sign',
    'supposed to fail',
    'ended unexpectedly',
    'testEnvironmentOptions of cefrig/jest failed: unknown option "viewPort". Did you mean "viewport"?',
  ])
    expect(run.messages).toContain(message)
  expect(run.messages.match(/renderer died/g)).toHaveLength(2)
  expect(run.messages).not.toMatch(/known$|not yet|harmless/m)
  expect(project.notes<unknown>()).toEqual([[3, 3]])
  expect(run.output).toContain('a Host died; its log is')
  expect(run.code).toBe(1)
  expect(project.leftovers()).toEqual([])
})

test('CEF that is not installed fails the tests that need a page, with the command that installs it', async () => {
  project = new JestProject({
    'jest.config.json': config({}, { injectGlobals: false }),
    'a.test.js': `
      const { test } = require('@jest/globals')
      test('without a page', () => {})
      test('with a page', async () => { await page.title() })
    `,
  })
  const run = await project.run(['-i', '--coverage', '--coverageProvider=v8'], {
    CEFRIG_CEF_DIR: '',
    CEFRIG_CACHE: `${project.directory}/empty`,
  })
  expect(run.tests).toEqual({ 'without a page': 'passed', 'with a page': 'failed' })
  expect(run.messages).toContain('npx cefrig install')
  expect(run.output).toContain('what ran in pages is not in the report of coverage')
})
