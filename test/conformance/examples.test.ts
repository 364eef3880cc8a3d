// Examples that can be copied pass where there is nothing of this repository but its tarball.
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readRun, runFile } from '../../src/report/run-file.js'
import { isWhole } from './cells.js'
import { ExamplesProject } from './examples-project.js'

const names = ['react', 'vue', 'svelte', 'solid', 'lit', 'storybook', 'jest', 'browser-mode']

// `npm test` by itself runs them where they are.
describe.runIf(isWhole)('copied and installed from the packed tarball', () => {
  let project: ExamplesProject
  beforeAll(async () => {
    project = new ExamplesProject(names)
    await project.install(inject('tarball'))
  }, 600_000)
  afterAll(() => project?.remove())

  test('they have the packages that this repository is tested with, and its tarball', () => {
    expect(project.strangers()).toEqual([])
    const place = join(project.directory, 'node_modules/cefrig')
    expect(realpathSync(place)).toBe(join(realpathSync(project.directory), 'node_modules/cefrig'))
  })

  test.each(names)('examples/%s passes', { timeout: 300_000 }, async (name) => {
    const { code, output } = await project.test(name)
    expect(code, output).toBe(0)
    // All of its files, and no golden is missing: in continuous integration none is written.
    const { tests, partial } = await readRun(runFile(project.of(name)))
    expect([...new Set(tests.map(({ file }) => file))].sort()).toEqual(project.files(name))
    expect([...new Set(tests.map(({ state }) => state))]).toEqual(['passed'])
    expect(partial).toEqual([])
    expect(project.leftovers()).toEqual([])
  })
})
