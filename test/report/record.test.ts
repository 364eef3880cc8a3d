import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Run, TestRecord } from '../../src/report/run.js'
import { readRun, runDirectory, runFile } from '../../src/report/run-file.js'
import { collect, ended, Project, until, vitestMajors } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'

let project: Project
afterEach(() => project.remove())

const small = { viewport: { width: 120, height: 60 } }
const record = () => readRun(runFile(project.directory))

function testOf(run: Run, title: string): TestRecord {
  const found = run.tests.filter(({ titles }) => titles.at(-1) === title)
  expect(found).toHaveLength(1)
  return found[0]!
}

const card = (text: string, name = 'card') => `
  test('${name}', async ({ page }) => {
    await page.setContent('<p>${text}</p>')
    await expect(page).toMatchGolden('${name}')
  })`

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('a run is recorded: its tests, their pictures, and what those did that failed', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ ...small, golden: { outputDir: 'pictures' } }),
      'specs/card.test.js': tests(`
        ${card('Save')}
        describe('cards', () => {
          test('changes', { retry: 1 }, async ({ page }) => {
            await page.setContent('<p>one</p><button>Go</button>')
            await page.evaluate(() => console.warn('from the page'))
            await page.getByRole('button').click()
            await page.keyboard.press('Enter')
            await expect(page.locator('p')).toHaveText('one')
            await expect(page).toMatchGolden('twice')
            await page.setContent('<p>two</p>')
            await expect(page).not.toMatchGolden('twice')
            await expect(page).toMatchGolden('twice')
          })
        })
        test.todo('later')
        test('waits', async ({ page }) => {
          await page.locator('x').click({ timeout: 50 })
        })
        test('without pages', () => expect(1).toBe(1))`),
      'specs/broken.test.js': tests('throw new Error("not loaded")'),
    })
    await project.run()
    const run = await record()
    expect(run).toMatchObject({
      format: 1,
      runner: { name: 'vitest', version: expect.stringMatching(`^${major}\\.`) },
      cefrig: expect.stringMatching(/^\d+\./),
      shard: null,
      partial: ['failed'],
      obsolete: [],
    })
    expect(readFileSync(join(runDirectory(project.directory), '.gitignore'), 'utf8')).toBe('*\n')
    expect(new Set(run.tests.map(({ id }) => id)).size).toBe(6)
    expect(testOf(run, 'card')).toMatchObject({
      ...{ file: 'specs/card.test.js', titles: ['card'], state: 'passed', attempts: 1 },
      ...{ errors: [], console: [], steps: [] },
      pictures: [
        {
          ...{ name: 'card', golden: 'specs/__goldens__/card.test.js/card.png', attempt: 0 },
          ...{ outcome: 'written', reference: null, difference: null, files: {} },
          size: small.viewport,
          digest: expect.stringMatching(/^[\da-f]{16}$/),
          environment: { platform: 'linux', scale: 1 },
        },
      ],
    })
    expect(testOf(run, 'later')).toMatchObject({ state: 'skipped', attempts: 0 })
    expect(testOf(run, 'without pages')).toMatchObject({ state: 'passed', steps: [], pictures: [] })
    expect(testOf(run, 'broken.test.js')).toMatchObject({
      state: 'failed',
      errors: [{ message: 'not loaded' }],
    })
    expect(testOf(run, 'waits').steps).toMatchObject([
      { title: "locator('x').click({ timeout: 50 })", error: expect.stringContaining('no element matches') },
    ])

    const failed = testOf(run, 'changes')
    expect(failed).toMatchObject({ titles: ['cards', 'changes'], state: 'failed', attempts: 2 })
    expect(failed.errors.map(({ message }) => message.split('\n')[0])).toEqual([
      expect.stringContaining('differ from specs/__goldens__/card.test.js/twice.png'),
      expect.stringContaining('differ from specs/__goldens__/card.test.js/twice.png'),
    ])
    expect(failed.errors[0]?.stack).toMatch(/^at specs\/card\.test\.js:\d+:\d+/)
    expect(failed.console).toMatchObject([{ level: 'warning', text: 'from the page' }])
    expect(failed.steps.map(({ title }) => title)).toEqual([
      "page.setContent('<p>one</p><button>Go</button>')",
      'page.evaluate(() => …)',
      "getByRole('button').click()",
      "page.keyboard.press('Enter')",
      "expect(locator('p')).toHaveText('one')",
      "expect(page).toMatchGolden('twice')",
      "page.setContent('<p>two</p>')",
      "expect(page).not.toMatchGolden('twice')",
      "expect(page).toMatchGolden('twice')",
    ])
    expect(failed.steps.filter(({ error }) => error)).toHaveLength(1)
    expect(failed.steps.every(({ at, duration }) => at >= 0 && duration >= 0)).toBe(true)
    expect(failed.pictures.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [0, 'written'],
      [0, 'mismatched'],
      [1, 'matched'],
      [1, 'mismatched'],
    ])
    const { files, reference, difference } = failed.pictures[3]!
    expect(Object.keys(files)).toEqual(['expected', 'actual', 'diff'])
    // The run's directory is whole, wherever the pictures of failures were written.
    for (const file of Object.values(files))
      expect(statSync(join(runDirectory(project.directory), file)).size).toBeGreaterThan(0)
    expect(reference).toEqual({ size: small.viewport, sha256: expect.stringMatching(/^[\da-f]{64}$/) })
    expect(difference).toMatchObject({ totalPixels: 7200, allowedPixels: 0 })
    expect(difference?.regions.some(({ element }) => element?.includes('two'))).toBe(true)
    expect(JSON.stringify(run)).not.toContain(project.directory)
  })
})

