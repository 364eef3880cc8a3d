// Several runs as one, without a browser.
import { expect, test } from 'vitest'
import { mergeRuns } from '../../src/report/merge.js'
import type { Run } from '../../src/report/run.js'
import type { RunSource } from '../../src/report/sources.js'
import { Runs } from './runs.js'

const runs = new Runs()

function source(name: string, run: Run): RunSource {
  return { run, name, directory: `/artifacts/${name}`, root: '/project' }
}

/** A run of tests that look at one golden each, named as the test. */
async function runOf(names: readonly string[], given: Partial<Run> = {}, seed = 1): Promise<Run> {
  const tests = await Promise.all(
    names.map((name) => runs.test('', { titles: [name], samples: [{ name, outcome: 'matched', seed }] })),
  )
  return runs.run(tests, { partial: given.shard ? ['shard'] : [], ...given })
}

test('shards become one report, in the order in which they began', async () => {
  const second = await runOf(['c'], {
    id: '2',
    shard: { index: 2, count: 2 },
    started: '2026-03-01T10:00:02.000Z',
  })
  const first = await runOf(['a', 'b'], { id: '1', shard: { index: 1, count: 2 } })
  const merged = mergeRuns([source('two', second), source('one', first)])
  expect(merged.tests.map(({ titles, run }) => [titles[0], run])).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', 1],
  ])
  expect(merged.runs.map(({ name }) => name)).toEqual(['one', 'two'])
  expect(merged.notices).toEqual([])
})

test('shards that are missing, and those that are there twice, are told', async () => {
  const shard = async (index: number, id: string) =>
    source(`shard-${id}`, await runOf([id], { id, shard: { index, count: 5 } }))
  const merged = mergeRuns([await shard(1, 'a'), await shard(3, 'b'), await shard(3, 'c')])
  expect(merged.notices).toEqual([
    'Shards 2, 4, 5 of 5 are missing.',
    'Shard 3 of 5 is there 2 times: shard-b, shard-c.',
  ])
})

test('the same run in two folders is shown once', async () => {
  const run = await runOf(['a'], { id: 'x' })
  const merged = mergeRuns([source('here', run), source('there', structuredClone(run))])
  expect(merged.tests).toHaveLength(1)
  expect(merged.notices).toEqual(['there and here are the same run; it is shown once.'])
})

test('a test of two runs stays twice; the later one keeps its ids, for the review, and differing pictures are told', async () => {
  const old = await runOf(['a', 'b'], { id: 'old' })
  const young = await runOf(['a'], { id: 'young', started: '2026-03-02T10:00:00.000Z' }, 2)
  const { tests, notices } = mergeRuns([source('young', young), source('old', old)])
  const [a] = young.tests
  expect(tests.map(({ id, run }) => [id, run])).toEqual([
    [`${a!.id}-2`, 0],
    [old.tests[1]!.id, 0],
    [a!.id, 1],
  ])
  expect(tests.map(({ pictures }) => pictures[0]!.id)).toEqual([
    `${a!.pictures[0]!.id}-2`,
    old.tests[1]!.pictures[0]!.id,
    a!.pictures[0]!.id,
  ])
  expect(notices).toEqual([
    '1 test is in more than one run, and shown for each: a.',
    'Runs made different pictures of 1 golden: tests/__goldens__/pictures.test.ts/a.png.',
  ])
})

test('a golden is obsolete only when no run looked at it', async () => {
  const one = await runOf(['a'], {
    id: '1',
    obsolete: ['tests/__goldens__/pictures.test.ts/b.png', 'gone.png'],
  })
  const two = await runOf(['b'], { id: '2' })
  expect(mergeRuns([source('one', one), source('two', two)]).obsolete).toEqual(['gone.png'])
})
