import { readFileSync } from 'node:fs'
import type { Reporter, TestProject, TestSpecification, Vitest } from 'vitest/node'
import { mountedIn } from './mounted-in.js'
import type { MountServer } from './server.js'

/** Milliseconds that a run waits for it at most. */
const patience = 60_000

/**
 * Makes what the tests of a run are going to mount before their workers start: what Vite does the first time, as optimizing packages,
 * is not within the limits of a test, and all packages are known before the first page asks for one. What is not found so is made
 * when it is mounted.
 */
export function warmUp(vitest: Vitest, project: TestProject, server: MountServer): void {
  const reporter: Reporter = {
    async onTestRunStart(specifications) {
      if (vitest.config.mergeReports) return
      const wanted = found(specifications, project)
      if (wanted.length === 0) return
      const prepare = () =>
        Promise.all(wanted.map(({ testFile, module }) => server.prepare({ testFile, modules: [module] })))
      // What packages the last ones have brought may be in the way of the first ones.
      const made = prepare().then(prepare)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, patience)
      })
      await Promise.race([made, late])
      clearTimeout(timer)
    },
  }
  vitest.config.reporters.unshift(reporter as never)
}

function found(specifications: readonly TestSpecification[], project: TestProject) {
  const files = specifications.filter((one) => one.project === project && one.pool !== 'typescript')
  return files.flatMap(({ moduleId: testFile }) =>
    mountedIn(read(testFile)).map((module) => ({ testFile, module })),
  )
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
