import { readFileSync } from 'node:fs'
import type { Reporter, TestProject, TestSpecification, Vitest } from 'vitest/node'
import type { MountServer } from './server.js'

/** `mount<typeof import('./Button')>('./Button'`: what is mounted, as far as it is written there. */
const mounts = /\bmount\s*(?:<[^()]*(?:\([^()]*\)[^()]*)*>)?\s*\(\s*(['"])([^'"\n]+)\1/g

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
      const made = Promise.all(
        wanted.map(({ testFile, module }) => server.prepare({ testFile, modules: [module] })),
      )
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
  return files.flatMap(({ moduleId: testFile }) => {
    const modules = new Set([...read(testFile).matchAll(mounts)].map((match) => match[2]!))
    return [...modules].map((module) => ({ testFile, module }))
  })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
