import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { decodePng } from '../../src/golden/png-decode.js'
import { cefrig } from '../cli/run.js'
import { Project } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'

let project: Project
afterEach(() => project.remove())

/** Tests of one golden each; the second one passes at its retry only. */
const pages = (text: string) =>
  tests(`
    test('card', async ({ page }) => {
      await page.setContent('<p>${text}</p>')
      await expect(page).toMatchGolden('card')
    })
    let attempt = 0
    test('flaky', { retry: 1 }, async ({ page }) => {
      await page.setContent('<i>' + (${text === 'two'} && attempt++ === 0 ? 'first' : 'later') + '</i>')
      await expect(page).toMatchGolden('flaky', { timeout: 500 })
    })`)

test('what a run of Vitest saw becomes the golden, and the next run passes with it', async () => {
  const small = { viewport: { width: 120, height: 60 } }
  project = new Project(5, { 'vitest.config.js': config(small), 'specs/card.test.js': pages('one') })
  const review = (...args: string[]) =>
    cefrig(['review', ...args, '--json'], process.env, [], project.directory)
  expect((await project.run()).code).toBe(0)
  project.write('specs/card.test.js', pages('two'))
  const failed = await project.run()
  expect([failed.code, failed.tests]).toEqual([1, { card: 'failed', flaky: 'passed' }])
  const { pictures } = JSON.parse((await review('--list')).stdout)
  expect(pictures).toMatchObject([
    {
      name: 'card',
      decision: 'open',
      outcome: 'mismatched',
      golden: 'specs/__goldens__/card.test.js/card.png',
    },
  ])
  const approved = await review('--approve', 'card')
  expect([approved.stderr, approved.code]).toEqual(['', 0])
  const pixels = (path: string) => Buffer.from(decodePng(readFileSync(join(project.directory, path))).data)
  expect(pixels(pictures[0].golden).equals(pixels(pictures[0].files.actual))).toBe(true)
  expect(await project.run([], { CI: '1' })).toMatchObject({
    tests: { card: 'passed', flaky: 'passed' },
  })
  expect(JSON.parse((await review('--approve-all')).stdout)).toMatchObject({ done: [], refused: [] })
})
