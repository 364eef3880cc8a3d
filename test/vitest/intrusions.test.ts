import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Project, type Run, vitestMajors } from './project.js'
import { config, tests } from './seeds.js'

const cases = vitestMajors.flatMap((major) => ['forks', 'vmForks'].map((pool) => ({ major, pool })))

/** Test files, which one run has all of, one after the other, and the tests in them. */
const files = [
  {
    title: 'fake timers do not stall a page',
    names: ['under fake timers', 'under fake timers again'],
    body: `
      beforeEach(() => void vi.useFakeTimers())
      afterEach(() => void vi.useRealTimers())
      test('under fake timers', async ({ page }) => {
        await page.setContent('<button onclick="this.textContent = 1">go</button>')
        await page.getByRole('button').click()
        expect(await page.evaluate(() => document.body.textContent)).toBe('1')
      })
      test('under fake timers again', async ({ page }) => {
        expect(await page.evaluate(() => 2)).toBe(2)
      })
    `,
  },
  {
    title: 'a reset of all modules makes no second connection',
    names: ['resets', 'is after a reset'],
    body: `
      afterEach(() => void vi.resetModules())
      test('resets', async ({ page }) => {
        vi.resetModules()
        const again = await import('cefrig/vitest')
        expect(again.test).toBeTypeOf('function')
        expect(await page.evaluate(() => 1)).toBe(1)
      })
      test('is after a reset', async ({ page }) => {
        expect(await page.evaluate(() => 2)).toBe(2)
        expect(hosts()).toHaveLength(1)
      })
    `,
  },
  {
    title: 'hooks are handed the page of their test',
    names: ['has hooks', 'has hooks and does nothing'],
    body: `
      beforeEach(async ({ page }) => void (await page.goto('/page.html')))
      afterEach(async ({ page }) => note(await page.evaluate(() => [location.pathname, document.title])))
      test('has hooks', async ({ page }) => {
        await page.evaluate(() => { document.title = 'a' })
      })
      test('has hooks and does nothing', () => {})
      afterAll(() => {
        expect(readFileSync('notes', 'utf8').split('\\n')).toEqual(['["/page.html","a"]', '["/page.html",""]', ''])
      })
    `,
  },
  {
    title: 'concurrent tests of a file have pages of their own',
    names: Array.from({ length: 8 }, (_, index) => `all at once page ${index}`),
    body: `
      describe.concurrent('all at once', () => {
        for (let i = 0; i < 8; i++) {
          test('page ' + i, async ({ page, expect }) => {
            await page.goto('/page.html')
            await page.setContent('<p>' + i + '</p>')
            await page.evaluate((i) => { document.cookie = 'page=' + i; console.log(i) }, i)
            await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)))
            expect(await page.evaluate(() => document.body.textContent)).toBe(String(i))
            expect(page.console.map((message) => message.text)).toEqual([String(i)])
          })
        }
      })
    `,
  },
]

describe.each(cases)('Vitest $major, pool $pool', ({ major, pool }) => {
  let project: Project
  let run: Run
  beforeAll(async () => {
    project = new Project(major, {
      'vitest.config.js': config({}, { pool, maxWorkers: 1 }),
      'page.html': '',
      ...Object.fromEntries(files.map(({ body }, index) => [`${index}.test.js`, tests(body)])),
    })
    run = await project.run()
  }, 120_000)
  afterAll(() => project?.remove())

  test.each(files)('$title', ({ names }) => {
    expect(names.map((name) => [name, run.tests[name]])).toEqual(names.map((name) => [name, 'passed']))
  })

  test('no file fails, nothing is unhandled, and nothing is left', () => {
    expect(run.messages.trim()).toBe('')
    expect(run.output).not.toContain('Unhandled')
    expect(run.output).toContain(`${files.length} passed`)
    expect(run.code).toBe(0)
    expect(project.leftovers()).toEqual([])
  })
})
