import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeGolden } from '../../src/golden/golden-file.js'
import { Review } from '../../src/report/review/review.js'
import type { ReviewAnswer } from '../../src/report/review-api.js'
import { cefrig, startCefrig } from '../cli/run.js'
import { environment, filesBelow } from '../golden/scratch.js'
import { blue, type Project, put, red, seedProject, sha256, shaOf } from './seed.js'

const { CI: _, ...env } = process.env

/** More than are decided about under one lock. */
const many = 40

function seedMany(): Promise<Project> {
  return seedProject(Array.from({ length: many }, (_, index) => ({ name: `${index}`, was: null })))
}

function approveAll({ root }: Project) {
  return startCefrig(['review', '--approve-all', '--json'], env, [], root)
}

/** Does something while it holds the lock of a project, and gives the lock back when so many wait for it. */
async function whenWaiting<T>({ root }: Project, count: number, work: () => T): Promise<T> {
  const waiting: Socket[] = []
  const lock = createServer((socket) => {
    waiting.push(socket.on('error', () => {}))
    lock.emit('waiting')
  })
  lock.listen(`\0cefrig-review-${sha256(Buffer.from(root)).slice(0, 32)}`)
  await once(lock, 'listening')
  const result = work()
  while (waiting.length < count) await once(lock, 'waiting')
  lock.close()
  for (const socket of waiting) socket.destroy()
  return result
}

test('two reviewers who approve the same at once: each picture is approved by one, and told as decided to the other', async () => {
  const project = await seedMany()
  const both = await whenWaiting(project, 2, () => [approveAll(project), approveAll(project)])
  const ended = await Promise.all(both.map((running) => running.ended))
  const [one, other] = ended.map(({ stdout }) => JSON.parse(stdout) as ReviewAnswer) as [
    ReviewAnswer,
    ReviewAnswer,
  ]
  expect([...one.done, ...other.done].sort()).toEqual([...project.ids].sort())
  for (const { done, refused } of [one, other]) {
    expect(done.length + refused.length).toBe(many)
    for (const { code, message } of refused) {
      expect(code).toBe('NOT_OPEN')
      expect(message).toContain('was approved already')
    }
  }
  for (const index of project.ids.keys())
    expect(shaOf(project.golden(`${index}`))).toBe(shaOf(project.actual(index)))
})

test('of two who decide differently about one picture one is refused', async () => {
  const project = await seedProject([{ name: 'a' }])
  const decide = (verb: string) => startCefrig(['review', verb, 'a', '--json'], env, [], project.root)
  const both = await whenWaiting(project, 2, () => [decide('--approve'), decide('--reject')])
  const ended = await Promise.all(both.map((running) => running.ended))
  const [approved, rejected] = ended.map(({ stdout }) => (JSON.parse(stdout) as ReviewAnswer).done.length)
  expect(approved! + rejected!).toBe(1)
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1])
  expect(shaOf(project.golden('a')) === shaOf(project.actual(0))).toBe(approved === 1)
})

test('a reviewer who is killed leaves whole goldens, and what was decided; the next one goes on', async () => {
  const project = await seedMany()
  const { child, ended } = await whenWaiting(project, 1, () => approveAll(project))
  await expect.poll(() => existsSync(project.golden('0')), { interval: 1, timeout: 20_000 }).toBe(true)
  child.kill('SIGKILL')
  await ended
  const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
  const { decisions } = await review.state()
  for (const [index, id] of project.ids.entries()) {
    const isThere = existsSync(project.golden(`${index}`))
    expect([index, decisions[id]]).toEqual([index, isThere ? 'approved' : 'open'])
    if (isThere) expect(shaOf(project.golden(`${index}`))).toBe(shaOf(project.actual(index)))
  }
  const next = await cefrig(['review', '--approve-all', '--json'], env, [], project.root)
  expect(next.code).toBe(0)
  const directory = dirname(project.golden('0'))
  expect(filesBelow(directory)).toHaveLength(many)
  const undone = await review.undo({ run: 'run-1', pictures: project.ids })
  expect(undone.done).toHaveLength(many)
  expect(filesBelow(directory)).toEqual([])
})

test('what was half done tells by the golden whether it was', async () => {
  const project = await seedProject([{ name: 'written' }, { name: 'not yet' }, { name: 'torn', was: null }])
  const before = readFileSync(project.golden('written'))
  const golden = await encodeGolden(red, environment)
  const entry = { decision: 'approved', sha256: sha256(golden), pending: true }
  const decisions = Object.fromEntries(project.ids.map((id) => [id, entry]))
  put(
    join(project.directory, 'review.json'),
    JSON.stringify({ format: 1, run: 'run-1', root: project.root, decisions }),
  )
  put(join(project.directory, 'review', `${sha256(before)}.png`), before)
  writeFileSync(project.golden('written'), golden)
  const directory = dirname(project.golden('torn'))
  put(join(directory, '.torn.png.review.tmp'), golden.subarray(0, 20))
  const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
  expect(Object.values((await review.state()).decisions)).toEqual(['approved', 'open', 'open'])
  const [written, notYet, torn] = project.ids as [string, string, string]
  expect(await review.undo({ run: 'run-1', pictures: [written] })).toMatchObject({ done: [written] })
  expect(readFileSync(project.golden('written')).equals(before)).toBe(true)
  expect(filesBelow(directory)).toEqual(['not yet.png', 'written.png'])
  expect((await review.approve({ run: 'run-1', pictures: [notYet, torn] })).done).toEqual([notYet, torn])
})

test('reviews of a project and of a part of it do not tear its goldens', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `${index}`)
  const part = await seedProject(names.map((name) => ({ name })))
  const whole = await seedProject(
    names.map((name) => ({ name, is: blue, record: { golden: `part/specs/__goldens__/${name}.png` } })),
  )
  renameSync(part.root, join(whole.root, 'part'))
  const reviews = await Promise.all(
    ['', 'part'].map((folder) => {
      const root = join(whole.root, folder)
      return Review.open([{ directory: join(root, '.cefrig'), name: folder }], root)
    }),
  )
  const answers = await Promise.all(
    [whole, part].map(({ ids }, index) => reviews[index]!.approve({ run: 'run-1', pictures: ids })),
  )
  expect(answers[0]!.done.length + answers[1]!.done.length).toBe(names.length)
  for (const { code } of answers.flatMap(({ refused }) => refused)) expect(code).toBe('GOLDEN_CHANGED')
  for (const [index, name] of names.entries()) {
    const isWhole = answers[0]!.done.includes(whole.ids[index]!)
    const picture = isWhole
      ? whole.actual(index)
      : join(whole.root, 'part/.cefrig/results', `${index}-actual.png`)
    expect(shaOf(join(whole.root, 'part/specs/__goldens__', `${name}.png`))).toBe(shaOf(picture))
  }
})
