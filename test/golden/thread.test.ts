import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { encodePng } from '../../src/golden/png.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { Project } from '../vitest/project.js'
import { tests } from '../vitest/seeds.js'
import { environment, filesBelow, scratch, sheet } from './scratch.js'

const pools = ['forks', 'threads', 'vmForks']

let project: Project | undefined
afterEach(() => {
  project?.remove()
  project = undefined
})

/** Who ran where. */
interface Note {
  who: string
  pid: number
  threadId: number
}

test('pictures are compared in a thread of their own in every pool, under fake timers, and are there when the test has ended', async () => {
  const spec = (pool: string) => `
    const { threadId } = await import('node:worker_threads')
    test('${pool}', async ({ page }) => {
      vi.useFakeTimers()
      note({ who: '${pool}', pid: process.pid, threadId })
      await page.setContent('<body style="background: #000">')
      await expect.soft(page).toMatchGolden('${pool}')
      await page.resize({ width: 60, height: 50 })
      await expect(page).toMatchGolden('${pool}-high')
    })`
  const golden = (pool: string) => `specs/__goldens__/${pool}.test.js`
  const here = new Project(5, {
    'vitest.config.js': `
      import { defineConfig } from 'vitest/config'
      import { cefrig } from 'cefrig/vitest/plugin'
      const project = (pool) => ({ extends: true, test: { name: pool, pool, include: ['specs/' + pool + '.test.js'] } })
      export default defineConfig({
        plugins: [cefrig({ viewport: { width: 60, height: 40 }, golden: { comparators: { mine: './compare.mjs' }, comparator: 'mine' } })],
        test: { testTimeout: 60_000, projects: ${JSON.stringify(pools)}.map(project) },
      })`,
    'compare.mjs': `
      import { appendFileSync } from 'node:fs'
      import { threadId } from 'node:worker_threads'
      export default ({ width, height }) => {
        appendFileSync('notes', JSON.stringify({ who: 'comparator', pid: process.pid, threadId }) + '\\n')
        return { differentPixels: width * height }
      }`,
    ...Object.fromEntries(pools.map((pool) => [`specs/${pool}.test.js`, tests(spec(pool))])),
    ...Object.fromEntries(pools.map((pool) => [`${golden(pool)}/.keep`, ''])),
  })
  project = here
  for (const pool of pools)
    for (const name of [pool, `${pool}-high`])
      here.write(`${golden(pool)}/${name}.png`, encodePng(sheet(60, 40)))
  const run = await here.run()
  expect(run.tests).toEqual({ forks: 'failed', threads: 'failed', vmForks: 'failed' })
  for (const pool of pools) {
    expect(run.messages).toContain(`2,400 of 2,400 pixels (100 %) differ from ${golden(pool)}/${pool}.png`)
    expect(run.messages).toContain(
      `its golden ${golden(pool)}/${pool}-high.png is 60×40: 10 rows are new at y = 40`,
    )
    const results = join(here.directory, '.cefrig/results', pool, `specs/${pool}.test.js`, pool)
    expect(filesBelow(results)).toEqual(
      [`${pool}`, `${pool}-high`]
        .flatMap((name) => ['actual', 'diff', 'expected'].map((part) => `${name}-${part}.png`))
        .sort(),
    )
    expect(decodePng(readFileSync(join(results, `${pool}-high-diff.png`)))).toMatchObject({ height: 50 })
  }
  const places = (isComparator: boolean) =>
    here
      .notes<Note>()
      .filter(({ who }) => (who === 'comparator') === isComparator)
      .map(({ pid, threadId }) => `${pid}/${threadId}`)
  expect(places(false)).toHaveLength(3)
  expect(new Set(places(true)).size).toBe(3)
  for (const place of places(true)) expect(places(false)).not.toContain(place)
})

test('what a thread that is lost was asked for is done all the same', async () => {
  // The thread's program is JavaScript.
  const { openPixelWork } = await import('../../dist/src/golden/pixel-threads.js')
  const root = scratch()
  const golden = join(root, 'golden.png')
  writeFileSync(golden, encodePng(sheet(20, 10)))
  const begun = join(root, 'begun')
  writeFileSync(
    join(root, 'compare.mjs'),
    `import { existsSync, writeFileSync } from 'node:fs'
    export default () => {
      if (existsSync(${JSON.stringify(begun)})) return { differentPixels: 3 }
      writeFileSync(${JSON.stringify(begun)}, '')
      return new Promise(() => {})
    }`,
  )
  const threads: Worker[] = []
  const started = (thread: Worker) => threads.push(thread)
  process.on('worker', started)
  const work = openPixelWork(golden)
  const actual = sheet(20, 10, [0, 0, 0, 255])
  const rule = { exact: true, root, comparatorTimeout: 60_000 }
  const compared = work.compare(actual, { ...rule, tolerance: { comparator: './compare.mjs' } })
  await expect.poll(() => existsSync(begun), { timeout: 20_000 }).toBe(true)
  process.off('worker', started)
  await threads[0]!.terminate()
  const lost = await compared
  expect(lost.differentPixels).toBe(3)
  const [file, diff] = [join(root, 'results/actual.png'), join(root, 'results/diff.png')]
  await work.write({ actual: { file, pixels: actual, environment }, diff })
  expect([existsSync(file), existsSync(diff)]).toEqual([true, true])
  work.close()
  const next = openPixelWork(golden)
  expect(await next.compare(actual, { ...rule, tolerance: {} })).toMatchObject({ differentPixels: 200 })
  await expect(
    next.compare(actual, { ...rule, tolerance: { comparator: './none.mjs' } }),
  ).rejects.toMatchObject({ code: 'BAD_ARGUMENT', facts: { file: join(root, 'none.mjs') } })
  next.close()
  const gone = openPixelWork(join(root, 'gone.png'))
  await expect(gone.compare(actual, { ...rule, tolerance: {} })).rejects.toMatchObject({
    code: 'GOLDEN_INVALID',
    facts: { file: join(root, 'gone.png') },
  })
  gone.close()
})
