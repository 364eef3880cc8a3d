import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeGolden, readGoldenHeader } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { Review } from '../../src/report/review/review.js'
import { environment, filesBelow } from '../golden/scratch.js'
import { blue, type Project, put, red, type Seed, seedProject, shaOf, white, wide } from './seed.js'

async function open(project: Project): Promise<Review> {
  return Review.open([{ directory: project.directory, name: '.' }], project.root)
}

async function seeded(...seeds: Seed[]): Promise<{ project: Project; review: Review }> {
  const project = await seedProject(seeds)
  return { project, review: await open(project) }
}

const ask = (...pictures: string[]) => ({ run: 'run-1', pictures })

test('approving makes the very picture of the run the golden', async () => {
  const { project, review } = await seeded({ name: 'start' }, { name: 'new/one', was: null, is: wide })
  chmodSync(project.golden('start'), 0o640)
  expect(await review.state()).toEqual({
    run: 'run-1',
    decisions: { 'picture-0': 'open', 'picture-1': 'open' },
  })
  expect(await review.approve(ask('picture-0', 'picture-1'))).toEqual({
    done: ['picture-0', 'picture-1'],
    refused: [],
    state: { run: 'run-1', decisions: { 'picture-0': 'approved', 'picture-1': 'approved' } },
  })
  expect(shaOf(project.golden('start'))).toBe(shaOf(project.actual(0)))
  expect(shaOf(project.golden('new/one'))).toBe(shaOf(project.actual(1)))
  expect(readGoldenHeader(project.golden('start'))).toMatchObject({
    intact: true,
    recorded: { environment, digest: project.run.tests[0]!.pictures[0]!.digest },
  })
  expect(statSync(project.golden('start')).mode & 0o777).toBe(0o640)
  expect(filesBelow(join(project.root, 'specs'))).toEqual([
    '__goldens__/new/one.png',
    '__goldens__/start.png',
    'page.test.ts',
  ])
})

test('a picture without the record of a golden, or with more in it, becomes a golden with the run’s environment', async () => {
  const { project, review } = await seeded({}, {}, {})
  const golden = Buffer.from(await encodeGolden(red, environment))
  put(project.actual(0), encodePng(red))
  put(project.actual(1), Buffer.concat([golden, Buffer.from('more')]))
  put(project.actual(2), await encodeGolden(red, { ...environment, cpu: 'another' }))
  expect((await review.approve(ask(...project.ids))).refused).toEqual([])
  for (const index of [0, 1, 2]) {
    const file = project.golden(`picture ${index}`)
    expect(readFileSync(file).equals(golden)).toBe(true)
    expect(Buffer.from(decodePng(readFileSync(file)).data).equals(Buffer.from(red.data))).toBe(true)
  }
})

test('decisions outlive the process, and undo gives back what was', async () => {
  const { project, review } = await seeded({ name: 'a' }, { name: 'b', was: null }, { name: 'c' })
  const before = readFileSync(project.golden('a'))
  await review.approve(ask('picture-0', 'picture-1'))
  await review.reject(ask('picture-2'))
  const later = await open(project)
  const decided = { 'picture-0': 'approved', 'picture-1': 'approved', 'picture-2': 'rejected' }
  expect((await later.state()).decisions).toEqual(decided)
  expect((await later.approve(ask('picture-0'))).refused).toEqual([
    {
      picture: 'picture-0',
      code: 'NOT_OPEN',
      message: 'specs/__goldens__/a.png was approved already. Undo that first.',
    },
  ])
  expect((await later.reject(ask('picture-2'))).refused).toMatchObject([{ code: 'NOT_OPEN' }])
  const undone = await later.undo(ask(...project.ids))
  expect(undone.refused).toEqual([])
  expect(undone.state.decisions).toEqual({ 'picture-0': 'open', 'picture-1': 'open', 'picture-2': 'open' })
  expect(readFileSync(project.golden('a')).equals(before)).toBe(true)
  expect(existsSync(project.golden('b'))).toBe(false)
  expect((await later.undo(ask('picture-0'))).refused).toMatchObject([{ code: 'NOT_OPEN' }])
  expect((await later.approve(ask('picture-0'))).done).toEqual(['picture-0'])
})