describe('Vitest', () => {
  test('shards record their part, and merged reports the whole', async () => {
    project = new Project(5, {
      'vitest.config.js': config(small),
      'a.test.js': tests(card('one', 'a')),
      'b.test.js': tests(card('two', 'b')),
    })
    for (const index of [1, 2]) {
      const output = `--outputFile.blob=blobs/${index}.json`
      expect((await project.run([`--shard=${index}/2`, '--reporter=blob', output])).code).toBe(0)
      const run = await record()
      expect(run).toMatchObject({ shard: { index, count: 2 }, partial: ['shard'] })
      expect(run.tests).toHaveLength(1)
    }
    await project.run(['--merge-reports=blobs'])
    const merged = await record()
    expect(merged).toMatchObject({ shard: null, partial: [] })
    expect(merged.tests.map(({ file, pictures }) => [file, pictures.length])).toEqual([
      ['a.test.js', 1],
      ['b.test.js', 1],
    ])
  })

  test('reruns of watch mode are merged', async () => {
    project = new Project(5, {
      'vitest.config.js': config(small, { pool: 'threads' }),
      'a.test.js': tests(card('one', 'a')),
      'b.test.js': tests(card('two', 'b')),
    })
    const child = project.start(['--watch'])
    const waits = () => output().split('Waiting for file changes').length - 1
    const output = collect(child)
    await until(() => waits() === 1)
    const first = await record()
    expect(first).toMatchObject({ partial: [], tests: [{ state: 'passed' }, { state: 'passed' }] })
    project.write('a.test.js', tests(card('three', 'a')))
    await until(() => output().includes('Watching for file changes'))
    const second = await record()
    expect(second.id).not.toBe(first.id)
    expect(second.partial).toEqual(['watch', 'failed'])
    expect(second.tests.map(({ file, state }) => [file, state]).toSorted()).toEqual([
      ['a.test.js', 'failed'],
      ['b.test.js', 'passed'],
    ])
    child.kill('SIGINT')
    await ended(child)
  })

  test('what leaves tests out is told, and a run without tests takes no place', async () => {
    project = new Project(5, {
      'vitest.config.js': config({}, { pool: 'threads' }),
      'a.test.js': tests(`test('one', () => {}); test('two', () => {})`),
      'b.test.js': tests(`test('three', () => {}); test.skip('four', () => {})`),
      'c.test.js': tests(`test('bad', () => expect(1).toBe(2)); test('worse', () => {})`),
      'd.test.js': tests(`test('fine', () => void Promise.reject(new Error('nobody caught this')))`),
      'runs.mjs': `
        import { appendFileSync, readFileSync } from 'node:fs'
        import { startVitest } from 'vitest/node'
        const runs = [
          [['a'], {}], [[], { testNamePattern: 'one' }], [['b'], {}], [['c'], { bail: 1 }],
          [[], { exclude: ['b.test.js', 'c.test.js', 'd.test.js'] }], [['nowhere'], { passWithNoTests: true }],
          [['d'], {}],
        ]
        for (const [filters, options] of runs) {
          const vitest = await startVitest('test', filters, { run: true, reporters: [{}], ...options })
          await vitest?.close()
          const { id, partial } = JSON.parse(readFileSync('.cefrig/run.json', 'utf8'))
          appendFileSync('notes', JSON.stringify([id, partial]) + '\\n')
        }
        process.exitCode = 0`,
    })
    expect(await ended(project.startNode(['runs.mjs']))).toEqual([0, null])
    const runs = project.notes<[id: string, partial: string[]]>()
    expect(runs.map(([, partial]) => partial)).toEqual([
      ['filter'],
      ['filter', 'skipped'],
      ['filter', 'skipped'],
      expect.arrayContaining(['filter', 'failed']),
      ['filter'],
      ['filter'],
      ['filter', 'failed'],
    ])
    expect(runs[5]?.[0]).toBe(runs[4]?.[0])
    expect((await record()).tests).toMatchObject([
      { file: 'd.test.js', state: 'failed', errors: [{ message: 'nobody caught this' }] },
      { file: 'd.test.js', titles: ['fine'], state: 'passed' },
    ])
    expect(readdirSync(runDirectory(project.directory)).toSorted()).toEqual(['.gitignore', 'run.json'])
  })
})

