// What a run of Jest leaves for `cefrig report`, `review` and `prune`.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { prunable } from '../../src/report/prune.js'
import type { TestRecord } from '../../src/report/run.js'
import { readRun, runDirectory, runFile } from '../../src/report/run-file.js'
import { JestProject } from './project.js'
import { config, docblockOf, tests } from './seeds.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const card = (text: string, name: string) => `
  test('${name}', async () => {
    await page.setContent('<p>${text}</p>')
    await expect(page).toMatchGolden('${name}')
  })`

// It runs Jest three times.
test('a run is recorded, its obsolete goldens too; a shard and a filtered run say what they are', {
  timeout: 240_000,
}, async () => {
  project = new JestProject({
    'jest.config.json': config({ viewport: { width: 60, height: 40 } }, { testTimeout: 60_000 }),
    'specs/cards.test.js': tests(`
      describe('cards', () => {
        ${card('one', 'first')}
        ${card('two', 'second')}
      })
      test.todo('later')`),
    'specs/other.test.js': tests(`
      jest.retryTimes(1)
      test('changes', async () => {
        await page.setContent('<p>one</p><button>Go</button>')
        await page.evaluate(() => console.warn('from the page'))
        await page.getByRole('button').click()
        await expect(page.locator('p')).toMatchGolden('other')
        await page.setContent('<p>four</p>')
        await expect(page.locator('p')).toMatchGolden('other')
      })`),
    'specs/killed.test.js': tests(`test('is killed', () => { process.kill(process.pid, 'SIGKILL') })`),
    'specs/misspelt.test.js': tests(`test('runs', () => {})`, docblockOf({ viewPort: {} })),
    'specs/plain.test.js': `/**
        * ${['@jest', 'environment'].join('-')} node
        */
      test('without cefrig', () => {})`,
  })
  const { directory } = project
  const record = () => readRun(runFile(directory))

  // With this seed the second card comes before the first.
  const first = await project.run(['--maxWorkers=2', '--randomize', '--seed=1'])
  expect(first.code).toBe(1)
  const failed = await record()
  expect(failed).toMatchObject({
    format: 1,
    runner: { name: 'jest', version: expect.stringMatching(/^30\./) },
    shard: null,
    partial: ['failed'],
    obsolete: [],
  })
  const byTitle = (title: string): TestRecord => failed.tests.find((one) => one.titles.at(-1) === title)!
  const titles = failed.tests.map((one) => one.titles.join(' > '))
  expect([...titles].sort()).toEqual([
    ...['cards > first', 'cards > second', 'changes', 'killed.test.js', 'later', 'misspelt.test.js'],
  ])
  expect(titles.indexOf('cards > second')).toBeLessThan(titles.indexOf('cards > first'))
  // Of a file whose worker was killed, or that has wrong options, nobody else tells.
  expect(byTitle('misspelt.test.js').errors[0]!.message).toContain('unknown option "viewPort"')
  expect(byTitle('killed.test.js')).toMatchObject({
    state: 'failed',
    errors: [{ message: expect.stringContaining('SIGKILL') }],
  })
  expect(byTitle('first')).toMatchObject({
    file: 'specs/cards.test.js',
    state: 'passed',
    attempts: 1,
    pictures: [{ name: 'first', outcome: 'written', golden: 'specs/__goldens__/cards.test.js/first.png' }],
  })
  expect(byTitle('later')).toMatchObject({ state: 'skipped', attempts: 0 })
  const changes = byTitle('changes')
  expect(changes).toMatchObject({ state: 'failed', attempts: 2, console: [{ text: 'from the page' }] })
  expect(changes.errors[0]!.message).toContain('toMatchGolden')
  expect(changes.errors[0]!.stack).toContain('specs/other.test.js')
  expect(changes.steps.map(({ title }) => title)).toContain("getByRole('button').click()")
  expect(changes.pictures.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
    ...[
      ['written', 0],
      ['mismatched', 0],
      ['matched', 1],
      ['mismatched', 1],
    ],
  ])
  const { actual } = changes.pictures.at(-1)!.files
  expect(existsSync(join(runDirectory(directory), actual!))).toBe(true)
  // Nothing of the way from the workers is left.
  expect(readdirSync(runDirectory(directory))).not.toContain('notes')

  for (const name of ['killed', 'misspelt']) project.unlink(`specs/${name}.test.js`)
  project.write('specs/cards.test.js', tests(card('one', 'first')))
  project.write('specs/other.test.js', tests(card('three', 'third')))
  const part = await project.run(['-i', '--shard=1/2', '-t', 'first'])
  expect(part.code).toBe(0)
  const shard = await record()
  expect(shard).toMatchObject({ shard: { index: 1, count: 2 }, obsolete: [] })
  expect(shard.partial).toEqual(expect.arrayContaining(['filter', 'shard']))

  const whole = await project.run(['-i'])
  expect(whole.code).toBe(0)
  expect(whole.output).toContain(
    'cefrig: no test looked at 2 obsolete goldens. `npx cefrig prune` deletes what is listed.',
  )
  const run = await record()
  expect(run).toMatchObject({ partial: [], shard: null })
  const obsolete = ['specs/__goldens__/cards.test.js/second.png', 'specs/__goldens__/other.test.js/other.png']
  expect(run.obsolete).toEqual(obsolete)
  expect(await prunable(directory, run)).toEqual(obsolete)
})