test('undo refuses a golden that changed since, and one whose former bytes are gone', async () => {
  const { project, review } = await seeded({ name: 'a' }, { name: 'b', was: null }, { name: 'c' })
  await review.approve(ask(...project.ids))
  put(project.golden('a'), 'somebody else')
  put(project.golden('b'), 'somebody else')
  rmSync(join(project.directory, 'review'), { recursive: true })
  const { done, refused, state } = await review.undo(ask(...project.ids))
  expect(done).toEqual([])
  expect(refused).toMatchObject([
    { code: 'GOLDEN_CHANGED', message: expect.stringContaining('is no longer what was approved') },
    { code: 'GOLDEN_CHANGED' },
    { code: 'FILE_FAILED', message: expect.stringContaining('Restore it by your version control') },
  ])
  expect(Object.values(state.decisions)).toEqual(['approved', 'approved', 'approved'])
  expect(readFileSync(project.golden('a'), 'utf8')).toBe('somebody else')
  expect(readFileSync(project.golden('b'), 'utf8')).toBe('somebody else')
  expect(shaOf(project.golden('c'))).toBe(shaOf(project.actual(2)))
})

test('a golden that is not the one that was compared is refused, and the others are approved', async () => {
  const { project, review } = await seeded(
    { name: 'changed' },
    { name: 'gone' },
    { name: 'came', was: null },
    { name: 'right' },
    { name: 'unknown', record: { reference: { size: { width: 6, height: 4 } } } },
  )
  put(project.golden('changed'), await encodeGolden(blue, environment))
  rmSync(project.golden('gone'))
  put(project.golden('came'), await encodeGolden(blue, environment))
  const kept = ['changed', 'came', 'unknown'].map((name) => shaOf(project.golden(name)))
  const { done, refused } = await review.approve(ask(...project.ids))
  expect(done).toEqual(['picture-3'])
  expect(refused.map(({ code, message }) => [code, message])).toEqual([
    [
      'GOLDEN_CHANGED',
      'specs/__goldens__/changed.png is not the file that the run compared. Nothing was written: run its test again.',
    ],
    ['GOLDEN_CHANGED', expect.stringContaining('is gone since the run compared it')],
    ['GOLDEN_CHANGED', expect.stringContaining('is there now, and was not when the run looked for it')],
    ['GOLDEN_CHANGED', expect.stringContaining('is not the file that the run compared')],
  ])
  expect(['changed', 'came', 'unknown'].map((name) => shaOf(project.golden(name)))).toEqual(kept)
  expect(existsSync(project.golden('gone'))).toBe(false)
})

test('a picture that is not the one of the run is refused by what differs', async () => {
  const project = await seedProject([{}, {}, {}, {}, {}, { record: { files: {} } }])
  const review = await open(project)
  const whole = readFileSync(project.actual(1))
  put(project.actual(0), await encodeGolden(blue, environment))
  put(project.actual(1), whole.subarray(0, whole.length - 20))
  put(project.actual(2), await encodeGolden(wide, environment))
  rmSync(project.actual(3))
  put(project.actual(4), Buffer.alloc(3_000_000))
  const { done, refused } = await review.approve(ask(...project.ids))
  expect(done).toEqual([])
  expect(refused.map(({ code, message }) => [code, message])).toEqual([
    ['PICTURE_CHANGED', expect.stringMatching(/its pixels have the digest \w{16}, not \w{16}/)],
    ['PICTURE_CHANGED', expect.stringContaining('the file ends early')],
    ['PICTURE_CHANGED', expect.stringContaining('it is 9×4, not 6×4')],
    ['PICTURE_MISSING', expect.stringContaining('results/3-actual.png is gone')],
    ['PICTURE_CHANGED', expect.stringContaining('it has 3000000 bytes')],
    ['PICTURE_MISSING', expect.stringContaining('was not kept')],
  ])
  for (const index of project.ids.keys())
    expect(decodePng(readFileSync(project.golden(`picture ${index}`))).data[1]).toBe(white.data[1])
})

test('another run in the place of the one that the reviewer sees is told, and its decisions are its own', async () => {
  const { project, review } = await seeded({}, { was: null })
  await review.approve(ask('picture-0'))
  project.save({ id: 'run-2' })
  expect(await review.state()).toEqual({
    run: 'run-2',
    decisions: { 'picture-0': 'open', 'picture-1': 'open' },
  })
  for (const act of ['approve', 'reject', 'undo'] as const)
    expect(await review[act](ask('picture-0', 'picture-1'))).toMatchObject({
      done: [],
      refused: [{ code: 'RUN_CHANGED', message: expect.stringContaining('run-2 took its place') }, {}],
      state: { run: 'run-2' },
    })
  expect(existsSync(project.golden('picture 1'))).toBe(false)
  // The first picture is the golden already; what the golden was before belongs to the first run.
  expect(await review.approve({ run: 'run-2', pictures: project.ids })).toMatchObject({ done: project.ids })
  expect(existsSync(join(project.directory, 'review'))).toBe(false)
  rmSync(join(project.directory, 'run.json'))
  expect(await review.approve({ run: 'run-2', pictures: ['picture-0'] })).toMatchObject({
    refused: [{ code: 'RUN_CHANGED', message: expect.stringContaining('is gone') }],
    state: { run: '', decisions: {} },
  })
})

