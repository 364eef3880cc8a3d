import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type EndedTest, errorRecord, makeRun, recordTests } from '../../src/report/assemble.js'
import { removeOldCopies } from '../../src/report/copies.js'
import { inside } from '../../src/report/inside.js'
import { type NotedPicture, notePicture, notesIn } from '../../src/report/notes.js'
import type { Run } from '../../src/report/run.js'
import { readRun, runFile, writeRun } from '../../src/report/run-file.js'
import { environment, filesBelow, scratch } from '../golden/scratch.js'

const picture: NotedPicture = {
  name: 'editor',
  golden: 'specs/__goldens__/editor.test.ts/editor.png',
  attempt: 0,
  outcome: 'mismatched',
  message: 'differs',
  size: { width: 3, height: 2 },
  digest: '0123456789abcdef',
  environment,
  changes: [{ what: 'cpu', golden: 'a', here: 'b' }],
  reference: { size: { width: 3, height: 2 }, sha256: 'ab' },
  difference: {
    differentPixels: 1.5,
    totalPixels: 6,
    allowedPixels: 0,
    regions: [{ x: 0, y: 0, width: 1, height: 1, pixels: 1, element: 'p "x"' }],
  },
  files: { actual: 'results/editor-actual.png' },
}

const ended: EndedTest = {
  project: '',
  file: 'specs/editor.test.ts',
  titles: ['editor', 'saves'],
  state: 'failed',
  duration: 12.5,
  attempts: 1,
  errors: [{ message: 'no', stack: 'at x' }],
  notes: {
    looks: [picture.golden],
    pictures: [picture],
    console: [{ level: 'log', text: 'hello', source: 'https://x/:1:1' }],
    steps: [{ title: 'page.goto()', at: 0, duration: 3, error: 'no' }],
  },
}

function run(tests = recordTests([ended])): Run {
  const runner = { name: 'vitest', version: '5.1.0' } as const
  const times = { started: Date.now(), ended: Date.now() }
  return makeRun({ ...times, runner, shard: null, partial: ['failed'], tests, obsolete: [] })
}

test('what is written is read again, and a second run takes the place of the first', async () => {
  const root = scratch()
  const [first, second] = [run(), run([])]
  expect(await writeRun(root, first)).toBe(runFile(root))
  expect(await readRun(runFile(root))).toEqual(first)
  writeFileSync(join(root, '.cefrig/.gitignore'), 'mine\n')
  await writeRun(root, second)
  expect(await readRun(runFile(root))).toEqual(second)
  expect(filesBelow(root)).toEqual(['.cefrig/.gitignore', '.cefrig/run.json'])
  expect(readFileSync(join(root, '.cefrig/.gitignore'), 'utf8')).toBe('mine\n')
})

test('runs that end at the same time leave one of them, whole', async () => {
  const root = scratch()
  const runs = Array.from({ length: 20 }, () => run())
  await writeRun(root, run())
  const reads = runs.map(async (one) => {
    await writeRun(root, one)
    return (await readRun(runFile(root))).id
  })
  const ids = new Set(runs.map(({ id }) => id))
  expect((await Promise.all(reads)).every((id) => ids.has(id))).toBe(true)
  expect(filesBelow(root)).toEqual(['.cefrig/.gitignore', '.cefrig/run.json'])
})

test('a directory that cannot be made is told', async () => {
  const root = scratch()
  writeFileSync(join(root, '.cefrig'), '')
  await expect(writeRun(root, run())).rejects.toMatchObject({ code: 'FILE_FAILED' })
})

