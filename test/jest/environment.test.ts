// What tests find in the environment, in one run of one project.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JestProject, type JestRun, repository } from './project.js'
import { config, docblockOf, tests } from './seeds.js'

const page = '<!doctype html><title>page</title><h1>Hello</h1><button>Save</button>'

/** Of the documentation. */
const documented = readFileSync(join(repository, 'docs/jest.md'), 'utf8')
  .split(/^```/m)
  .filter((block) => block.startsWith('js\n') && block.includes('test('))
  .map((block) => block.slice(3))

const globals = tests(`
  test('goes to a page', async () => {
    await page.goto('/index.html')
    expect(await page.title()).toBe('page')
    expect([page.viewport.width, cef.pages.length]).toEqual([400, 1])
    await expect(page.getByRole('heading')).toHaveText('Hello')
    await expect(page.getByRole('heading')).not.toHaveText('Bye')
    await page.evaluate(() => { document.cookie = 'left=1' })
  })
  test('finds nothing that another test left', async () => {
    expect(page.url()).toBe('about:blank')
    await page.goto('/index.html')
    expect(await page.evaluate(() => document.cookie)).toBe('')
  })
  describe('with hooks', () => {
    let before
    beforeEach(async () => {
      before = page
      await page.goto('/index.html')
    })
    afterEach(async () => { note(['afterEach', before === page, await page.title()]) })
    test('they have the page of their test', () => { expect(before).toBe(page) })
  })
  test('has no options of the environment as globals', () => {
    expect(typeof viewport).toBe('undefined')
  })
  test('binds mocks, with fake timers', async () => {
    jest.useFakeTimers()
    const save = jest.fn(async (note) => ({ id: note.text.length }))
    await page.bind('host', { save })
    expect(await page.evaluate(() => host.save({ text: 'abc' }))).toStrictEqual({ id: 3 })
    expect(save).toHaveBeenCalledWith({ text: 'abc' })
    await page.waitForFunction(() => true)
    jest.useRealTimers()
  })
  test('outlives resetModules', async () => {
    jest.resetModules()
    const { isCefrigError } = require('cefrig')
    expect(isCefrigError(await page.goto('nowhere://').catch((error) => error))).toBe(true)
  })
`)

const realms = tests(`
  const { CefrigError, defineContract, isCefrigError, launch } = require('cefrig')
  const { cefSharp } = require('cefrig/presets')
  const everything = () => ({
    list: [1, [2]], map: new Map([['a', { b: new Set([1]) }]]), date: new Date(5), bytes: new Uint8Array([1, 300]),
    floats: new Float64Array([0.5]), big: 10n, expression: /a+/g, nothing: undefined, error: new RangeError('far'),
    url: new URL('https://a.test/b'),
  })
  test('values of pages are of the realm of the tests', async () => {
    const value = await page.evaluate(everything)
    expect(value).toStrictEqual(everything())
    for (const [name, type] of Object.entries({
      list: Array, map: Map, date: Date, bytes: Uint8Array, floats: Float64Array, expression: RegExp, error: RangeError, url: URL,
    })) expect(value[name]).toBeInstanceOf(type)
    expect(value.error).toBeInstanceOf(Error)
    expect(value).toBeInstanceOf(Object)
  })
  test('values of the tests come back as they went', async () => {
    expect(await page.evaluate((value) => value, everything())).toStrictEqual(everything())
    const bytes = Buffer.from('bytes')
    expect(await page.evaluate((value) => [value.length, value[0]], bytes)).toStrictEqual([5, 98])
  })
  test('so do those of bindings', async () => {
    const seen = jest.fn((value) => value)
    await page.bind('give', seen)
    const passed = await page.evaluate(async (value) => (await give(value)).map.get('a').b.has(1), everything())
    expect(passed).toBe(true)
    expect(seen.mock.calls[0][0]).toStrictEqual(everything())
    await page.bind('fail', () => { throw new TypeError('of the test') })
    const told = await page.evaluate(() => fail().catch((error) => [error instanceof TypeError, error.message]))
    expect(told).toStrictEqual([true, 'of the test'])
  })
  test('errors are errors', async () => {
    const error = await page.goto('nowhere://').catch((error) => error)
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(CefrigError)
    expect(error).not.toBeInstanceOf(TypeError)
    expect({ name: 'CefrigError' }).not.toBeInstanceOf(Error)
    await expect(page.goto(5)).rejects.toThrow(Error)
    class Own extends Error {}
    expect([new Own() instanceof Own, new Error() instanceof Own, error instanceof Own]).toEqual([true, false, false])
    page.expectError('late')
    await page.setContent('<script>throw new Error("late")</script>')
    expect(page.errors[0]).toBeInstanceOf(Error)
  })
  test('patterns and options of the tests are taken', async () => {
    page.expectError(/bo+m/)
    await page.route(/data.json$/, (route) => route.fulfill({ json: { a: 1 } }))
    await page.goto('/index.html')
    expect(await page.evaluate(() => fetch('/data.json').then((answer) => answer.json()))).toStrictEqual({ a: 1 })
    await page.unroute(/data.json$/)
    expect(await page.evaluate(() => fetch('/data.json').then((answer) => answer.status))).toBe(404)
    await page.evaluate(() => console.log('a message'))
    await expect(page).toHaveConsole(/a mess/)
    await page.evaluate(() => console.error('boom'))
  })
  test('the package is there', async () => {
    expect([typeof launch, typeof defineContract, typeof cefSharp]).toEqual(['function', 'function', 'function'])
    expect(isCefrigError(new CefrigError('TIMEOUT', 'late'))).toBe(true)
  })
`)

const modules = `
  import { describe, expect, jest, test } from '@jest/globals'
  import { CefrigError } from 'cefrig'
  import { messageRouter } from 'cefrig/presets'
  describe('a module', () => {
    test('has page, matchers and the package', async () => {
      await page.goto('/index.html')
      await expect(page.getByRole('button')).toBeVisible()
      expect(await page.goto('nowhere://').catch((error) => error)).toBeInstanceOf(CefrigError)
      expect(typeof messageRouter).toBe('function')
      expect(await page.evaluate(() => ({ a: [1] }))).toStrictEqual({ a: [1] })
    })
    test('binds its mocks', async () => {
      const ask = jest.fn(() => 7)
      await page.bind('ask', ask)
      expect(await page.evaluate(() => ask())).toBe(7)
    })
  })
`

const docblock = tests(
  `
  test('leaves a cookie', async () => {
    await page.goto('/index.html')
    await page.evaluate(() => { document.cookie = 'left=1' })
    expect([page.viewport.width, page.viewport.height]).toEqual([222, 111])
  })
  test('finds it', async () => {
    await page.goto('/index.html')
    expect(await page.evaluate(() => document.cookie)).toBe('left=1')
  })
`,
  docblockOf({ isolation: 'file', viewport: { width: 222, height: 111 } }),
)

const concurrent = tests(`
  test.concurrent('one that asks for page', async () => { await page.title() })
  test.concurrent('one that takes done', (done) => { try { cef } catch (error) { done(error) } })
  for (const name of ['one', 'two', 'three']) {
    test.concurrent(name, async () => {
      const own = await cef.newPage()
      await own.setContent('<p>' + name)
      await own.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)))
      expect(await own.locator('p').innerText()).toBe(name)
      expect(cef.pages).toEqual([own])
    })
  }
  test.concurrent('one whose page fails', async () => {
    const own = await cef.newPage()
    await own.evaluate(() => console.error('of one of many'))
  })
  test('a test beside them', async () => { expect(await page.title()).toBe('') })
