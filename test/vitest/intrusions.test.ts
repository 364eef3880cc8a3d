import { afterEach, describe, expect, test } from 'vitest'
import { Project, vitestMajors } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const cases = vitestMajors.flatMap((major) => ['forks', 'vmForks'].map((pool) => ({ major, pool })))

describe.each(cases)('Vitest $major, pool $pool', ({ major, pool }) => {
  async function passes(body: string) {
    project = new Project(major, {
      'vitest.config.js': config({}, { pool }),
      'page.html': '',
      'a.test.js': tests(body),
    })
    const run = await project.run()
    expect(run.messages.trim()).toBe('')
    expect(run.output).not.toContain('Unhandled')
    expect(run.code).toBe(0)
    expect(project.leftovers()).toEqual([])
  }

  test('fake timers do not stall a page', () =>
    passes(`
      beforeEach(() => void vi.useFakeTimers())
      afterEach(() => void vi.useRealTimers())
      test('a', async ({ page }) => {
        await page.setContent('<button onclick="this.textContent = 1">go</button>')
        await page.getByRole('button').click()
        expect(await page.evaluate(() => document.body.textContent)).toBe('1')
      })
      test('b', async ({ page }) => {
        expect(await page.evaluate(() => 2)).toBe(2)
      })
    `))

  test('a reset of all modules makes no second connection', () =>
    passes(`
      afterEach(() => void vi.resetModules())
      test('a', async ({ page }) => {
        vi.resetModules()
        const again = await import('cefrig/vitest')
        expect(again.test).toBeTypeOf('function')
        expect(await page.evaluate(() => 1)).toBe(1)
      })
      test('b', async ({ page }) => {
        expect(await page.evaluate(() => 2)).toBe(2)
        expect(hosts()).toHaveLength(1)
      })
    `))

  test('hooks are handed the page of their test', () =>
    passes(`
      beforeEach(async ({ page }) => void (await page.goto('/page.html')))
      afterEach(async ({ page }) => note(await page.evaluate(() => [location.pathname, document.title])))
      test('a', async ({ page }) => {
        await page.evaluate(() => { document.title = 'a' })
      })
      test('b', () => {})
      afterAll(() => {
        expect(readFileSync('notes', 'utf8').split('\\n')).toEqual(['["/page.html","a"]', '["/page.html",""]', ''])
      })
    `))

  test('concurrent tests of a file have pages of their own', () =>
    passes(`
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
    `))
})
