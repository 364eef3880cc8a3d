import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Project, type VitestMajor, vitestMajors } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'
import { filesBelow } from './scratch.js'

let project: Project
afterEach(() => project.remove())

function seed(major: VitestMajor, body: string, options: object = {}, testOptions: object = {}): void {
  project = new Project(major, {
    'vitest.config.js': config({ viewport: { width: 200, height: 100 }, ...options }, testOptions),
    'specs/card.test.js': tests(body),
  })
}

function replace(body: string): void {
  project.write('specs/card.test.js', tests(body))
}

const card = (text: string, name = 'card') => `
  test('${name}', async ({ page }) => {
    await page.setContent('<p>${text}</p>')
    await expect(page).toMatchGolden('${name}')
  })`

const goldens = () => filesBelow(join(project.directory, 'specs/__goldens__'))
const results = () => {
  const directory = join(project.directory, '.cefrig/results')
  return existsSync(directory) ? filesBelow(directory) : []
}

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('writes, compares and updates goldens as its options say', async () => {
    seed(major, `${card('Save')} ${card('Load', 'other')}`)
    const first = await project.run()
    expect(first.tests).toEqual({ card: 'passed', other: 'passed' })
    expect(first.output).toMatch(/Snapshots +2 written/)
    expect(goldens()).toEqual(['card.test.js/card.png', 'card.test.js/other.png'])
    const written = project.read('specs/__goldens__/card.test.js/other.png')

    replace(`${card('Store')} ${card('Load', 'other')}`)
    const second = await project.run()
    expect(second.tests).toEqual({ card: 'failed', other: 'passed' })
    expect(second.messages).toContain('pixels')
    expect(second.messages).toContain('differ from specs/__goldens__/card.test.js/card.png')
    expect(second.output).toMatch(/Snapshots +1 failed/)
    expect(results()).toEqual(
      ['actual', 'diff', 'expected'].map((part) => `specs/card.test.js/card/card-${part}.png`),
    )

    const third = await project.run(['-u'])
    expect(third.tests).toEqual({ card: 'passed', other: 'passed' })
    expect(third.output).toMatch(/Snapshots +1 updated/)
    expect(project.read('specs/__goldens__/card.test.js/other.png')).toBe(written)
    expect(results()).toEqual([])

    const last = await project.run([], { CI: '1' })
    expect(last.tests).toEqual({ card: 'passed', other: 'passed' })
    expect(last.output).not.toContain('Snapshots')
  }, 120_000)

  test('keeps the pictures of each retry, and forgets a failure that a retry mends', async () => {
    seed(major, card('Save'))
    await project.run()
    replace(`let tried = 0
      test('card', { retry: 2 }, async ({ page }) => {
        await page.setContent('<p>' + (tried++ < 2 ? 'Try ' + tried : 'Save') + '</p>')
        await expect(page).toMatchGolden('card')
      })`)
    const run = await project.run()
    expect(run.tests).toEqual({ card: 'passed' })
    expect(results()).toEqual(
      ['', 'retry1/'].flatMap((attempt) =>
        ['actual', 'diff', 'expected'].map((part) => `specs/card.test.js/card/${attempt}card-${part}.png`),
      ),
    )
  }, 60_000)
})

describe('Vitest', () => {
  test('writes no golden in CI', async () => {
    seed(5, card('Save'))
    const run = await project.run([], { CI: '1' })
    expect(run.tests).toEqual({ card: 'failed' })
    expect(run.messages).toContain('there is no golden specs/__goldens__/card.test.js/card.png')
    expect(readdirSync(join(project.directory, 'specs'))).toEqual(['card.test.js'])
    expect(results()).toEqual(['specs/card.test.js/card/card-actual.png'])
  }, 60_000)

  test('gives concurrent tests their own goldens, with the global expect too', async () => {
    const body = `
      describe.concurrent('cards', () => {
        for (const text of ['one', 'two', 'three']) {
          test(text, async ({ page }) => {
            await page.setContent('<h1>' + text + '</h1>')
            await expect(page).toMatchGolden()
            await page.setContent('<h2>' + text + '</h2>')
            await expect(page.locator('h2')).toMatchGolden()
          })
        }
      })`
    seed(5, body)
    const names = ['one', 'three', 'two'].flatMap((text) => [1, 2].map((count) => `cards-${text}-${count}`))
    for (const env of [{}, { CI: '1' }]) {
      const run = await project.run([], env)
      expect(run.messages.trim()).toBe('')
      expect(Object.values(run.tests)).toEqual(['passed', 'passed', 'passed'])
      expect(goldens()).toEqual(names.map((name) => `card.test.js/${name}.png`))
    }
  }, 60_000)

  test('goes on after a soft failure, and reports two tests that mean one golden', async () => {
    seed(5, card('Save'), { golden: { template: 'shots/{name}.png' } })
    await project.run()
    expect(filesBelow(join(project.directory, 'shots'))).toEqual(['card.png'])
    replace(`
      test('soft', async ({ page }) => {
        await page.setContent('<p>Store</p>')
        await expect.soft(page).toMatchGolden('card')
        await page.setContent('<p>Save</p>')
        await expect(page).toMatchGolden('card')
        await expect(page).not.toMatchGolden('card', { maxDiffPixelRatio: 0.5 })
      })
      test('again', async ({ page }) => {
        await expect(page).toMatchGolden('card')
      })`)
    const run = await project.run()
    expect(run.tests).toEqual({ soft: 'failed', again: 'failed' })
    expect(run.messages).toContain('differ from shots/card.png')
    expect(run.messages).toContain(
      'not.toMatchGolden() failed: the pixels are those of shots/card.png, 200×100.',
    )
    expect(run.messages).toContain(
      'the tests "soft" (specs/card.test.js) and "again" (specs/card.test.js) mean one golden, shots/card.png. Name them differently.',
    )
    rmSync(join(project.directory, 'shots'), { recursive: true })
  }, 60_000)
})