`)

const outside = tests(`
  let problem
  beforeAll(() => { try { page } catch (error) { problem = error } })
  test('tells where page belongs', () => {
    expect(problem.message).toBe('The global page failed: no test is running, and it belongs to one. Use it in a test, in beforeEach() or in afterEach().')
  })
`)

let project: JestProject
let run: JestRun

beforeAll(async () => {
  project = new JestProject({
    'jest.config.json': config({ viewport: { width: 400, height: 300 } }),
    'index.html': page,
    'globals.test.js': globals,
    'realms.test.js': realms,
    'modules.test.mjs': modules,
    'docblock.test.js': docblock,
    'concurrent.test.js': concurrent,
    'outside.test.js': outside,
    'tasks.html': '<!doctype html><ul></ul>',
    ...Object.fromEntries(documented.map((code, index) => [`documented-${index}.test.js`, code])),
  })
  run = await project.run(['-i', '--detectOpenHandles'])
}, 120_000)
afterAll(() => project?.remove())

const failed = () => Object.keys(run.tests).filter((name) => run.tests[name] !== 'passed')

test('page, cef, matchers and the package are there for CommonJS and for ECMAScript modules', () => {
  expect(run.messages).not.toMatch(/toStrictEqual|SyntaxError/)
  expect(run.tests).toMatchObject({
    'goes to a page': 'passed',
    'a module has page, matchers and the package': 'passed',
    'a module binds its mocks': 'passed',
    'the package is there': 'passed',
    'the list is empty at first': 'passed',
    'a page of 400 pixels': 'passed',
    'two people see each other': 'passed',
  })
})

test('only those fail that are to fail', () => {
  expect(failed().sort()).toEqual(['one that asks for page', 'one that takes done', 'one whose page fails'])
  expect(run.code).toBe(1)
})

test('hooks have the page of their test', () => {
  expect(project.notes()).toEqual([['afterEach', true, 'page']])
})

test('the global page is refused in concurrent tests, with the reason', () => {
  expect(run.messages).toContain('tests that run at once would share the global')
  expect(run.messages).toContain(
    'The global cef failed: a test.concurrent() that takes done may go on after it has returned. Make it an async function.',
  )
  expect(run.messages).toContain('of one of many')
})

test('no handle keeps the run alive', () => {
  expect(run.output).not.toMatch(/open handle|did not exit/)
  expect(project.leftovers()).toEqual([])
})
