import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Project, until, vitestMajors } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const agent = (expected: string) =>
  tests(`
    test('${expected}', async ({ page }) => {
      note(hosts())
      expect(await page.evaluate(() => navigator.userAgent)).toBe('${expected}')
    })
  `)

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('two projects with different boot options have different Hosts', async () => {
    project = new Project(major, {
      'vitest.config.js': `
        import { defineConfig } from 'vitest/config'
        import { cefrig } from 'cefrig/vitest/plugin'
        const of = (name) => ({
          plugins: [cefrig({ userAgent: name })],
          test: { name, include: [name + '.test.js'] },
        })
        export default defineConfig({ test: { maxWorkers: 1, projects: [of('one'), of('two')] } })
      `,
      'one.test.js': agent('one'),
      'two.test.js': agent('two'),
    })
    const run = await project.run()
    expect(run.tests).toEqual({ one: 'passed', two: 'passed' })
    expect(project.leftovers()).toEqual([])
  })

  test('projects that inherit the plugin share its Hosts', async () => {
    project = new Project(major, {
      'vitest.config.js': `
        import { defineConfig } from 'vitest/config'
        import { cefrig } from 'cefrig/vitest/plugin'
        export default defineConfig({
          plugins: [cefrig({ userAgent: 'both' })],
          test: {
            maxWorkers: 1,
            projects: ['one', 'two'].map((name) => ({ extends: true, test: { name, include: [name + '.test.js'] } })),
          },
        })
      `,
      'one.test.js': agent('both'),
      'two.test.js': agent('both'),
    })
    const run = await project.run()
    expect(run.output).toContain('2 passed')
    expect(new Set(project.notes().flat()).size).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  test.each(['forks', 'threads', 'vmForks'])(
    'the environment works without the plugin in pool %s',
    async (pool) => {
      const environment = (directory: string) =>
        join(directory, 'node_modules/cefrig/dist/environment/vitest/environment.js')
      project = new Project(major, { 'a.test.js': agent('alone'), 'b.test.js': agent('alone') })
      project.write(
        'vitest.config.js',
        `export default { test: ${JSON.stringify({
          environment: environment(project.directory),
          environmentOptions: { cefrig: { userAgent: 'alone' } },
          pool,
          maxWorkers: 1,
        })} }`,
      )
      const run = await project.run()
      expect(run.output).toContain('2 passed')
      expect(new Set(project.notes().flat()).size).toBe(1)
      // The runner does not know of the Host, which ends when it sees the end of the runner.
      await until(() => project?.leftovers().length === 0)
    },
  )

  test('a project that asks for another environment keeps it, and has pages too', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ userAgent: 'guest' }, { environment: './environment.js' }),
      'environment.js': `
        export default {
          name: 'own',
          viteEnvironment: 'ssr',
          setup(global) {
            global.own = 'own'
            return { teardown() {} }
          },
        }
      `,
      'a.test.js': tests(`
        test('a', async ({ page }) => {
          expect(globalThis.own).toBe('own')
          expect(await page.evaluate(() => navigator.userAgent)).toBe('guest')
        })
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(run.code).toBe(0)
    expect(project.leftovers()).toEqual([])
  })

  test('pages are served from the root of the project', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ root: 'public' }),
      'public/index.html': '<title>served</title>',
      'a.test.js': tests(`
        test('a', async ({ page }) => {
          await page.goto('/index.html')
          expect(await page.title()).toBe('served')
          expect(page.url()).toBe('https://cefrig.test/index.html')
        })
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(run.code).toBe(0)
  })
})
