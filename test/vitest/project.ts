import type { ChildProcess } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Run, RunnerProject, repository } from '../runner-project.js'

export { collect, ended, type Run, repository, until } from '../runner-project.js'

/** Major versions of Vitest that tests know. */
export type VitestMajor = 5 | 4
/** Continuous integration runs all of them, `npm test` by itself the newest. */
export const vitestMajors: readonly VitestMajor[] = process.env.CEFRIG_TEST_RUNNERS === 'all' ? [5, 4] : [5]

const vitestDirectories: Record<VitestMajor, string> = {
  5: join(repository, 'node_modules/vitest'),
  4: join(repository, 'test/vitest/vitest-4/node_modules/vitest'),
}

/** A project whose tests are run by Vitest. */
export class Project extends RunnerProject {
  readonly #vitest: VitestMajor

  /** `packages`: of this repository, which the project has too. */
  constructor(vitest: VitestMajor, files: Record<string, string>, packages: readonly string[] = []) {
    const more = packages.map((name) => [name, join(repository, 'node_modules', name)])
    super({ ...packagesOf(vitestDirectories[vitest]), ...Object.fromEntries(more) }, files)
    this.#vitest = vitest
  }

  /** Runs `vitest run` with the arguments and waits for its end. */
  async run(args: string[] = [], env: Record<string, string> = {}): Promise<Run> {
    const report = join(this.directory, 'report.json')
    rmSync(report, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    return this.finish(this.start(['run', ...reporters, ...args], env), report)
  }

  /** Starts `vitest` with the arguments. */
  start(args: string[], env: Record<string, string> = {}): ChildProcess {
    return this.startNode([join(vitestDirectories[this.#vitest], 'vitest.mjs'), ...args], env)
  }
}

/** Vitest, and what is installed of its own packages beside it. */
function packagesOf(vitest: string): Record<string, string> {
  const beside = ['browser', 'coverage-v8', 'coverage-istanbul']
    .map((name) => [`@vitest/${name}`, join(dirname(vitest), '@vitest', name)] as const)
    .filter(([, directory]) => existsSync(directory))
  return { vitest, ...Object.fromEntries(beside) }
}
