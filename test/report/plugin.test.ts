// The plugin's option `report`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeSettings, type RunnerOptions } from '../../src/client/settings.js'
import { Project } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'

let project: Project | undefined
afterEach(() => {
  project?.remove()
  project = undefined
})

const seeded = (report: unknown) =>
  new Project(5, {
    'vitest.config.js': config({ viewport: { width: 120, height: 60 }, report }),
    'specs/card.test.js': tests(`
      test('card', async ({ page }) => {
        await page.setContent('<p>one</p>')
        await expect(page).toMatchGolden('card')
        await page.setContent('<p>two</p>')
        await expect(page).toMatchGolden('card')
      })`),
  })

test('a run ends in a report, and says where it is', async () => {
  project = seeded(true)
  const { output } = await project.run()
  expect(output).toContain('cefrig: the report is in .cefrig/report/index.html')
  const script = readFileSync(join(project.directory, '.cefrig/report/run.js'), 'utf8')
  expect(script).toContain('specs/__goldens__/card.test.js/card.png')
  expect(script.match(/pictures\/[0-9a-f]{20}\.png/g)?.length).toBeGreaterThanOrEqual(3)
})

test('in a folder of its own; what is no report is left alone, and the run goes on', async () => {
  project = seeded({ outDir: 'site/visual', passed: true })
  await project.run()
  expect(existsSync(join(project.directory, 'site/visual/index.html'))).toBe(true)
  await mkdir(join(project.directory, 'site/visual/mine'))
  writeFileSync(join(project.directory, 'site/visual/mine/notes.txt'), 'mine')
  const { output } = await project.run()
  expect(output).toContain('cefrig: the report is not written. ')
  expect(output).toContain('holds mine, which is no part of a report')
  expect(readFileSync(join(project.directory, 'site/visual/mine/notes.txt'), 'utf8')).toBe('mine')
})

test('options that do not exist are refused with the nearest one, and wrong values', () => {
  const given = (report: unknown) => () =>
    makeSettings({ where: 'cefrig()', options: { report } as RunnerOptions, root: '/' })
  expect(given({ outdir: 'site' })).toThrow('unknown option "report.outdir"')
  expect(given({ outdir: 'site' })).toThrow('"report.outDir"')
  expect(given('site')).toThrow('option "report" is "site". Give true, false, or { outDir, passed }.')
  expect(given({ passed: 1 })).toThrow('option "report.passed" is 1.')
})
