import type { ChildProcess } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Run, RunnerProject, repository } from '../runner-project.js'

export { collect, ended, repository, until } from '../runner-project.js'

/** Jest's program. */
export const jestProgram = join(repository, 'node_modules/jest/bin/jest.js')
const installed = (name: string) => join(repository, 'node_modules', name)

/** What one run of Jest came to. */
export interface JestRun extends Run {
  /** As the summary tells of snapshots, goldens among them. */
  snapshot: { added: number; matched: number; unmatched: number; updated: number; unchecked: number }
}

/** A project whose tests are run by Jest. */
export class JestProject extends RunnerProject {
  /** `packages`: of this repository, which the project has too. */
  constructor(files: Record<string, string>, packages: readonly string[] = []) {
    const names = ['jest', 'expect', ...packages]
    super(Object.fromEntries(names.map((name) => [name, installed(name)])), files)
    this.write('package.json', JSON.stringify({ name: 'project', private: true }))
  }

  /** Runs `jest` with the arguments and waits for its end. */
  async run(args: string[] = [], env: Record<string, string> = {}): Promise<JestRun> {
    const report = join(this.directory, 'report.json')
    rmSync(report, { force: true })
    const run = await this.finish(this.start(['--json', `--outputFile=${report}`, ...args], env), report)
    const { snapshot } = JSON.parse(readFileSync(report, 'utf8'))
    return { ...run, snapshot }
  }

  /** Starts `jest` with the arguments. */
  start(args: string[], env: Record<string, string> = {}): ChildProcess {
    // As Jest's documentation asks for, where tests are ECMAScript modules.
    return this.startNode(['--experimental-vm-modules', '--no-warnings', jestProgram, ...args], env)
  }
}
