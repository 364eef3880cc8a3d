import { afterEach, describe, expect, test } from 'vitest'
import { Project, vitestMajors } from './project.js'
import { config, headings } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const pools = ['forks', 'threads', 'vmForks', 'vmThreads']
const cases = vitestMajors.flatMap((major) =>
  pools.flatMap((pool) => {
    // The vm pools know no other way.
    const isolation = pool.startsWith('vm') ? [true] : [true, false]
    return isolation.map((isolate) => ({ major, pool, isolate }))
  }),
)

describe.each(cases)('Vitest $major, pool $pool, isolate $isolate', ({ major, pool, isolate }) => {
  test('runs all files on one Host per worker slot and leaves nothing', async () => {
    const files = ['a', 'b', 'c', 'd', 'e']
    project = new Project(major, {
      'vitest.config.js': config({}, { pool, isolate, maxWorkers: 2 }),
      ...Object.fromEntries(files.map((name) => [`${name}.test.js`, headings(`${name}1`, `${name}2`)])),
    })
    const run = await project.run()
    expect(run.output).toContain('10 passed')
    expect(run.code).toBe(0)
    const seen = new Set(project.notes().flat())
    expect(seen.size).toBeLessThanOrEqual(2)
    expect(project.leftovers()).toEqual([])
  })
})
