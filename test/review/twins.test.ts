// One golden that several tests look at, as those of two projects that run the same files.
import { expect, test } from 'vitest'
import { Review } from '../../src/report/review/review.js'
import { type Seed, seedProject, shaOf } from './seed.js'

test('pictures that are one decision are decided together, however many lie between them', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `golden-${index}`)
  const looks = (test: string): Seed[] => names.map((name) => ({ name, test }))
  const project = await seedProject([...looks('wide'), ...looks('narrow')])
  const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
  const request = { run: 'run-1', pictures: project.ids }
  const before = shaOf(project.golden('golden-0'))
  for (const act of ['approve', 'undo', 'reject', 'undo'] as const) {
    const { done, refused } = await review[act](request)
    expect({ act, refused, done }).toEqual({ act, refused: [], done: project.ids })
    expect(shaOf(project.golden('golden-39')) === before).toBe(act !== 'approve')
  }
})
