import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeGolden } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { type EndedTest, makeRun, recordTests } from '../../src/report/assemble.js'
import { namedObsolete } from '../../src/report/leftovers.js'
import { findObsolete, type GoldenSpace } from '../../src/report/obsolete.js'
import { prunable, prune } from '../../src/report/prune.js'
import type { Run } from '../../src/report/run.js'
import { environment, filesBelow, scratch, sheet } from '../golden/scratch.js'

const golden = await encodeGolden(sheet(2, 2), environment)
const foreign = encodePng(sheet(2, 2))

function write(root: string, path: string, bytes: Uint8Array | string = golden): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), bytes)
}

interface Given {
  template?: string
  looks?: string[]
  testFiles?: string[]
  others?: Partial<GoldenSpace>[]
}

/** Paths relative to the root, for a project whose test files are called `*.test.ts`. */
function obsoleteIn(root: string, { template, looks = [], testFiles = [], others = [] }: Given): string[] {
  const space: GoldenSpace = {
    root,
    project: '',
    template,
    testFiles: testFiles.map((file) => join(root, file)),
    isTestFile: (path) => path.endsWith('.test.ts'),
  }
  const spaces = [space, ...others.map((other) => ({ ...space, testFiles: [], ...other }))]
  const goldens = new Set(looks.map((path) => join(root, path)))
  return findObsolete(spaces, { goldens, environments: [environment] }).map(
    ({ golden: path, testFile }) =>
      `${path.slice(root.length + 1)}${testFile ? ` of ${testFile.slice(root.length + 1)}` : ''}`,
  )
}