test.each([
  [5, 'dot'],
  [4, 'github-actions'],
] as const)(
  'Vitest %i tells GitHub, JUnit and HTML reports of failures, with the reporter %s',
  async (major, reporter) => {
    project = new Project(major, {
      'vitest.config.js': config(small),
      'a.test.js': tests(`${card('one', 'a')}\ntest('fine', () => {})`),
    })
    project.write(
      'artifacts.js',
      `import { appendFileSync } from 'node:fs'
      export default class {
        onTestCaseArtifactRecord(test, { type, kind, attachments }) {
          const files = attachments.map(({ name, contentType, width, height }) => [name, contentType, width, height])
          appendFileSync('notes', JSON.stringify({ type, kind, files }) + '\\n')
        }
      }`,
    )
    const env = { CI: '1', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: dirname(project.directory) }
    const junit = ['--reporter=junit', '--outputFile.junit=junit.xml']
    const { output } = await project.run(
      [`--reporter=${reporter}`, '--reporter=./artifacts.js', ...junit],
      env,
    )
    const commands = output.split('\n').filter((line) => line.startsWith('::'))
    expect(commands).toEqual([expect.stringContaining('there is no golden __goldens__/a.test.js/a.png')])
    expect(commands[0]).toMatch(/^::error file=.*,line=\d+/)
    if (reporter === 'dot') expect(commands[0]).toContain(`file=${basename(project.directory)}/a.test.js,`)
    const xml = project.read('junit.xml')
    const actual = join(runDirectory(project.directory), 'results/a.test.js/a/a-actual.png')
    expect(xml.split('[[ATTACHMENT|')).toHaveLength(2)
    expect(xml).toMatch(/name="a"[^>]*>\s*<system-out>\s*\[\[ATTACHMENT\|/)
    expect(xml).toContain(`[[ATTACHMENT|${actual}]]`)
    // What Vitest's UI and its HTML reporter show with a slider.
    expect(project.notes<object>()).toEqual([
      {
        type: 'internal:toMatchScreenshot',
        kind: 'visual-regression',
        files: [['actual', 'image/png', small.viewport.width, small.viewport.height]],
      },
    ])
  },
)
