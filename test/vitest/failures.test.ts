import { afterEach, describe, expect, test } from 'vitest'
import { Project, vitestMajors } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const troubles = tests(`
  import { defineContract } from 'cefrig'
  const later = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)))
  test('throws', async ({ page }) => {
    await page.setContent('<script>setTimeout(() => { throw new TypeError("boom") })</script>')
    await later(page)
  })
  test('rejects', async ({ page }) => {
    await page.evaluate(() => { Promise.reject(new RangeError('rejected')) })
  })
  test('logs', async ({ page }) => {
    await page.evaluate(() => console.error('bad thing'))
  })
  test('crashes', async ({ page }) => {
    await page.goto('chrome://crash').catch(() => {})
  })
  test('crashes under a call', async ({ page }) => {
    await page.goto('chrome://crash').catch(() => {})
    await page.evaluate(() => 1)
  })
  test('breaks a contract', async ({ page }) => {
    const validate = (value) => (typeof value === 'string' ? { value } : { issues: [{ message: 'must be text' }] })
    const text = { '~standard': { version: 1, vendor: 'own', validate } }
    await page.bind(defineContract({ name: 'host', methods: { save: { args: [text] } } }), { save: () => {} })
    await page.evaluate(() => { host.save(1).catch(() => {}) })
  })
  test('expects it', async ({ page }) => {
    page.expectError(/bo+m/)
    await page.setContent('<script>throw new Error("booom")</script>')
  })
  test('is quiet', async ({ page }) => {
    await page.evaluate(() => console.warn('careful'))
  })
  test('of a page made by hand', async ({ cef }) => {
    const page = await cef.newPage()
    await page.evaluate(() => console.error('by hand'))
  })
  test('fails by itself too', async ({ page }) => {
    await page.evaluate(() => console.error('first sign'))
    expect(1).toBe(2)
  })
  test.fails('is known to fail', async ({ page }) => {
    await page.evaluate(() => console.error('known'))
  })
  let attempts = 0
  test('recovers', { retry: 2 }, async ({ page }) => {
    attempts++
    if (attempts < 3) await page.evaluate(() => console.error('not yet'))
  })
`)

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('a test fails when its page had an error, a console error or a crash that it did not expect', async () => {
    project = new Project(major, { 'vitest.config.js': config(), 'trouble.test.js': troubles })
    const run = await project.run()
    expect(run.tests).toEqual({
      throws: 'failed',
      rejects: 'failed',
      logs: 'failed',
      crashes: 'failed',
      'crashes under a call': 'failed',
      'breaks a contract': 'failed',
      'expects it': 'passed',
      'is quiet': 'passed',
      'of a page made by hand': 'failed',
      'fails by itself too': 'failed',
      'is known to fail': 'passed',
      recovers: 'passed',
    })
    expect(run.messages).toContain('TypeError: boom')
    expect(run.messages).toContain('RangeError: rejected')
    expect(run.messages).toContain('bad thing')
    // Once for each test, whether a call of the test met it or not.
    expect(run.messages.match(/renderer died/g)).toHaveLength(2)
    expect(run.messages).toContain('Contract violated: host.save() failed: argument 1 is 1')
    expect(run.messages).toContain('by hand')
    expect(run.messages).toContain('first sign')
    expect(run.messages).toContain('expected 1 to be 2')
    expect(run.code).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  test('failOn tells what fails a test', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ failOn: { consoleError: false } }),
      'trouble.test.js': troubles,
    })
    const run = await project.run(['-t', 'throws|logs'])
    expect(run.tests).toMatchObject({ throws: 'failed', logs: 'passed' })
  })
})

test('an unknown option of the plugin ends the run with the nearest right name', async () => {
  project = new Project(5, {
    'vitest.config.js': config({ viewPort: { width: 1, height: 1 } }),
    'a.test.js': tests(`test('a', () => {})`),
  })
  const run = await project.run()
  expect(run.output).toContain('cefrig() failed: unknown option "viewPort". Did you mean "viewport"?')
  expect(run.code).toBe(1)
})

test('CEF that is not installed fails the tests that need a page, with the command that installs it', async () => {
  project = new Project(5, {
    'vitest.config.js': config(),
    'a.test.js': tests(`
      test('without a page', () => {})
      test('with a page', async ({ page }) => {})
    `),
  })
  const run = await project.run([], { CEFRIG_CEF_DIR: '', CEFRIG_CACHE: `${project.directory}/empty` })
  expect(run.tests).toEqual({ 'without a page': 'passed', 'with a page': 'failed' })
  expect(run.messages).toContain('npx cefrig install')
})
