import { chmodSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow } from '../golden/scratch.js'
import { blue, type Project, put, red, type Seed, seedProject, shaOf } from '../review/seed.js'
import { cefrig as run, startCefrig } from './run.js'

const { CI: _, ...env } = process.env

async function seeded(...seeds: Seed[]) {
  const project = await seedProject(seeds)
  return { project, review: (...args: string[]) => reviewIn(project, args) }
}

function reviewIn({ root }: Project, args: readonly string[]) {
  return run(['review', ...args], env, [], root)
}

test('--list tells what there is to decide', async () => {
  const { project, review } = await seeded(
    { name: 'start', test: 'page' },
    { name: 'evil', record: { name: 'evil\u001b[2J\nname\u202egnp.x', message: 'a\u001b]0;title\u0007b' } },
    { name: 'right', record: { outcome: 'matched', files: {} } },
  )
  const [first, second] = project.ids
  const listed = await review('--list')
  expect(listed).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      'Run run-1 of 2026-11-21T10:00:00.000Z (vitest): 2 open, 0 approved, 0 rejected.',
      '',
      'open      start',
      `  id        ${first}`,
      '  test      page',
      '  golden    specs/__goldens__/start.png, mismatched',
      '  actual    .cefrig/results/0-actual.png',
      '  toMatchGolden() failed: specs/__goldens__/start.png.',
      '',
      'open      evil name\ufffdgnp.x',
      `  id        ${second}`,
      '  test      evil',
      '  golden    specs/__goldens__/evil.png, mismatched',
      '  actual    .cefrig/results/1-actual.png',
      '  ab',
      '',
    ].join('\n'),
  })
  expect(JSON.parse((await review('--list', '--json')).stdout)).toMatchObject({
    run: 'run-1',
    root: project.root,
    pictures: [{ id: first, decision: 'open', name: 'start', width: 6, height: 4 }, { id: second }],
  })
})

test('pictures are approved, rejected and taken back by name, path and id', async () => {
  const { project, review } = await seeded({ name: 'a' }, { name: 'b' }, { name: 'dir/c' }, { name: 'd' })
  const before = shaOf(project.golden('d'))
  expect(
    await review('--approve', 'a', '--approve', 'specs/__goldens__/b.png', `--approve=${project.ids[2]}`),
  ).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      'specs/__goldens__/a.png is approved.',
      'specs/__goldens__/b.png is approved.',
      'specs/__goldens__/dir/c.png is approved.',
      '3 of 3 pictures are approved.',
      '',
    ].join('\n'),
  })
  expect(shaOf(project.golden('dir/c'))).toBe(shaOf(project.actual(2)))
  expect((await review('--undo', 'b', '--undo', 'a')).stdout).toBe(
    [
      'specs/__goldens__/b.png is open.',
      'specs/__goldens__/a.png is open.',
      '2 of 2 pictures are open.',
      '',
    ].join('\n'),
  )
  expect([shaOf(project.golden('a')), shaOf(project.golden('b'))]).toEqual([before, before])
  expect(JSON.parse((await review('--approve-all', '--json')).stdout)).toEqual({
    run: 'run-1',
    done: [project.ids[0], project.ids[1], project.ids[3]],
    refused: [],
  })
})

test('what is decided is refused with exit code 1, and left out of --approve-all', async () => {
  const { project, review } = await seeded({ name: 'd' })
  expect((await review('--reject', project.golden('d'))).stdout).toBe(
    'specs/__goldens__/d.png is rejected.\n',
  )
  expect(await review('--approve-all')).toMatchObject({ code: 0, stdout: 'There is nothing to decide.\n' })
  expect(await review('--approve', 'd')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'specs/__goldens__/d.png was rejected already. Undo that first.\n',
  })
})

test('names that mean nothing or several pictures are refused, and nothing is done', async () => {
  const { project, review } = await seeded(
    { name: 'same', test: 'one', record: { name: 'same' } },
    { name: 'other/same', test: 'two', record: { name: 'same' } },
  )
  expect(await review('--approve', 'same')).toEqual({
    code: 2,
    stdout: '',
    stderr: [
      'cefrig review failed: `same` means 2 pictures. Give the id of one:',
      `  ${project.ids[0]}  specs/__goldens__/same.png (one)`,
      `  ${project.ids[1]}  specs/__goldens__/other/same.png (two)`,
      '',
    ].join('\n'),
  })
  expect((await review('--reject', project.ids[0]!, '--reject', 'sme')).stderr).toMatch(
    /no picture that there is something to decide about is called `sme`\. Did you mean `same`\?/,
  )
  expect(filesBelow(project.directory)).not.toContain('review.json')
  expect(await review('--approve', project.ids[0]!, '--run', 'run-0')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The run run-0 is not the last one: run-1 took its place.'),
  })
})