test('of the attempts of a test the last one counts', async () => {
  const { project, review } = await seeded(
    { test: 't', name: 'flaky', attempt: 0, is: blue },
    { test: 't', name: 'flaky', attempt: 1, is: white, record: { outcome: 'matched', files: {} } },
    { test: 't', name: 'wrong', attempt: 0, is: blue },
    { test: 't', name: 'wrong', attempt: 1, is: red },
  )
  expect((await review.state()).decisions).toEqual({ 'picture-3': 'open' })
  expect(
    (await review.approve(ask(...project.ids))).refused.map(({ code, picture }) => [picture, code]),
  ).toEqual([
    ['picture-0', 'NOT_OPEN'],
    ['picture-1', 'NOT_OPEN'],
    ['picture-2', 'NOT_OPEN'],
  ])
  expect(shaOf(project.golden('wrong'))).toBe(shaOf(project.actual(3)))
})

test('looks at one golden that saw the same are one decision; those that saw different pictures are refused', async () => {
  const { project, review } = await seeded(
    { test: 'one', name: 'same' },
    { test: 'two', name: 'same' },
    { test: 'one', name: 'torn', is: red },
    { test: 'two', name: 'torn', is: blue },
    { test: 'one', name: 'held', is: red },
    { test: 'two', name: 'held', is: white, record: { outcome: 'matched', files: {} } },
  )
  const { done, refused, state } = await review.approve(
    ask('picture-0', 'picture-2', 'picture-3', 'picture-4'),
  )
  expect(done).toEqual(['picture-0'])
  expect(refused).toMatchObject([
    { code: 'NOT_OPEN', message: expect.stringContaining('looks at specs/__goldens__/torn.png that differ') },
    { picture: 'picture-3', code: 'NOT_OPEN' },
    { picture: 'picture-4', code: 'NOT_OPEN' },
  ])
  expect(state.decisions).toMatchObject({
    'picture-0': 'approved',
    'picture-1': 'approved',
    'picture-2': 'open',
  })
  expect((await review.undo(ask('picture-1'))).state.decisions).toMatchObject({ 'picture-0': 'open' })
  expect(decodePng(readFileSync(project.golden('same'))).data[1]).toBe(255)
})

test('shards are reviewed as one, each with decisions of its own', async () => {
  const { project: first } = await seeded()
  const shards = [
    await seedProject([{ name: 'a' }], { root: first.root, into: 'artifacts/1', id: 'one' }),
    await seedProject([{ name: 'b' }], { root: first.root, into: 'artifacts/2', id: 'two' }),
  ]
  const folders = shards.map(({ directory }, index) => ({ directory, name: `shard ${index}` }))
  const review = await Review.open(folders, first.root)
  const { run, decisions } = await review.state()
  // Both records have a picture of that id.
  expect(decisions).toEqual({ 'picture-0': 'open', 'picture-0-2': 'open' })
  const { candidates } = await review.runs()
  const [id] = [...candidates].find(([, { picture }]) => picture.name === 'b')!
  expect(await review.approve({ run, pictures: [id] })).toMatchObject({ done: [id], refused: [] })
  expect(shaOf(first.golden('b'))).toBe(shaOf(shards[1]!.actual(0)))
  expect(decodePng(readFileSync(first.golden('a'))).data[1]).toBe(255)
  const second = await Review.open([folders[1]!], first.root)
  expect(await second.state()).toEqual({ run: 'two', decisions: { 'picture-0': 'approved' } })
  expect(readdirSync(shards[0]!.directory).sort()).toEqual(['results', 'run.json'])
})

test('a project of another place is refused, and decisions for it are not taken over', async () => {
  const { project, review } = await seeded({ was: null })
  const other = await seedProject([])
  rmSync(join(other.root, 'specs'), { recursive: true })
  const elsewhere = await Review.open([{ directory: project.directory, name: '.' }], other.root)
  expect((await elsewhere.approve(ask('picture-0'))).refused).toEqual([
    {
      picture: 'picture-0',
      code: 'OUTSIDE_PROJECT',
      message: `There is no test file specs/page.test.ts in ${other.root}, so that is not the project of the run. Name the project's directory by --root.`,
    },
  ])
  await review.approve(ask('picture-0'))
  expect((await elsewhere.state()).decisions).toEqual({ 'picture-0': 'open' })
})
