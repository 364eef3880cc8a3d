import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeGolden, readGoldenHeader } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { pictureId } from '../../src/report/review/folders.js'
import { Review } from '../../src/report/review/review.js'
import type { ReviewState } from '../../src/report/review-api.js'
import { environment, filesBelow } from '../golden/scratch.js'
import { blue, type Project, put, red, type Seed, seedProject, shaOf, white, wide } from './seed.js'

/** A review whose pictures are called by their places in the seeds; without places all are meant. */
async function open(project: Project, root = project.root) {
  const review = await Review.open([{ directory: project.directory, name: '.' }], root)
  const states = ({ decisions }: ReviewState) => project.ids.map((id) => decisions[id])
  const act =
    (name: 'approve' | 'reject' | 'undo') =>
    async (...places: number[]) => {
      const pictures = places.length === 0 ? project.ids : places.map((place) => project.ids[place]!)
      const { done, refused, state } = await review[name]({ run: 'run-1', pictures })
      return {
        done: done.map((id) => project.ids.indexOf(id)),
        refused: refused.map(({ picture, code, message }) => [project.ids.indexOf(picture), code, message]),
        run: state.run,
        states: states(state),
      }
    }
  return {
    review,
    approve: act('approve'),
    reject: act('reject'),
    undo: act('undo'),
    states: async () => states(await review.state()),
  }
}

async function seeded(...seeds: Seed[]) {
  const project = await seedProject(seeds)
  return { project, ...(await open(project)) }
}

const containing = (text: string) => expect.stringContaining(text)