describe('obsolete', () => {
  test('are goldens that nobody looked at, of test files that ran or are gone', () => {
    const root = scratch()
    for (const path of ['a/x', 'a/y', 'a/deep/z', 'gone/x']) {
      const [file, ...name] = path.split('/')
      write(root, `specs/__goldens__/${file}.test.ts/${name.join('/')}.png`)
    }
    write(root, 'specs/__goldens__/a.test.ts/drawn.png', foreign)
    write(root, 'specs/__goldens__/a.test.ts/broken.png', 'no picture')
    write(root, 'specs/__goldens__/a.test.ts/pointer.png', 'version https://git-lfs.github.com/spec/v1')
    // There, and not of this run.
    write(root, 'specs/slow.test.ts', '')
    write(root, 'specs/__goldens__/slow.test.ts/x.png')
    // No name of a test file.
    write(root, 'specs/__goldens__/shared/x.png')
    write(root, 'node_modules/b/__goldens__/a.test.ts/x.png')
    write(root, 'elsewhere/a.test.ts/x.png')
    const given = {
      testFiles: ['specs/a.test.ts'],
      // As a file system tells it that does not tell the cases apart.
      looks: ['specs/__goldens__/a.test.ts/X.png'],
    }
    expect(obsoleteIn(root, given)).toEqual([
      'specs/__goldens__/a.test.ts/deep/z.png of specs/a.test.ts',
      'specs/__goldens__/a.test.ts/y.png of specs/a.test.ts',
      'specs/__goldens__/gone.test.ts/x.png',
    ])
  })

  test('are those of this platform and project alone', () => {
    const root = scratch()
    for (const platform of ['linux', 'darwin']) write(root, `goldens/${platform}/default/a.test.ts/x.png`)
    write(root, 'goldens/linux/other/a.test.ts/x.png')
    const template = 'goldens/{platform}/{project}/{file}/{name}.png'
    expect(obsoleteIn(root, { template, testFiles: ['a.test.ts'] })).toEqual([
      'goldens/linux/default/a.test.ts/x.png of a.test.ts',
    ])
  })

  test('where the template does not name the test file, all in its directory', () => {
    const root = scratch()
    for (const path of ['shots/x.png', 'shots/y.png', 'specs/x.png', 'other/x.png']) write(root, path)
    write(root, 'shots/logo.png', foreign)
    const testFiles = ['specs/a.test.ts']
    const shots = { template: 'shots/{name}.png', testFiles, looks: ['shots/y.png'] }
    expect(obsoleteIn(root, shots)).toEqual(['shots/x.png'])
    expect(obsoleteIn(root, { template: '{dir}/{name}.png', testFiles })).toEqual(['specs/x.png'])
    expect(obsoleteIn(root, { template: 'none/{name}.png', testFiles })).toEqual([])
  })

  test('are what merges and patches have left beside goldens too, each named by its kind', () => {
    const root = scratch()
    const left = {
      'card.png.orig': 'the file as it was',
      'card.png.rej': 'what was refused',
      'card_BASE_1234.png': 'the common ancestor',
      'card_LOCAL_1234.png': 'our side',
      'card_REMOTE_1234.png': 'their side',
      'card.png.BACKUP.12.png': 'the conflict as it was',
    }
    const folder = 'specs/__goldens__/a.test.ts'
    for (const name of Object.keys(left)) write(root, `${folder}/${name}`)
    for (const name of ['card.png', 'card_BASE_.png', 'BASE_12.png']) write(root, `${folder}/${name}`)
    write(root, `${folder}/card.png.rej`, '*** no picture')
    write(root, `${folder}/drawn_LOCAL_12.png`, foreign)
    write(root, `${folder}/notes.orig`, 'text')
    const looks = ['card.png', 'card_BASE_.png', 'BASE_12.png'].map((name) => `${folder}/${name}`)
    const found = obsoleteIn(root, { testFiles: ['specs/a.test.ts'], looks })
    const paths = Object.keys(left).map((name) => `${folder}/${name}`)
    expect(found).toEqual(paths.sort().map((path) => `${path} of specs/a.test.ts`))
    expect(paths.map(namedObsolete)).toEqual(
      paths.map(
        (path) => `${path} (left by a merge tool: ${left[basename(path) as keyof typeof left]} of card.png)`,
      ),
    )
    // One that a test looks at is a golden, whatever its name.
    const used = [...looks, `${folder}/card_BASE_1234.png`]
    expect(obsoleteIn(root, { testFiles: ['specs/a.test.ts'], looks: used })).toHaveLength(5)
    expect(namedObsolete('a/card.png')).toBe('a/card.png')
  })

  test('not those of another project of the run', () => {
    const root = scratch()
    write(root, 'specs/__goldens__/b.test.ts/x.png')
    write(root, 'specs/b.test.ts', '')
    expect(obsoleteIn(root, { testFiles: ['specs/a.test.ts'] })).toEqual([])
    const others = [{ project: 'b', testFiles: [join(root, 'specs/b.test.ts')] }]
    const looks = ['specs/__goldens__/b.test.ts/x.png']
    expect(obsoleteIn(root, { testFiles: ['specs/a.test.ts'], others, looks })).toEqual([])
    expect(obsoleteIn(root, { testFiles: ['specs/a.test.ts'], others })).toHaveLength(1)
  })
})

