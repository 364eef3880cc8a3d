import { afterEach, describe, expect, test } from 'vitest'
import { collect, ended, Project, until, vitestMajors } from './project.js'
import { config, headings, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const four = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.test.js`, headings(name)]))

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('--shard runs each file once over all shards', async () => {
    project = new Project(major, { 'vitest.config.js': config(), ...four })
    const first = await project.run(['--shard=1/2'])
    const second = await project.run(['--shard=2/2'])
    const ran = [...Object.keys(first.tests), ...Object.keys(second.tests)]
    expect(ran.sort()).toEqual(['a', 'b', 'c', 'd'])
    expect([first.code, second.code]).toEqual([0, 0])
    expect(project.leftovers()).toEqual([])
  })

  test('-t runs the tests of that name', async () => {
    project = new Project(major, { 'vitest.config.js': config(), 'a.test.js': headings('left', 'right') })
    const run = await project.run(['-t', 'right'])
    expect(run.tests).toMatchObject({ right: 'passed' })
    expect(run.output).toContain('1 passed')
    expect(project.leftovers()).toEqual([])
  })

  test('--bail ends the run after the first failure and leaves nothing', async () => {
    const fails = tests(
      `test('fails', async ({ page }) => { await page.evaluate(() => { throw new Error('no') }) })`,
    )
    project = new Project(major, {
      'vitest.config.js': config({}, { maxWorkers: 1 }),
      ...four,
      'a.test.js': fails,
    })
    const run = await project.run(['--bail=1', 'a.test.js', 'b.test.js', '--sequence.shuffle=false'])
    expect(run.tests.fails).toBe('failed')
    expect(run.code).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  test('`vitest list` starts no Host', async () => {
    project = new Project(major, { 'vitest.config.js': config(), ...four })
    const child = project.start(['list'])
    const output = collect(child)
    expect(await ended(child)).toEqual([0, null])
    expect(output()).toContain('a.test.js')
    expect(project.leftovers()).toEqual([])
  })

  test('an edit of the configuration in watch mode makes new Hosts, and nothing is left of them or the old ones', async () => {
    const agent = tests(`test('a', async ({ page }) => note(await page.evaluate(() => navigator.userAgent)))`)
    project = new Project(major, { 'vitest.config.js': config({ userAgent: 'one' }), 'a.test.js': agent })
    const child = project.start(['--watch'])
    const output = collect(child)
    await until(() => output().includes('Waiting for file changes'))
    project.write('vitest.config.js', config({ userAgent: 'two' }))
    await until(() => project?.notes().length === 2)
    expect(project.notes<string>()).toEqual(['one', 'two'])
    child.kill('SIGKILL')
    await until(() => project?.leftovers().length === 0)
  })

  test('a rerun of watch mode keeps the Host', async () => {
    project = new Project(major, {
      'vitest.config.js': config({}, { maxWorkers: 1 }),
      'a.test.js': headings('old'),
    })
    const child = project.start(['--watch', '--maxWorkers=1'])
    const output = collect(child)
    await until(() => output().includes('Waiting for file changes'))
    project.write('a.test.js', headings('new'))
    await until(() => project?.notes().length === 2)
    await until(() => output().split('Waiting for file changes').length === 3)
    const [before, after] = project.notes()
    expect(before).toHaveLength(1)
    expect(after).toEqual(before)
    child.kill('SIGINT')
    await ended(child)
    await until(() => project?.leftovers().length === 0)
  })
})
