import { afterEach, describe, expect, test } from 'vitest'
import { collect, ended, Project, until, vitestMajors } from './project.js'
import { config, headings, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const killHost = tests(`
  const hostPid = () =>
    hosts()
      .map((directory) => JSON.parse(readFileSync(join(directory, 'process.json'), 'utf8')).pid)
      .find((pid) => { try { return process.kill(pid, 0) } catch { return false } })
  test('loses its Host', async ({ page }) => {
    process.kill(hostPid(), 'SIGKILL')
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  })
  test('gets a new one', async ({ page }) => {
    expect(await page.evaluate(() => 1 + 1)).toBe(2)
  })
`)

const waits = tests(`
  test('waits', async ({ page }) => {
    await page.evaluate(() => 1)
    note('ready')
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  })
`)

describe.each(vitestMajors)('Vitest %i', (major) => {
  test.each(['forks', 'threads', 'vmForks'])(
    'pool %s: kill -9 of the Host fails the test at hand with what happened; the next one passes',
    async (pool) => {
      project = new Project(major, { 'vitest.config.js': config({}, { pool }), 'host.test.js': killHost })
      const run = await project.run()
      expect(run.messages).toContain('ended unexpectedly')
      expect(run.tests).toEqual({ 'loses its Host': 'failed', 'gets a new one': 'passed' })
      expect(run.output).toMatch(/cefrig: a Host died; its log is .*\/\.cefrig\/logs\/\d+-host\.log/)
      expect(run.messages).toContain('page.evaluate() failed')
      expect(run.messages).toContain('ended unexpectedly')
      expect(project.leftovers()).toEqual([])
    },
  )

  test('kill -9 of a worker fails its file alone and leaves nothing', async () => {
    project = new Project(major, {
      'vitest.config.js': config({}, { pool: 'forks', maxWorkers: 1 }),
      'a.test.js': tests(`
        test('dies', async ({ page }) => {
          await page.evaluate(() => 1)
          process.kill(process.pid, 'SIGKILL')
          await new Promise(() => {})
        })
      `),
      'b.test.js': headings('lives'),
    })
    const run = await project.run()
    expect(run.tests.lives).toBe('passed')
    expect(run.code).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  test('kill -9 of the runner leaves nothing', async () => {
    project = new Project(major, { 'vitest.config.js': config(), 'a.test.js': waits, 'b.test.js': waits })
    const child = project.start(['run', '--testTimeout=0'])
    await until(() => project?.notes().length)
    child.kill('SIGKILL')
    await ended(child)
    await until(() => project?.leftovers().length === 0)
  })

  test('SIGINT in a run leaves nothing', async () => {
    project = new Project(major, { 'vitest.config.js': config(), 'a.test.js': waits })
    const child = project.start(['run', '--testTimeout=0'])
    collect(child)
    await until(() => project?.notes().length)
    child.kill('SIGINT')
    await until(() => project?.leftovers().length === 0)
  })
})