describe('pruning', () => {
  const old = 'specs/__goldens__/a.test.ts/old.png'

  /** A project whose files are a minute older than its run. */
  function pruned(change: (root: string) => Partial<Run> | undefined): { root: string; run: Run } {
    const root = scratch()
    write(root, old)
    write(root, 'specs/a.test.ts', '')
    const before = new Date(Date.now() - 60_000)
    for (const file of filesBelow(root)) utimesSync(join(root, file), before, before)
    const ended: EndedTest = {
      project: '',
      file: 'specs/a.test.ts',
      titles: ['a'],
      state: 'passed',
      duration: 1,
      attempts: 1,
      errors: [],
      notes: undefined,
    }
    const started = Date.now() - 30_000
    const run = makeRun({
      ...{ started, ended: started, runner: { name: 'vitest', version: '5.1.0' }, shard: null, partial: [] },
      ...{ tests: recordTests([ended]), obsolete: [old] },
    })
    return { root, run: { ...run, ...change(root) } }
  }

  test('deletes leftovers of merges, of which those that are pictures must be goldens', async () => {
    const left = ['card.png.orig', 'card.png.rej'].map((name) => `specs/__goldens__/a.test.ts/${name}`)
    const change = (root: string, ...bytes: (Uint8Array | string)[]) => {
      for (const [index, path] of left.entries()) {
        write(root, path, bytes[index])
        utimesSync(join(root, path), 0, 0)
      }
      return { obsolete: [old, ...left] }
    }
    const { root, run } = pruned((root) => change(root, golden, 'text'))
    expect(await prunable(root, run)).toEqual([old, ...left])
    const other = pruned((root) => change(root, 'text', 'text'))
    await expect(prunable(other.root, other.run)).rejects.toThrow(`${left[0]} is no golden that cefrig wrote`)
  })

  test('deletes the goldens, and directories that are empty then', async () => {
    const { root, run } = pruned(() => undefined)
    expect(await prunable(root, run)).toEqual([old])
    await prune(root, [old])
    expect(filesBelow(root)).toEqual(['specs/a.test.ts'])
    expect(() => rmSync(join(root, 'specs/__goldens__'))).toThrow('ENOENT')
    expect(await prunable(root, run)).toEqual([])
  })

  const names = (path: string) =>
    `the record of the run names ${JSON.stringify(path)}, which is no golden of this project`
  test.each<[string, (root: string) => Partial<Run> | undefined, string]>([
    [
      'after a run of a part',
      () => ({ partial: ['filter', 'failed'] }),
      'the last run was not of the whole suite: files or tests were asked for by name; tests failed, and may have ended before they looked at a golden',
    ],
    [
      'after a shard',
      () => ({ shard: { index: 1, count: 2 } }),
      'the last run was not of the whole suite: it was one shard of several',
    ],
    [
      'when a golden changed',
      (root) => void writeFileSync(join(root, old), golden),
      `the golden ${old} changed since the last run began`,
    ],
    [
      'when a test file changed',
      (root) => void writeFileSync(join(root, 'specs/a.test.ts'), ''),
      'the test file specs/a.test.ts changed since the last run began',
    ],
    [
      'when a test file is gone',
      (root) => rmSync(join(root, 'specs/a.test.ts')) as undefined,
      'the test file specs/a.test.ts is gone since the last run',
    ],
    [
      'when a test file of theirs is there again',
      (root) => {
        const left = 'specs/__goldens__/gone.visual.ts/x.png'
        for (const path of [left, 'specs/gone.visual.ts']) {
          write(root, path)
          utimesSync(join(root, path), 0, 0)
        }
        return { obsolete: [old, left] }
      },
      'the file specs/gone.visual.ts may hold tests that the last run had not',
    ],
    [
      'when a test file was written since',
      (root) => write(root, 'other/new.spec.tsx', '') as undefined,
      'the file other/new.spec.tsx may hold tests that the last run had not',
    ],
    [
      'after a run that is yet to begin',
      () => ({ started: '2999-01-01T00:00:00.000Z' }),
      'by its record the last run began at 2999-01-01T00:00:00.000Z, which is yet to come',
    ],
    ['outside of the project', () => ({ obsolete: ['../x.png'] }), names('../x.png')],
    ['an absolute path', () => ({ obsolete: ['/tmp/x.png'] }), names('/tmp/x.png')],
    ['what is no picture', () => ({ obsolete: ['specs/a.test.ts'] }), names('specs/a.test.ts')],
    [
      'through a link that leads out',
      (root) => {
        symlinkSync(scratch(), join(root, 'out'))
        return { obsolete: ['out/x.png'] }
      },
      names('out/x.png'),
    ],
    [
      'a picture that is no golden',
      (root) => {
        write(root, 'logo.png', foreign)
        utimesSync(join(root, 'logo.png'), 0, 0)
        return { obsolete: [old, 'logo.png'] }
      },
      'logo.png is no golden that cefrig wrote',
    ],
  ])('refuses %s', async (_, change, fact) => {
    const { root, run } = pruned(change)
    await expect(prunable(root, run)).rejects.toMatchObject({
      code: 'PRUNE_REFUSED',
      message: expect.stringMatching(/^cefrig prune failed: .*\. Nothing was deleted\. Run all tests/),
    })
    const error: Error = await prunable(root, run).catch((error) => error)
    expect(error.message).toContain(`failed: ${fact}. Nothing`)
    expect(filesBelow(root)).toContain(old)
  })
})
