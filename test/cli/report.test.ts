import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Runs, sampleRun, writeRunFile } from '../report/runs.js'
import { cefrig as run } from './run.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-report-'))
})
afterEach(() => rm(directory, { recursive: true }))

const report = (...args: string[]) => run(['report', ...args], process.env, [], directory)
const at = (...path: string[]) => join(directory, ...path)
const parts = ['cefrig-report.json', 'index.html', 'pictures', 'report.css', 'report.js', 'run.js']

test('cefrig report writes a folder that shows the last run', async () => {
  await sampleRun(at('.cefrig'))
  expect(await report()).toEqual({
    code: 0,
    stdout: '6 tests, 4 failed, 8 pictures. Open .cefrig/report/index.html\n',
    stderr: '',
  })
  expect((await readdir(at('.cefrig/report'))).sort()).toEqual(parts)
  // Two of five failures have three pictures and their bytes twice; the others less.
  expect(await readdir(at('.cefrig/report/pictures'))).toHaveLength(21)
})

test('--out, and the folder of a run, its `.cefrig` or its file', async () => {
  await sampleRun(at('a/.cefrig'))
  for (const folder of ['a', 'a/.cefrig/run.json'])
    expect(await report(folder, '--out', 'public/visual')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Open public/visual/index.html'),
    })
  expect((await readdir(at('public/visual'))).sort()).toEqual(parts)
  expect(await readdir(at('public'))).toEqual(['visual'])
})

describe('several runs', () => {
  async function shard(folder: string, index: number, count: number): Promise<void> {
    const runs = new Runs()
    const tests = [
      await runs.test(at(folder), { titles: [`of ${index}`], samples: [{ name: `p${index}`, seed: index }] }),
    ]
    await writeRunFile(
      at(folder),
      runs.run(tests, { id: `s${index}`, shard: { index, count }, partial: ['shard'] }),
    )
  }

  test('become one; what does not fit together is told', async () => {
    await shard('one', 1, 3)
    await shard('two/.cefrig', 2, 3)
    expect(await report('one', 'two', '--out', 'all')).toEqual({
      code: 0,
      stdout: '2 tests, 2 failed, 2 pictures, of 2 runs. Open all/index.html\n',
      stderr: 'Shard 3 of 3 is missing.\n',
    })
  })

  test('are found below a folder with --merge, and hinted at without', async () => {
    await shard('artifacts/visual-1', 1, 2)
    await shard('artifacts/visual-2/.cefrig', 2, 2)
    expect(await report('artifacts')).toMatchObject({
      code: 1,
      stderr:
        'cefrig report failed: artifacts holds no run itself, 2 runs are in folders below it. Give --merge to take those.\n',
    })
    expect(await report('artifacts', '--merge')).toMatchObject({ code: 0, stderr: '' })
    expect(await readFile(at('.cefrig/report/run.js'), 'utf8')).toContain('artifacts/visual-2')
  })
})

describe('bad input', () => {
  test('no run: says what to do', async () => {
    expect(await report()).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'cefrig report failed: neither run.json nor .cefrig/run.json is in this folder. Run the tests before, or give the folder of a run.\n',
    })
    expect(await report('nowhere')).toMatchObject({
      code: 1,
      stderr: 'cefrig report failed: there is no folder nowhere. Give the folder of a run.\n',
    })
    expect(await report('.', '--merge')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no run.json is in'),
    })
    expect(await readdir(directory)).toEqual([])
  })

  test.each([
    ['{"format":1,"tests":', 'cut short'],
    ['{"format":7}', 'format 7'],
  ])('a file %j that is no run: says why, and writes nothing', async (text, reason) => {
    await writeFile(at('run.json'), text)
    expect(await report()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(reason) })
    expect(await readdir(directory)).toEqual(['run.json'])
  })

  test('unknown options', async () => {
    expect(await report('--output', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `--out`?'),
    })
  })
})

describe('a folder that is there', () => {
  test('is replaced when it is a report, also through a link', async () => {
    await sampleRun(at('.cefrig'))
    await report('--out', 'out')
    await writeFile(at('out/pictures/old.png'), '')
    await symlink('out', at('link'))
    expect(await report('--out', 'link')).toMatchObject({ code: 0 })
    expect(await readdir(at('out/pictures'))).not.toContain('old.png')
    expect((await readdir(directory)).sort()).toEqual(['.cefrig', 'link', 'out'])
  })

  test('is left alone when it holds anything else', async () => {
    await sampleRun(at('.cefrig'))
    const refused = async (out: string, fact: string) => {
      const before = await readdir(at(out)).catch(() => 'file')
      expect(await report('--out', out)).toMatchObject({
        code: 1,
        stderr: `cefrig report failed: ${at(out)} ${fact}. Nothing was overwritten: give another folder with --out.\n`,
      })
      expect(await readdir(at(out)).catch(() => 'file')).toEqual(before)
    }
    await mkdir(at('docs'))
    await writeFile(at('docs/index.html'), 'mine')
    await refused('docs', 'is not empty, and no report of cefrig')
    await refused('docs/index.html', 'is a file')
    await report('--out', 'out')
    await writeFile(at('out/notes.txt'), 'mine')
    await refused('out', 'holds notes.txt, which is no part of a report')
    await mkdir(at('empty'))
    expect(await report('--out', 'empty')).toMatchObject({ code: 0 })
  })

  test('is whole whoever of several writers comes last, and what a killed one left is removed', async () => {
    await sampleRun(at('.cefrig'))
    await mkdir(at('.out.cefrig-dead/pictures'), { recursive: true })
    const longAgo = new Date(Date.now() - 7_200_000)
    await utimes(at('.out.cefrig-dead'), longAgo, longAgo)
    await cp(at('.cefrig'), at('other'), { recursive: true })
    const done = await Promise.all([
      report('--out', 'out'),
      report('other', '--out', 'out'),
      report('--out', 'out'),
    ])
    expect(done.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ])
    expect((await readdir(at('out'))).sort()).toEqual(parts)
    expect((await readdir(directory)).sort()).toEqual(['.cefrig', 'other', 'out'])
  })
})
