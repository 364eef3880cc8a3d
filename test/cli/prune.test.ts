import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readRun, runFile } from '../../src/report/run-file.js'
import { filesBelow } from '../golden/scratch.js'
import { Project, type VitestMajor, vitestMajors } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'
import { cefrig } from './run.js'

let project: Project
afterEach(() => project.remove())

const looks = (...names: string[]) =>
  tests(
    names
      .map(
        (name) => `
          test('${name}', async ({ page }) => {
            await page.setContent('<p>${name}</p>')
            await expect(page).toMatchGolden('${name}')
          })`,
      )
      .join('\n'),
  )

const goldens = () => filesBelow(project.directory).filter((file) => /^specs\/.*png$/.test(file))
const prune = (...args: string[]) =>
  cefrig(['prune', ...args], { PATH: process.env.PATH }, [], project.directory)

function seed(major: VitestMajor): void {
  project = new Project(major, {
    'vitest.config.js': config({ viewport: { width: 60, height: 30 } }),
    'specs/a.test.js': looks('kept', 'old'),
    'specs/b.test.js': looks('gone'),
  })
}

/** A test file of another name with the same picture; in a run that is not of the whole suite. */
async function refusesAfterARename(gone: string): Promise<void> {
  project.write('specs/c.test.js', looks('gone'))
  const renamed = await project.run(['specs/c'], { CI: '1' })
  expect(renamed.messages).toContain(
    `${gone} has the same pixels: if the golden has a new name, \`git mv ${gone} specs/__goldens__/c.test.js/gone.png\`; otherwise write it with -u.`,
  )
  project.unlink('specs/c.test.js')
  expect((await readRun(runFile(project.directory))).obsolete).toEqual([])
  const refused = await prune()
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain(
    'not of the whole suite: files or tests were asked for by name; tests failed',
  )
}

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('goldens that no test looks at are listed at the end of a whole run, and deleted by cefrig prune', async () => {
    seed(major)
    expect((await project.run()).code).toBe(0)
    project.write('specs/a.test.js', looks('kept'))
    project.unlink('specs/b.test.js')
    const orig = 'specs/__goldens__/a.test.js/kept.png.orig'
    const [kept = '', old = '', gone = ''] = ['a.test.js/kept', 'a.test.js/old', 'b.test.js/gone'].map(
      (name) => `specs/__goldens__/${name}.png`,
    )
    expect(goldens()).toEqual([kept, old, gone])

    if (major === 5) await refusesAfterARename(gone)

    copyFileSync(join(project.directory, kept), join(project.directory, orig))
    const run = await project.run()
    const named = `${orig} (left by a merge tool: the file as it was of kept.png)`
    expect(run.output).toContain(named)
    expect(run.output).toMatch(/Snapshots +2 obsolete\n.*specs\/a\.test\.js\n.*a\.test\.js\/old\.png/s)
    expect(run.output).toContain(
      `cefrig: no test looked at 3 obsolete goldens. \`npx cefrig prune\` deletes what is listed.\n  ${gone}`,
    )
    expect((await readRun(runFile(project.directory))).obsolete).toEqual([orig, old, gone])
    expect(await prune('--dry-run')).toMatchObject({
      code: 0,
      stdout: `${named}\n${old}\n${gone}\n2 obsolete goldens and 1 leftover of merges; nothing was deleted.\n`,
    })
    expect(goldens()).toEqual([kept, old, gone])
    const found = [orig, old, gone]
    expect(await prune('--json')).toMatchObject({
      code: 0,
      stdout: `${JSON.stringify({ obsolete: found, leftovers: [{ path: orig, of: kept, kind: 'orig' }], deleted: found })}\n`,
    })
    expect(goldens()).toEqual([kept])
    expect(await prune()).toEqual({ code: 0, stdout: 'There is no obsolete golden.\n', stderr: '' })
  })
})

test('without a run there is nothing to go by', async () => {
  seed(5)
  expect(await prune()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('run.json does not exist. Run the tests first.'),
  })
})