test('approving makes the very picture of the run the golden', async () => {
  const { project, approve, states } = await seeded(
    { name: 'start' },
    { name: 'new/one', was: null, is: wide },
  )
  chmodSync(project.golden('start'), 0o640)
  expect(await states()).toEqual(['open', 'open'])
  expect(await approve(0, 1)).toEqual({
    done: [0, 1],
    refused: [],
    run: 'run-1',
    states: ['approved', 'approved'],
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

test('a picture without the record of a golden, or with more in it, becomes a golden of the environment of the run', async () => {
  const { project, approve } = await seeded({}, {}, {})
  const golden = Buffer.from(await encodeGolden(red, environment))
  put(project.actual(0), encodePng(red))
  put(project.actual(1), Buffer.concat([golden, Buffer.from('more')]))
  put(project.actual(2), await encodeGolden(red, { ...environment, cpu: 'another' }))
  expect((await approve()).refused).toEqual([])
  for (const place of [0, 1, 2]) {
    const bytes = readFileSync(project.golden(`picture ${place}`))
    expect(bytes.equals(golden)).toBe(true)
    expect(Buffer.from(decodePng(bytes).data).equals(Buffer.from(red.data))).toBe(true)
  }
})

test('decisions outlive the process, and undo gives back what was', async () => {
  const { project, ...now } = await seeded({ name: 'a' }, { name: 'b', was: null }, { name: 'c' })
  const before = readFileSync(project.golden('a'))
  await now.approve(0, 1)
  await now.reject(2)
  const later = await open(project)
  expect(await later.states()).toEqual(['approved', 'approved', 'rejected'])
  const already = 'specs/__goldens__/a.png was approved already. Undo that first.'
  expect((await later.approve(0)).refused).toEqual([[0, 'NOT_OPEN', already]])
  expect((await later.reject(2)).refused).toEqual([[2, 'NOT_OPEN', containing('was rejected already')]])
  expect(await later.undo()).toMatchObject({ done: [0, 1, 2], refused: [], states: ['open', 'open', 'open'] })
  expect(readFileSync(project.golden('a')).equals(before)).toBe(true)
  expect(existsSync(project.golden('b'))).toBe(false)
  expect((await later.undo(0)).refused).toEqual([[0, 'NOT_OPEN', containing('Nothing was decided about')]])
  expect((await later.approve(0)).done).toEqual([0])
})

test('undo refuses a golden that changed since, and one whose former bytes are gone', async () => {
  const { project, approve, undo } = await seeded({ name: 'a' }, { name: 'b', was: null }, { name: 'c' })
  await approve()
  put(project.golden('a'), 'somebody else')
  put(project.golden('b'), 'somebody else')
  rmSync(join(project.directory, 'review'), { recursive: true })
  expect(await undo()).toMatchObject({
    done: [],
    refused: [
      [0, 'GOLDEN_CHANGED', containing('is no longer what was approved')],
      [1, 'GOLDEN_CHANGED', containing('is no longer what was approved')],
      [2, 'FILE_FAILED', containing('Restore it by your version control')],
    ],
    states: ['approved', 'approved', 'approved'],
  })
  expect(readFileSync(project.golden('a'), 'utf8')).toBe('somebody else')
  expect(readFileSync(project.golden('b'), 'utf8')).toBe('somebody else')
  expect(shaOf(project.golden('c'))).toBe(shaOf(project.actual(2)))
})

test('a golden that is not the one that was compared is refused, and the others are approved', async () => {
  const { project, approve } = await seeded(
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
  const words =
    'specs/__goldens__/changed.png is not the file that the run compared. Nothing was written: run its test again.'
  expect(await approve()).toMatchObject({
    done: [3],
    refused: [
      [0, 'GOLDEN_CHANGED', words],
      [1, 'GOLDEN_CHANGED', containing('is gone since the run compared it')],
      [2, 'GOLDEN_CHANGED', containing('is there now, and was not when the run looked for it')],
      [4, 'GOLDEN_CHANGED', containing('is not the file that the run compared')],
    ],
  })
  expect(['changed', 'came', 'unknown'].map((name) => shaOf(project.golden(name)))).toEqual(kept)
  expect(existsSync(project.golden('gone'))).toBe(false)
})

test('a picture that is not the one of the run is refused by what differs', async () => {
  const { project, approve } = await seeded({}, {}, {}, {}, {}, { record: { files: {} } })
  const whole = readFileSync(project.actual(1))
  put(project.actual(0), await encodeGolden(blue, environment))
  put(project.actual(1), whole.subarray(0, whole.length - 20))
  put(project.actual(2), await encodeGolden(wide, environment))
  rmSync(project.actual(3))
  put(project.actual(4), Buffer.alloc(3_000_000))
  expect(await approve()).toMatchObject({
    done: [],
    refused: [
      [0, 'PICTURE_CHANGED', expect.stringMatching(/its pixels have the digest \w{16}, not \w{16}/)],
      [1, 'PICTURE_CHANGED', containing('the file ends early')],
      [2, 'PICTURE_CHANGED', containing('it is 9×4, not 6×4')],
      [3, 'PICTURE_MISSING', containing('results/3-actual.png is gone')],
      [4, 'PICTURE_CHANGED', containing('it has 3000000 bytes')],
      [5, 'PICTURE_MISSING', containing('was not kept')],
    ],
  })
  for (const place of project.ids.keys())
    expect(decodePng(readFileSync(project.golden(`picture ${place}`))).data[1]).toBe(white.data[1])
})

test('another run in the place of the one that the reviewer sees is told, and its decisions are its own', async () => {
  const { project, review, ...acts } = await seeded({}, { was: null })
  await acts.approve(0)
  project.save({ id: 'run-2' })
  const ids = [pictureId('run-2', 'picture-0'), pictureId('run-2', 'picture-1')]
  expect(await review.state()).toEqual({ run: 'run-2', decisions: { [ids[0]!]: 'open', [ids[1]!]: 'open' } })
  for (const act of ['approve', 'reject', 'undo'] as const)
    expect(await acts[act]()).toMatchObject({
      done: [],
      refused: [
        [0, 'RUN_CHANGED', containing('run-2 took its place')],
        [1, 'RUN_CHANGED', containing('run-2 took its place')],
      ],
      run: 'run-2',
    })
  // Whoever knows the new run, and has seen the pictures of the old one.
  expect((await review.approve({ run: 'run-2', pictures: project.ids })).refused).toMatchObject([
    { code: 'NOT_OPEN' },
    { code: 'NOT_OPEN' },
  ])
  expect(existsSync(project.golden('picture 1'))).toBe(false)
  // The first picture is the golden already; what the golden was before belongs to the first run.
  expect(await review.approve({ run: 'run-2', pictures: ids })).toMatchObject({ done: ids })
  expect(existsSync(join(project.directory, 'review'))).toBe(false)
  rmSync(join(project.directory, 'run.json'))
  expect(await review.approve({ run: 'run-2', pictures: ids })).toMatchObject({
    refused: [{ code: 'RUN_CHANGED', message: containing('is gone') }, {}],
    state: { run: '', decisions: {} },
  })
})

test('of the attempts of a test the last one counts', async () => {
  const { project, approve, states } = await seeded(
    { test: 't', name: 'flaky', attempt: 0, is: blue },
    { test: 't', name: 'flaky', attempt: 1, is: white, record: { outcome: 'matched', files: {} } },
    { test: 't', name: 'wrong', attempt: 0, is: blue },
    { test: 't', name: 'wrong', attempt: 1, is: red },
  )
  expect(await states()).toEqual([undefined, undefined, undefined, 'open'])
  const nothing = containing('There is nothing to decide')
  expect(await approve()).toMatchObject({
    done: [3],
    refused: [0, 1, 2].map((place) => [place, 'NOT_OPEN', nothing]),
  })
  expect(shaOf(project.golden('wrong'))).toBe(shaOf(project.actual(3)))
})

test('looks at one golden that saw the same are one decision; those that saw different pictures are refused', async () => {
  const { project, approve, undo } = await seeded(
    { test: 'one', name: 'same' },
    { test: 'two', name: 'same' },
    { test: 'one', name: 'torn', is: red },
    { test: 'two', name: 'torn', is: blue },
    { test: 'one', name: 'held', is: red },
    { test: 'two', name: 'held', is: white, record: { outcome: 'matched', files: {} } },
  )
  expect(await approve(0, 2, 3, 4)).toMatchObject({
    done: [0],
    refused: [
      [2, 'NOT_OPEN', containing('looks at specs/__goldens__/torn.png that differ')],
      [3, 'NOT_OPEN', containing('looks at specs/__goldens__/torn.png that differ')],
      [4, 'NOT_OPEN', containing('looks at specs/__goldens__/held.png that differ')],
    ],
    states: ['approved', 'approved', 'open', 'open', 'open', undefined],
  })
  expect((await undo(1)).states.slice(0, 2)).toEqual(['open', 'open'])
  expect(decodePng(readFileSync(project.golden('same'))).data[1]).toBe(255)
  expect((await approve(0, 1)).done).toEqual([0, 1])
})

test('shards are reviewed as one, each with decisions of its own', async () => {
  const { project: first } = await seeded()
  const shards = [
    await seedProject([{ name: 'a' }], { root: first.root, into: 'artifacts/1', id: 'one' }),
    await seedProject([{ name: 'b' }], { root: first.root, into: 'artifacts/2', id: 'two' }),
  ]
  const folders = shards.map(({ directory }, index) => ({ directory, name: `shard ${index}` }))
  const [a, b] = shards.map(({ ids }) => ids[0]!) as [string, string]
  const review = await Review.open(folders, first.root)
  const { run, decisions } = await review.state()
  expect(decisions).toEqual({ [a]: 'open', [b]: 'open' })
  expect(await review.approve({ run, pictures: [b] })).toMatchObject({ done: [b], refused: [] })
  expect(shaOf(first.golden('b'))).toBe(shaOf(shards[1]!.actual(0)))
  expect(decodePng(readFileSync(first.golden('a'))).data[1]).toBe(255)
  const second = await Review.open([folders[1]!], first.root)
  expect(await second.state()).toEqual({ run: 'two', decisions: { [b]: 'approved' } })
  expect(readdirSync(shards[0]!.directory).sort()).toEqual(['results', 'run.json'])
})

test('a project of another place is refused, and decisions for it are not taken over', async () => {
  const { project, approve } = await seeded({ was: null })
  const { project: other } = await seeded()
  rmSync(join(other.root, 'specs'), { recursive: true })
  const elsewhere = await open(project, other.root)
  const words = `There is no test file specs/page.test.ts in ${other.root}, so that is not the project of the run. Name the project's directory by --root.`
  expect((await elsewhere.approve()).refused).toEqual([[0, 'OUTSIDE_PROJECT', words]])
  expect((await approve()).done).toEqual([0])
  expect(await elsewhere.states()).toEqual(['open'])
})