test.each([
  [['--list', '--approve', 'a'], '`--list` and `--approve` are given. Leave one out.'],
  [['--list', '--port', '80'], '`--list` and `--port` are given. Leave one out.'],
])('%j is refused', async (args, words) => {
  expect(await run(['review', ...args], env)).toEqual({
    code: 2,
    stdout: '',
    stderr: `cefrig review failed: ${words}\n`,
  })
})

test('without a run it says so', async () => {
  const { project, review } = await seeded()
  rmSync(join(project.directory, 'run.json'))
  const none = 'cefrig review failed: neither run.json nor .cefrig/run.json is in this folder.'
  expect(await review('--list')).toMatchObject({ code: 1, stderr: expect.stringContaining(none) })
  expect(await review('nowhere', '--list')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nowhere'),
  })
  put(join(project.directory, 'run.json'), '{"format":1}')
  expect(await review('--list')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('run.json is no valid record'),
  })
})

test('folders of shards that CI kept are reviewed as one, in the project that they belong to', async () => {
  const { project, review } = await seeded()
  rmSync(project.directory, { recursive: true })
  const first = await seedProject([{ name: 'a' }], {
    root: project.root,
    into: 'artifacts/shard-1',
    id: 'one',
  })
  await seedProject([{ name: 'b' }], { root: project.root, into: 'artifacts/shard-2/.cefrig', id: 'two' })
  first.save({ shard: { index: 1, count: 3 } })
  const approved = await review('artifacts', '--approve', 'a', '--approve', 'b')
  expect(approved).toMatchObject({ code: 0, stderr: 'Shards 2, 3 of 3 are missing.\n' })
  const elsewhere = dirname(project.root)
  const args = ['review', join(project.root, 'artifacts'), '--undo', 'b']
  expect(await run([...args, '--root', project.root], env, [], elsewhere)).toMatchObject({ code: 0 })
  expect(shaOf(project.golden('a'))).toBe(shaOf(join(project.root, 'artifacts/shard-1/results/0-actual.png')))
  expect(shaOf(project.golden('b'))).not.toBe(shaOf(project.golden('a')))
})

test('a golden of which two runs have different pictures is refused', async () => {
  const { project, review } = await seeded()
  for (const [id, is] of Object.entries({ one: red, two: blue }))
    await seedProject([{ name: 'a', is }], { root: project.root, into: `artifacts/${id}`, id })
  const golden = 'specs/__goldens__/a.png'
  expect(await review('artifacts', '--approve-all')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `The runs have different pictures of ${golden}, so none is right for all. Give the folders of those that count.`,
    ),
  })
  expect((await review('artifacts/two', '--approve', 'a')).stdout).toBe(`${golden} is approved.\n`)
})

test('the last run is that of tests or of cefrig shoot, whichever began later', async () => {
  const { project, review } = await seeded({ name: 'tests' })
  await seedProject([{ name: 'shots' }], { root: project.root, into: '.cefrig/shoot', id: 'shots' })
  project.save({ started: '2026-11-21T09:00:00.000Z' })
  expect((await review('--list')).stdout).toMatch(/^Run shots /)
  project.save({ started: '2026-11-21T11:00:00.000Z' })
  expect((await review('--list')).stdout).toMatch(/^Run run-1 /)
  expect((await review('.cefrig/shoot', '--list')).stdout).toMatch(/^Run shots /)
})

test('serves a page until Ctrl-C, and opens it when asked', async () => {
  const { project } = await seeded({ name: 'a' })
  const bin = join(project.root, 'bin')
  const script = `#!/bin/sh\nprintf %s "$1" > '${bin}/opening'\nmv '${bin}/opening' '${bin}/opened'\n`
  put(join(bin, 'xdg-open'), script)
  chmodSync(join(bin, 'xdg-open'), 0o755)
  const path = { ...env, PATH: `${bin}:${process.env.PATH}` }
  const { child, ended } = startCefrig(['review', '--open', '--json'], path, [], project.root)
  const { run, url } = JSON.parse(await new Promise<string>((resolve) => child.stdout!.once('data', resolve)))
  expect(run).toBe('run-1')
  await expect.poll(() => filesBelow(bin), { timeout: 20_000 }).toContain('opened')
  expect(readFileSync(join(bin, 'opened'), 'utf8')).toBe(url)
  const page = await fetch(url)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  await expect(fetch(url)).rejects.toThrow()
})