test('copies of pictures are deleted when a later run does not name them', async () => {
  const root = scratch()
  const files = ['named-actual.png', 'up/old-actual.png', 'up/other/new-actual.png']
  for (const name of files) {
    const file = join(root, '.cefrig/copies', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
    if (!name.includes('new')) utimesSync(file, 0, 0)
  }
  const named = { ...picture, files: { actual: 'copies/named-actual.png' } }
  const notes = { ...ended.notes!, pictures: [named] }
  const began = new Date(Date.now() - 60_000).toISOString()
  const later = { ...run(recordTests([{ ...ended, notes }])), started: began }
  await removeOldCopies(root, later)
  expect(filesBelow(join(root, '.cefrig/copies'))).toEqual([files[0], files[2]])
  await removeOldCopies(root, { ...later, tests: [], started: new Date(Date.now() + 60_000).toISOString() })
  expect(readdirSync(join(root, '.cefrig'))).toEqual([])
  await removeOldCopies(root, later)
})

describe('a record that is not there or not right', () => {
  async function reading(text: string | null): Promise<{ code: string; message: string }> {
    const file = join(scratch(), 'run.json')
    if (text !== null) writeFileSync(file, text)
    const error = await readRun(file).catch((error) => error)
    return { code: error.code, message: error.message.replace(file, 'FILE') }
  }
  const whole = JSON.stringify(run())
  const changed = (change: (run: Run) => unknown) => {
    const copy = JSON.parse(whole) as Run
    change(copy)
    return JSON.stringify(copy)
  }
  const invalid = (reason: string, next = 'Run the tests again') => ({
    code: 'RUN_INVALID',
    message: `FILE is no valid record of a run: ${reason}. ${next}.`,
  })

  test('is missing', async () => {
    expect(await reading(null)).toEqual({
      code: 'RUN_MISSING',
      message: 'There is no record of a run: FILE does not exist. Run the tests first.',
    })
  })

  test('is a directory', async () => {
    expect((await readRun(scratch()).catch((error) => error)).message).toContain(
      'it cannot be read: it is a directory (EISDIR). Check the path.',
    )
  })

  const foreign = 'Give the run.json that a run of the tests wrote'
  test.each<[string, string, ReturnType<typeof invalid>]>([
    ['an empty file', '', invalid('it is empty')],
    ['one that is cut short', whole.slice(0, -9), invalid('it is no JSON, or is cut short')],
    ['null', 'null', invalid('it is no record of a run', foreign)],
    ['another JSON', '[1]', invalid('it is no record of a run', foreign)],
    [
      'a later format',
      '{"format":2}',
      invalid('it has format 2, and this cefrig reads format 1', 'Update cefrig'),
    ],
    ['nothing but its format', '{"format":1}', invalid('id is missing, not a text')],
    [
      'a beginning that is no date',
      changed((run) => Object.assign(run, { started: 'yesterday' })),
      invalid('started is "yesterday", not a date'),
    ],
    [
      'an unknown state',
      changed(({ tests }) => Object.assign(tests[0]!, { state: '<b>' })),
      invalid('tests[0].state is "<b>", not one of passed, failed, skipped'),
    ],
    [
      'a picture without size',
      changed(({ tests }) => Object.assign(tests[0]!.pictures[0]!, { size: { width: -1 } })),
      invalid('tests[0].pictures[0].size.width is -1, not a whole number from 0 up'),
    ],
    [
      'a path that is no text',
      changed(({ tests }) => Object.assign(tests[0]!.pictures[0]!.files, { actual: ['x'] })),
      invalid('tests[0].pictures[0].files.actual is ["x"], not a text'),
    ],
    [
      'a list with a hole',
      changed(({ tests }) => (tests as unknown[]).push(null)),
      invalid('tests[1] is null, not an object'),
    ],
  ])('%s', async (_, text, expected) => {
    expect(await reading(text)).toEqual(expected)
  })
})

describe('paths', () => {
  test('stay inside of their directory', () => {
    const root = scratch()
    mkdirSync(join(root, 'own'))
    symlinkSync('/etc', join(root, 'own/link'))
    symlinkSync(join(root, 'own'), join(root, 'other'))
    expect(inside(root, 'own/new/picture.png')).toBe(join(root, 'own/new/picture.png'))
    expect(inside(root, 'other/..x')).toBe(join(root, 'other/..x'))
    const refused = ['', '.', '..', '../x', 'a/../../x', 'a//b', '/etc/passwd', 'C:/x', 'c:x', '\\\\host\\x']
    for (const path of [...refused, 'a\0b', 'own/link/passwd', 'own/./x'])
      expect(inside(root, path), path).toBeNull()
  })
})

describe('tests and pictures', () => {
  test('have ids of their own, the same in every run', () => {
    const twice = recordTests([ended, ended, { ...ended, project: 'other' }])
    expect(new Set(twice.map(({ id }) => id)).size).toBe(3)
    expect(new Set(twice.flatMap(({ pictures }) => pictures.map(({ id }) => id))).size).toBe(3)
    expect(recordTests([ended, ended])).toEqual(twice.slice(0, 2))
  })

  test('that passed tell neither console nor steps', () => {
    const [passed] = recordTests([{ ...ended, state: 'passed' }])
    expect(passed).toMatchObject({ console: [], steps: [], pictures: [{ name: 'editor' }] })
  })

  test('a failure whose pictures are written over is not told twice', () => {
    const notes = notesIn({})
    notePicture(notes, picture)
    notePicture(notes, { ...picture, outcome: 'matched', files: {} })
    notePicture(notes, { ...picture, digest: 'later' })
    expect(notes.pictures.map(({ outcome, digest }) => [outcome, digest])).toEqual([
      ['mismatched', 'later'],
      ['matched', picture.digest],
    ])
  })

  test('errors are told without colours and without the paths of a machine', () => {
    const message = '\u001b[31mno\u001b[39m in /home/me/p/a.ts'
    expect(errorRecord(message, 'at file:///home/me/p/a.ts:1:1', '/home/me/p')).toEqual({
      message: 'no in a.ts',
      stack: 'at a.ts:1:1',
    })
  })
})
