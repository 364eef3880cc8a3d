import { afterEach, expect, test } from 'vitest'
import { Project, vitestMajors } from './project.js'
import { config, headings } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

test.each(vitestMajors)(
  'Vitest %i: 500 tiny files in a row run on two Hosts',
  { timeout: 600_000 },
  async (major) => {
    const names = Array.from({ length: 500 }, (_, index) => `n${index}`)
    project = new Project(major, {
      // Otherwise half of the time goes into 500 new processes, which the other tests have.
      'vitest.config.js': config({}, { isolate: false, maxWorkers: 2 }),
      ...Object.fromEntries(names.map((name) => [`${name}.test.js`, headings(name)])),
    })
    const run = await project.run()
    expect(run.output).toContain('500 passed')
    expect(new Set(project.notes().flat()).size).toBeLessThanOrEqual(2)
    expect(project.leftovers()).toEqual([])
  },
)
